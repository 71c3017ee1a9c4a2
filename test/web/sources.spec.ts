import { afterAll, beforeAll, expect, it } from 'vitest';
import { endApps } from '../e2e/app-process.js';
import { describeWithChromium } from './chromium.js';
import { SECRET, type Site, startSite } from './site.js';
import { expectFitForAll, settled, visit } from './visit.js';

const LIMIT_MS = 300_000;
const plain = (text: string): string => text.replaceAll('\u00a0', ' ').replaceAll(/\s+/g, ' ');
/** As somebody with bad intentions would call an environment, and longer than a phone is wide. */
const hostile = `</bdi><script>document.title="owned"</script>: "${'n'.repeat(200)}"`;

describeWithChromium('the page of sources', (browser) => {
  let site: Site;

  beforeAll(async () => {
    site = await startSite(
      'organisation: { name: Acme, timeZone: UTC }\nendpoints: { pay: { source: alertmanager } }\n',
    );
  }, LIMIT_MS);
  afterAll(endApps);

  const github = (id: string, body: string) =>
    site.client.hook({ endpoint: 'github', event: 'push', id, body, secret: SECRET });
  /** A body as text, sent without a proof of who sends it. */
  const unproven = async (endpoint: string): Promise<number> =>
    (await site.client.request(`/hooks/${endpoint}`, { method: 'POST', body: '{}' })).status;

  it('says of nothing what is missing, and where to begin', { timeout: LIMIT_MS }, async () => {
    const { page, complaints, end } = await visit(browser(), `${site.address}/data`);
    await settled(page);
    await page.getByRole('heading', { level: 1, name: 'Nothing has been received yet' }).waitFor();
    const steps = plain(await page.getByRole('table', { name: 'What is missing, and the next step' }).innerText());
    expect(steps).toContain('Every metric No deployment arrived in the last 28 days');
    expect(steps).toContain('No incidents from anywhere: recovery cannot be known');
    expect(steps).toContain('github Nothing has arrived yet Add the hook at the sender (its address is /hooks/github)');
    expect(steps).toContain('LEADLINE_SECRET_PAY');
    expect(complaints).toEqual([]);
    await end();
  });

  it(
    'counts what was refused, leads to what was not understood, and takes names for text',
    { timeout: LIMIT_MS },
    async () => {
      for (let time = 0; time < 3; time += 1) expect(await unproven('github')).toBe(401);
      for (const endpoint of ['jira', 'pay', 'made-up']) expect(await unproven(endpoint)).toBe(401);
      await github('d-1', '{"zen": "nothing of a push"}');
      const data = { id: 'd1', service: 'shop', environment: hostile, status: 'succeeded' };
      const now = new Date().toISOString();
      const { position } = await site.client.send({
        specversion: '1.0',
        id: 'e1',
        source: '/ci',
        type: 'dev.leadline.deployment.recorded',
        time: now,
        data: { ...data, startedAt: now, finishedAt: now },
      });
      await site.client.counted(position);

      const { page, complaints, end } = await visit(browser(), `${site.address}/data`);
      await settled(page);
      const rows = await page.getByRole('table', { name: 'Sources', exact: true }).getByRole('row').allInnerTexts();
      const rowOf = (endpoint: string) => rows.map(plain).find((row) => row.startsWith(`${endpoint} `));
      // Received in a day, in a week; ignored, not understood, refused.
      expect(rowOf('github')).toMatch(/ 1 1 0 1 \(100 %\) 3 refused 1 in quarantine$/);
      expect(rowOf('jira')).toMatch(/^jira jira never 0 0 0 0 1 off$/);
      expect(rowOf('pay')).toMatch(/^pay alertmanager never 0 0 0 0 1 off$/);
      expect(rowOf('made-up')).toBeUndefined();
      const steps = plain(await page.getByRole('table', { name: 'What is missing, and the next step' }).innerText());
      expect(steps).toContain('3 deliveries were refused with 401');
      expect(steps).toContain('LEADLINE_SECRET_JIRA');
      expect(steps).toContain('No deployment went to an environment of tier production');
      expect(steps).toContain(hostile);
      await expectFitForAll(page);

      await page.setViewportSize({ width: 1440, height: 900 });
      const link = page.getByRole('link', { name: '1 in quarantine' });
      await link.focus();
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: 'Quarantine of github' }).waitFor();
      expect(new URL(page.url()).searchParams.get('of')).toBe('github');
      await page.getByRole('link', { name: 'delivery', exact: true }).click();
      await settled(page);
      expect(await page.locator('main').innerText()).toContain('nothing of a push');
      expect(complaints).toEqual([]);
      await end();
    },
  );
});
