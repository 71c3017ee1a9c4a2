import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { endApps } from '../e2e/app-process.js';
import { describeWithChromium } from './chromium.js';
import { type Site, startSite } from './site.js';
import { expectFitForAll, settled, visit } from './visit.js';

const LIMIT_MS = 300_000;
/** An API that nobody serves is asked six times, with growing pauses. */
const GIVES_UP_MS = 120_000;
const days = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const;

const plain = (text: string): string => text.replaceAll('\u00a0', ' ').replaceAll(/\s+/g, ' ');

/** A mail server on loopback that knows nobody called `gone`, and wants to be asked later about whoever is `busy`. */
async function openPost(): Promise<{ readonly port: number; readonly close: () => void }> {
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    logger: false,
    onRcptTo({ address }, _session, done) {
      if (address.startsWith('gone@')) done(Object.assign(new Error('no such mailbox'), { responseCode: 550 }));
      else if (address.startsWith('busy@')) done(Object.assign(new Error('come back later'), { responseCode: 450 }));
      else done();
    },
    onData(stream, _session, done) {
      stream.resume();
      stream.on('end', () => done());
    },
  });
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.server.address();
  if (address === null || typeof address === 'string') throw new Error('The server listens on a port');
  return { port: address.port, close: () => server.close(() => undefined) };
}

describeWithChromium('the page of data', (browser) => {
  let site: Site;
  let post: Awaited<ReturnType<typeof openPost>>;

  beforeAll(async () => {
    post = await openPost();
    const minuteAgo = new Date(Date.now() - 60_000);
    const digest = {
      to: ['ada@example.org', 'gone@example.org', 'busy@example.org'],
      day: days[minuteAgo.getUTCDay()],
      at: minuteAgo.toISOString().slice(11, 16),
      timeZone: 'UTC',
    };
    const github = { source: 'github', reconcile: { of: 'acme/shop', api: 'https://127.0.0.1:1' } };
    const config = { organisation: { name: 'Acme', timeZone: 'UTC' }, digests: [digest], endpoints: { github } };
    // JSON is YAML.
    site = await startSite(JSON.stringify(config), {
      LEADLINE_SMTP_URL: `smtp://127.0.0.1:${post.port}`,
      LEADLINE_MAIL_FROM: 'Leadline <leadline@example.org>',
      LEADLINE_API_TOKEN_GITHUB: 'ghp_of_a_test',
    });
  }, LIMIT_MS);
  afterAll(async () => {
    post.close();
    await endApps();
  });

  async function whenTold(): Promise<void> {
    const query = '{ sources { reconciled { at } } weeklyMails { mails { state } } }';
    await expect
      .poll(
        async () => {
          const { sources, weeklyMails } = await site.client.graphql<{
            sources: { reconciled: object[] }[];
            weeklyMails: { mails: { state: string }[] };
          }>(query);
          const states = weeklyMails.mails.map(({ state }) => state);
          return [sources.flatMap(({ reconciled }) => reconciled).length, states.filter((one) => one !== 'SCHEDULED')];
        },
        { timeout: GIVES_UP_MS, interval: 500 },
      )
      .toEqual([1, ['SENT', 'REFUSED', 'DEFERRED']]);
  }

  it(
    'shows what became of each weekly mail, and why missed deliveries could not be looked for',
    { timeout: LIMIT_MS },
    async () => {
      await whenTold();
      const { page, complaints, end } = await visit(browser(), `${site.address}/data`);
      await settled(page);

      const mails = page.getByRole('table', { name: 'Weekly mails, what needs somebody first' });
      const rows = await Promise.all(
        (await mails.getByRole('row').all()).map(async (row) => plain(await row.innerText())),
      );
      expect(rows[1]).toMatch(/^gone@example\.org everybody \d{4}-W\d\d .* refused for good .*no such mailbox/);
      expect(rows[2]).toMatch(/^busy@example\.org everybody .* refused for now, tried again .*come back later/);
      expect(rows.find((row) => row.startsWith('ada@example.org') && row.includes('sent '))).toBeDefined();
      expect(await page.getByText('1 mail needs somebody').count()).toBe(1);

      const looked = page.getByRole('table', { name: 'Missed and sent again' });
      expect(plain(await looked.innerText())).toMatch(/acme\/shop github .* 0 0 0 0 .*the connection failed, 6 times/);

      await expectFitForAll(page);
      expect(complaints).toEqual([]);
      await end();
    },
  );
});
