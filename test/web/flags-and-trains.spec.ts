import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { endApps } from '../e2e/app-process.js';
import { describeWithChromium } from './chromium.js';
import { flagPages } from './every-page.js';
import { flagEvents, hostileFlag, yaml } from './flags-world.js';
import { type Site, startSite } from './site.js';
import { accessibilityFindings, expectFitForAll, type Eyes, settled, visit, type Visit } from './visit.js';

const LIMIT_MS = 300_000;
const SETTLES_MS = 30_000;

const plain = (text: string): string => text.replaceAll('\u00a0', ' ').replaceAll(/\s+/g, ' ');

describeWithChromium('the pages of flags and release trains', (browser) => {
  let site: Site;
  const visits: Visit[] = [];

  beforeAll(async () => {
    site = await startSite(yaml);
    const { position } = await site.client.send(flagEvents(Date.now()));
    await site.client.counted(position);
  }, LIMIT_MS);
  afterEach(() => Promise.all(visits.splice(0).map(({ end }) => end())));
  afterAll(endApps);

  async function opened(path: string, eyes: Eyes = {}): Promise<Visit> {
    const visited = await visit(browser(), `${site.address}${path}`, eyes);
    visits.push(visited);
    await settled(visited.page);
    return visited;
  }
  const title = async (page: Page): Promise<string> => plain(await page.locator('h1').innerText());
  const table = async (page: Page, name: string | RegExp): Promise<string> =>
    plain(await page.getByRole('table', { name }).innerText());

  it('lists flags and opens one, by keyboard alone', { timeout: LIMIT_MS }, async () => {
    const { page, complaints } = await opened('/');
    await page.keyboard.press('g');
    await page.keyboard.press('f');
    await page.getByRole('heading', { level: 1, name: /2\s+feature flags, none of them stale/ }).waitFor();
    expect(await table(page, 'Feature flags in order of name')).toMatch(/express-pay on for all cart .* in use/);
    expect(await page.getByRole('link', { name: hostileFlag }).count()).toBe(1);

    await page.keyboard.press('/');
    await page.keyboard.type('express');
    await page.getByRole('option', { name: /express-pay\s+feature flag/ }).waitFor();
    await page.keyboard.press('Enter');
    await page.waitForURL('**/flags/express-pay*');
    await settled(page);
    expect(await title(page)).toBe('express-pay is on for all in production');
    expect(complaints).toEqual([]);
  });

  it(
    'narrows the flags to a team, in the address, and says which there are where it has none',
    {
      timeout: LIMIT_MS,
    },
    async () => {
      const { page, complaints } = await opened('/flags');
      await page.getByRole('combobox', { name: 'Team' }).selectOption('eng/shop');
      await page.waitForURL('**/flags?team=eng/shop');
      await page.getByRole('heading', { level: 1, name: '2 feature flags of eng/shop, none of them stale' }).waitFor();
      // What each number was made from is narrowed as well.
      await page.getByRole('link', { name: 'Releases by flag' }).click();
      await page.waitForURL('**/metric/flag-release-frequency?team=eng/shop');
      await page.goBack();

      await page.goto(`${site.address}/flags?team=eng/books`);
      await settled(page);
      expect(await title(page)).toBe('No feature flag of eng/books has been changed yet');
      expect(plain(await page.locator('main').innerText())).toContain(
        'No change of a flag names a service of eng/books. Elsewhere there are 2 flags.',
      );
      expect(await page.getByRole('list').getByRole('link').allInnerTexts()).toEqual([hostileFlag, 'express-pay']);
      // By keyboard alone, back to all of them.
      await page.getByRole('link', { name: 'Flags of everybody' }).focus();
      await page.keyboard.press('Enter');
      await page.waitForURL('**/flags');
      await page.getByRole('heading', { level: 1, name: '2 feature flags, none of them stale' }).waitFor();

      await page.goto(`${site.address}/flags?team=eng/shops`);
      await page.getByText('there is no team "eng/shops"').waitFor();
      expect(complaints).toEqual([]);
    },
  );

  it('says of a flag who saw it, how its releases went, and what carried it', { timeout: LIMIT_MS }, async () => {
    const { page, complaints } = await opened('/flags/express-pay');
    expect(await page.getByRole('img', { name: /^Timeline\. production: .*on for all/ }).count()).toBe(1);
    const metrics = await table(page, 'Metrics of releases by feature flag');
    // Two steps within a week are one release, whose code was committed two hours before a quarter had it.
    expect(metrics).toContain('1 release');
    expect(metrics).toMatch(/From commit to first users, median 2 h/);
    const changes = await table(page, 'Changes of the flag, latest first');
    expect(changes).toMatch(/on for all cart .*25 % cart/);
    expect(await table(page, 'Deployments that carried the flag, latest first')).toContain('cart 1.cart-1');
    expect(
      await page.getByRole('heading', { level: 2, name: 'The five metrics over deployments that carry it' }).count(),
    ).toBe(1);
    const strip = page.getByRole('navigation', { name: 'Metrics' });
    await strip.getByRole('link', { name: /^Change fail rate/ }).click();
    await page.waitForURL(/metric=change-fail-rate/);

    // What the number was made from.
    await page.getByRole('link', { name: 'Releases that failed' }).click();
    await page.waitForURL('**/metric/flag-change-fail-rate?flag=express-pay');
    await settled(page);
    expect(await title(page)).toBe('Flag change fail rate');
    expect(complaints).toEqual([]);
  });

  it(
    'names nearest flags where there is none of a name, and says where nothing carried it',
    { timeout: LIMIT_MS },
    async () => {
      const { page } = await opened('/flags/expres-pay');
      expect(await title(page)).toBe('There is no flag “expres-pay”');
      await page.getByRole('link', { name: 'express-pay' }).first().click();
      await page.waitForURL('**/flags/express-pay');
      await page.goto(`${site.address}/flags/${encodeURIComponent(hostileFlag)}`);
      await settled(page);
      expect(await title(page)).toContain(hostileFlag);
      expect(await page.getByText('None is known.').count()).toBe(1);
      expect(await page.title()).not.toBe('owned');
    },
  );

  it('shows what rode a release train and what missed it', { timeout: LIMIT_MS }, async () => {
    const { page, complaints } = await opened('/trains');
    expect(await title(page)).toBe('1 of 1 release train did not leave on time');
    expect(await table(page, 'Metrics of release trains')).toMatch(
      /Booked changes that were not aboard 50 % .* 1 of 2/,
    );
    await page.getByRole('link', { name: 'thursday' }).click();
    await page.waitForURL('**/trains/thursday');
    await settled(page);
    expect(await title(page)).toBe('thursday left 40 min late');
    expect(await table(page, 'Deployments the train left with')).toContain('cart 1.cart-2');
    expect(await table(page, /^1\s+change missed it$/)).toContain('Nothing that landed goes by this name.');
    expect(await table(page, /^1\s+change rode$/)).toContain('Round totals');

    await page.goto(`${site.address}/trains?until=2020-01-06`);
    await settled(page);
    expect(await title(page)).toBe('No release train was planned in this window');
    await page.goto(`${site.address}/trains/none`);
    await settled(page);
    expect(await title(page)).toBe('There is no release train “none”');
    expect(complaints).toEqual([]);
  });

  it('takes down that a flag caused an incident, who and why, and takes it back', { timeout: LIMIT_MS }, async () => {
    const { page, complaints } = await opened('/incidents/desk-7');
    await page.getByRole('button', { name: 'Correct…' }).click();
    await page.getByRole('radio', { name: /^A feature flag caused it/ }).check();
    const which = page.getByRole('combobox', { name: 'Which change of a flag caused it' });
    await expect.poll(() => which.locator('option').count()).toBeGreaterThan(3);
    await which.selectOption('step-all');
    await page.getByRole('textbox', { name: /^Why, for those who come after/ }).fill('Over when it was off');
    await page.getByRole('button', { name: 'Write it down' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await expect
      .poll(async () => plain(await page.locator('main').innerText()), { timeout: SETTLES_MS })
      .toMatch(/local said: a feature flag caused it step-all .*“Over when it was off”/);
    expect(await table(page, 'Changes of feature flags it is laid to')).toMatch(
      /express-pay production .* on for all counts/,
    );
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      expect(await accessibilityFindings(page), `in ${colorScheme}`).toEqual([]);
    }
    const failed = async (): Promise<unknown> => {
      const query = `query ($window: WindowInput!) { metrics(ids: [FLAG_CHANGE_FAIL_RATE], window: $window, scope: { flags: ["express-pay"] }) { numerator denominator } }`;
      const [from, to] = [new Date(Date.now() - 28 * 86_400_000).toISOString(), new Date().toISOString()];
      return (await site.client.graphql<{ metrics: unknown[] }>(query, { window: { from, to } })).metrics;
    };
    expect(await failed()).toEqual([{ numerator: 1, denominator: 1 }]);

    // By keyboard alone.
    await page.getByRole('button', { name: 'Take it back…' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('textbox', { name: 'Why it is taken back' }).focus();
    await page.keyboard.type('It was the bank');
    await page.keyboard.press('Enter');
    await page.getByText(/took it back/).waitFor({ timeout: SETTLES_MS });
    expect(plain(await page.getByRole('list', { name: 'What people said, the latest first' }).innerText())).toMatch(
      /local took it back .*: “It was the bank”/,
    );
    expect(await page.getByRole('table', { name: 'Changes of feature flags it is laid to' }).count()).toBe(0);
    // Whether it counts yet is asked until it does.
    expect(complaints.filter((complaint) => !complaint.includes('503'))).toEqual([]);
  });

  describe.each(flagPages)('%s', (path) => {
    it('has nothing serious for axe-core in light and dark, and fits a phone', { timeout: LIMIT_MS }, async () => {
      const { page, complaints } = await opened(path);
      await expectFitForAll(page);
      expect(complaints).toEqual([]);
    });
  });
});
