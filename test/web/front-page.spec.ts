import { pathToFileURL, fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { endApps } from '../e2e/app-process.js';
import { describeWithChromium } from './chromium.js';
import { type Site, startSite } from './site.js';
import { settled, visit } from './visit.js';
import { worldEvents, yaml } from './world.js';

const LIMIT_MS = 300_000;
const built = fileURLToPath(new URL('../../apps/web/dist/front-page.mjs', import.meta.url));

const question = z.object({
  query: z.string(),
  operationName: z.string(),
  variables: z.record(z.string(), z.unknown()),
});
type Question = z.infer<typeof question>;
type Ask = (ask: (asked: Question) => Promise<unknown>, now: number) => Promise<void>;
const frontPage = z.object({ askFrontPage: z.custom<Ask>((value) => typeof value === 'function') });

const inOrder = (questions: readonly Question[]): Question[] =>
  [...questions].sort((one, other) => one.operationName.localeCompare(other.operationName));

/** Where the document brings the answers along. */
const brought = /<script type="application\/json" id="answers">.*?<\/script>/s;

describeWithChromium('the front page', (browser) => {
  let site: Site;
  beforeAll(async () => {
    site = await startSite(yaml);
    const { position } = await site.client.send(worldEvents(Date.now()));
    await site.client.counted(position);
  }, LIMIT_MS);
  afterAll(endApps);

  const statements = async (): Promise<number> => {
    const text = await (await fetch(`${site.address}/metrics`)).text();
    return Number(/^leadline_answers_total\{outcome="asked"\} (\d+)/m.exec(text)?.[1] ?? 0);
  };

  it(
    'asks what the server asks ahead of it, word for word',
    async () => {
      const asked: Question[] = [];
      const { page, end } = await visit(browser(), `${site.address}/healthz`);
      page.on('request', (request) => {
        if (request.method() === 'POST') asked.push(question.parse(request.postDataJSON()));
      });
      await page.route(`${site.address}/`, async (route) => {
        const response = await route.fetch();
        await route.fulfill({ response, body: (await response.text()).replace(brought, '') });
      });
      await page.goto(`${site.address}/`);
      await settled(page);
      await end();

      const ahead: Question[] = [];
      const { askFrontPage } = frontPage.parse(await import(pathToFileURL(built).href));
      await askFrontPage(async (one) => {
        ahead.push(one);
        return { organisation: { timeZone: 'UTC' } };
      }, Date.now());

      expect(inOrder(ahead)).toEqual(inOrder(asked));
      expect(ahead.slice(0, 2).map(({ operationName }) => operationName)).toEqual(['Organisation', 'Measures']);
    },
    LIMIT_MS,
  );

  it(
    'shows everything without asking where its answers came with the document',
    async () => {
      const asked: string[] = [];
      const { page, complaints, end } = await visit(browser(), `${site.address}/healthz`);
      page.on('request', (request) => {
        if (request.method() === 'POST') asked.push(question.parse(request.postDataJSON()).operationName);
      });
      const askedOfAVisit = async (): Promise<readonly string[]> => {
        asked.length = 0;
        await page.goto(`${site.address}/`);
        await settled(page);
        return [...asked];
      };
      // They are there when nothing was stored for two seconds, and between two times of making them for a minute.
      await expect.poll(askedOfAVisit, { timeout: LIMIT_MS / 2, interval: 2_000 }).toEqual([]);
      expect(await page.locator('main .tile a.val').count()).toBe(5);
      expect(await page.getByRole('table', { name: 'The five metrics by team' }).isVisible()).toBe(true);
      expect(complaints).toEqual([]);
      await end();
    },
    LIMIT_MS,
  );

  it(
    'takes no statement where it was made ready',
    async () => {
      const ofAVisit = async (): Promise<number> => {
        const before = await statements();
        const { page, end } = await visit(browser(), `${site.address}/`);
        await settled(page);
        await end();
        return (await statements()) - before;
      };
      // It is made ready again now and then, which takes statements too.
      await expect.poll(ofAVisit, { timeout: LIMIT_MS / 2, interval: 5_000 }).toBe(0);
    },
    LIMIT_MS,
  );
});

describe('the built dashboard', () => {
  it('says what its front page asks without a browser', async () => {
    expect(frontPage.safeParse(await import(pathToFileURL(built).href)).success).toBe(true);
  });
});
