import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { endApps } from '../e2e/app-process.js';
import { describeWithChromium } from './chromium.js';
import { SECRET, type Site, startSite } from './site.js';
import { FAILED, worldPages } from './every-page.js';
import { expectFitForAll, type Eyes, settled, visit, type Visit } from './visit.js';
import { expected, hostile, worldEvents, yaml } from './world.js';

const LIMIT_MS = 300_000;
const SETTLES_MS = 10_000;
const plain = (text: string): string => text.replaceAll('\u00a0', ' ').replaceAll(/\s+/g, ' ');

describeWithChromium('the dashboard', (browser) => {
  let site: Site;
  const visits: Visit[] = [];

  beforeAll(async () => {
    site = await startSite(yaml);
    await site.client.send(worldEvents(Date.now()));
    const unreadable = { endpoint: 'github', event: 'push', id: 'unreadable', body: '{"<script>', secret: SECRET };
    const { position } = await site.client.hook(unreadable);
    await site.client.counted(position);
  }, LIMIT_MS);
  // A page that stays open goes on asking.
  afterEach(() => Promise.all(visits.splice(0).map(({ end }) => end())));
  afterAll(endApps);

  async function opened(path: string, eyes: Eyes = {}): Promise<Visit> {
    const made = await visit(browser(), site.address + path, eyes);
    visits.push(made);
    await settled(made.page);
    return made;
  }
  const title = async (page: Page): Promise<string> => plain(await page.locator('h1').first().innerText());
  const textOf = async (page: Page, selector: string): Promise<string> =>
    plain(await page.locator(selector).first().innerText());

  async function latestFailed(): Promise<string> {
    const query = '{ deployments(first: 1, where: { failed: true }) { nodes { id } } }';
    const { deployments } = await site.client.graphql<{ deployments: { nodes: { id: string }[] } }>(query);
    return deployments.nodes[0]?.id ?? '';
  }

  describe('by mouse', () => {
    it(
      'leads from the finding to the number, to what was counted, to the delivery as received',
      { timeout: LIMIT_MS },
      async () => {
        const { page, complaints } = await opened('/');
        expect(await title(page)).toBe('Acme: changes take longer to reach users');
        const tile = page.getByRole('region', { name: 'Change lead time, median' });
        expect(plain(await tile.innerText())).toMatch(
          /30 h n = 60 commits .*\+500 % slower|30 h n = 60 commits .*6 times slower/,
        );
        expect(plain(await page.getByRole('region', { name: 'Change fail rate' }).innerText())).toContain(
          `${expected.failed} of ${expected.deployments} deployments`,
        );

        await tile.getByRole('link').click();
        await settled(page);
        expect(await title(page)).toBe('Change lead time, all teams');
        await page.getByRole('link', { name: '60 commits counted' }).click();
        await page.getByRole('heading', { name: '60 commits counted' }).waitFor();
        expect(new URL(page.url()).searchParams.get('panel')).toBe('counted');

        await page.getByRole('link', { name: /^Its deployment of/ }).click();
        await settled(page);
        expect(await title(page)).toBe('search 1.99.0 failed in production');
        await page
          .getByRole('link', { name: /^delivery \d+:\d+$/ })
          .first()
          .click();
        await settled(page);
        expect(await textOf(page, 'pre.code')).toContain('"type": "dev.leadline.deployment.recorded"');
        expect(complaints).toEqual([]);
      },
    );

    it('tells why a deployment counts as failed, strongest evidence first', { timeout: LIMIT_MS }, async () => {
      const { page, complaints } = await opened(`/deployments/${await latestFailed()}`);
      expect(await title(page)).toMatch(/^search 1\.99\.0 failed in production$/);
      expect(await textOf(page, '.depth')).toMatch(
        /^Incident desk\/search\/99 names it began .*, over after 40 min, severity 2\. Correct the incident…$/,
      );
      expect(await page.getByRole('img', { name: /Timeline.*rolled out in 4 min.*failing 40 min/ }).count()).toBe(1);
      expect(complaints).toEqual([]);
    });

    it('sums up how deployments go, each number beside what guides ask', { timeout: LIMIT_MS }, async () => {
      const { page, complaints } = await opened('/deployments?team=eng/search');
      const table = page.getByRole('table', { name: 'How deployments to production go' });
      const valueOf = async (metric: string): Promise<string> =>
        (await table.locator('tr', { hasText: metric }).locator('td').nth(1).innerText()).replaceAll('\u00a0', ' ');
      // All of them succeeded, after four minutes each; nothing tells of canaries.
      expect(await valueOf('Deployment success rate')).toBe('100 %');
      expect(await valueOf('Time to deploy')).toBe('4 min');
      expect(await valueOf('Canary pass rate')).toBe('–');
      await table.getByRole('link', { name: 'Deployment success rate' }).click();
      await page.getByText('Guides customarily ask for at least 99').waitFor();
      await settled(page);
      expect(new URL(page.url()).searchParams.get('team')).toBe('eng/search');
      expect(complaints).toEqual([]);
    });

    it('opens a week of the chart, and the numbers behind follow', { timeout: LIMIT_MS }, async () => {
      const { page, complaints } = await opened('/teams/eng/search?metric=deployment-frequency');
      await page.getByRole('link', { name: 'open this week' }).click();
      await page.getByRole('link', { name: 'back to the whole window' }).waitFor();
      await settled(page);
      expect(await textOf(page, '.depth')).toContain('5 deployments counted');
      expect(new URL(page.url()).searchParams.get('week')).toMatch(/^\d{4}-\d{2}-\d{2}$/);
      await page.goBack();
      await settled(page);
      await page.getByRole('link', { name: '20 deployments counted' }).waitFor();
      expect(complaints).toEqual([]);
    });

    it('leads from what stands out to everything that was looked at', { timeout: LIMIT_MS }, async () => {
      const { page, complaints } = await opened('/');
      const panelOf = (name: string) => page.locator('section').filter({ has: page.getByRole('heading', { name }) });
      await panelOf('What stands out').getByRole('link', { name: 'All of them' }).click();
      await page.waitForURL('**/outliers');
      await settled(page);
      // Lead times of both compared teams rose from 5 h to 30 h, as did those of the team above them.
      expect(await title(page)).toMatch(/^\d+ things stand out among 3 teams$/);
      const found = page.getByRole('table', { name: 'What stands out' });
      expect(plain(await found.innerText())).toMatch(/eng\/payments Lead time, higher 30 h .* 5 h before/);

      await page.getByRole('link', { name: 'By service' }).click();
      await page.waitForURL(/by=service/);
      await settled(page);
      expect(plain(await found.innerText())).toMatch(/ledger Lead time, higher 30 h .* 5 h before/);
      const { failed, deployments } = expected;
      const funnel = page.getByRole('img', { name: /^Funnel plot, Change fail rate by service: all together/ });
      expect(plain((await funnel.getAttribute('aria-label')) ?? '')).toMatch(/no service stands out\.$/);
      const panel = page.locator('section').filter({ has: funnel });
      expect(plain(await panel.innerText())).toContain(`all ${((failed / deployments) * 100).toFixed(1)} %`);
      await panel.getByText('Show as table').click();
      const table = panel.getByRole('table', { name: 'Change fail rate by service' });
      expect(plain(await table.innerText())).toMatch(/search 4 of 20 20 % .* not flagged/);

      // From mark to mark by keys: two services lie at 0 of 20, search at 4 of 20, which three groups cannot tell from chance.
      await panel.getByRole('slider').focus();
      await page.keyboard.press('Home');
      await panel.getByText('0 of 20, 0 %, within chance').waitFor();
      await page.keyboard.press('End');
      await page.keyboard.press('Enter');
      await page.waitForURL('**/services/search?metric=change-fail-rate');
      expect(complaints).toEqual([]);
    });

    it('draws week by week beside the funnel, of whom the reader chooses', { timeout: LIMIT_MS }, async () => {
      const { page, complaints } = await opened('/outliers?by=service');
      const heading = page.getByRole('heading', { name: /^Week by week: / });
      const panelOf = (name: string) => page.locator('section').filter({ has: page.getByRole('heading', { name }) });
      await page.getByRole('link', { name: 'weeks of search' }).first().click();
      await page.waitForURL(/of=search/);
      await settled(page);
      expect(await heading.innerText()).toBe('Week by week: search');
      expect(await page.evaluate('document.activeElement.textContent')).toBe('Week by week: search');
      const lead = panelOf('Change lead time per week, median');
      expect(plain(await lead.innerText())).toContain('Fewer than 12 full weeks with enough in them: no limits yet.');
      // Five deployments in each week.
      const frequency = panelOf('Deployment frequency per week');
      expect(plain(await frequency.innerText())).toMatch(/Natural limits (.+) to \1; no week outside\./);
      await lead.getByText('Show as table').click();
      expect(plain(await lead.getByRole('table').innerText())).toMatch(/30 h/);

      // By keyboard: another service, a week of it, and to its page.
      const choice = page.getByRole('combobox', { name: 'Week by week of which service' });
      await choice.focus();
      // All together: sixteen weeks of 5 h, then four of 30 h.
      await choice.selectOption('everything');
      await page.getByText(/Natural limits 5\sh to 5\sh; outside: W\d+, W\d+, W\d+, W\d+\./).waitFor();
      await choice.selectOption('ledger');
      await page.waitForURL(/of=ledger/);
      await settled(page);
      expect(await page.evaluate('document.activeElement.tagName')).toBe('SELECT');
      await frequency.getByRole('slider').focus();
      await page.keyboard.press('ArrowLeft');
      await page.keyboard.press('Enter');
      await page.waitForURL(/\/services\/ledger\?metric=deployment-frequency&week=/);
      expect(complaints).toEqual([]);
    });

    it('tells where a team stands, and takes an answer', { timeout: LIMIT_MS }, async () => {
      const { page, complaints } = await opened('/scorecards?team=eng/payments&panel=phase-1');
      expect(await title(page)).toBe('eng/payments: no phase reached yet, maturity level 1');
      const criteria = page.getByRole('table', { name: 'Phase 1: deploy once a week' });
      const rowOf = (id: string) => criteria.getByRole('row').filter({ has: page.getByText(id, { exact: true }) });
      // two services on five days in each of four weeks, of which every change was pushed directly
      expect(plain(await rowOf('1.M4').innerText())).toMatch(/met .*n = 40/);
      expect(plain(await rowOf('1.D4').innerText())).toMatch(/not met 0 of 40 changes by pull request/);
      expect(plain(await rowOf('1.C2').innerText())).toMatch(/unknown nobody has answered/);

      await rowOf('1.C2').locator('summary').focus();
      await page.keyboard.press('Enter');
      await rowOf('1.C2').getByRole('radio', { name: 'yes' }).check();
      await rowOf('1.C2').getByRole('textbox', { name: 'Why' }).fill('Tuesdays <b>and</b> Thursdays');
      await rowOf('1.C2').getByRole('button', { name: 'Write it down' }).click();
      await expect
        .poll(async () => plain(await rowOf('1.C2').innerText()), { timeout: 6 * SETTLES_MS })
        .toMatch(/yes Tuesdays <b>and<\/b> Thursdays \(local, /);
      const check = page.getByRole('table', { name: 'DORA Quick Check, edition 2025' });
      expect(plain(await check.innerText())).toMatch(/Deployment frequency 8\.0 4\.8/);
      expect(complaints).toEqual([]);
    });

    it('leads from what is notable to what it was made from', { timeout: LIMIT_MS }, async () => {
      const { page, complaints } = await opened('/');
      await page.getByRole('link', { name: 'With what changed' }).click();
      await page.waitForURL('**/insights');
      await settled(page);
      // Lead times rose from 5 h to 30 h, together and of each team and service.
      expect(await title(page)).toBe('Acme: 1 number changed, 3 things stand out, 1 milestone reached');
      const items = page.locator('.ins > li');
      expect(plain(await items.first().innerText())).toMatch(
        /^Worse: Change lead time of Acme rose .* to 30 h .*changed .*evidence/,
      );
      expect(plain(await items.nth(1).innerText())).toMatch(
        /^Worse: Change lead time of eng is 30 h .* before, it was 5 h\. stands out .*evidence/,
      );
      const reached = items.filter({ hasText: 'reached' });
      expect(plain(await reached.innerText())).toMatch(/^Better: /);
      await reached.getByRole('link', { name: /^evidence of: / }).click();
      await page.waitForURL(/\/metric\/[a-z-]+\?panel=counted$/);
      await page.goBack();
      await settled(page);
      await items.first().getByRole('link').focus();
      await page.keyboard.press('j');
      await page.keyboard.press('Enter');
      await page.waitForURL(/\/(teams|services|metric|deployments)\/.+/);

      await page.goto(`${site.address}/insights?until=2020-01-06`);
      await settled(page);
      expect(await title(page)).toBe('Acme: nothing notable');
      expect(complaints).toEqual([]);
    });

    it('puts two places side by side, by mouse and by keyboard', { timeout: LIMIT_MS }, async () => {
      const { page, complaints } = await opened('/teams');
      await page.getByRole('link', { name: 'Two side by side' }).click();
      await page.waitForURL('**/compare');
      await page.getByRole('combobox', { name: 'First team' }).selectOption('eng/payments');
      await page.getByRole('combobox', { name: 'Second team' }).selectOption('eng/search');
      await page.waitForURL(/of=eng\/payments&beside=eng\/search/);
      await settled(page);
      expect(await title(page)).toBe('eng/payments beside eng/search');
      const table = page.getByRole('table', { name: 'The five metrics of eng/payments and eng/search' });
      // Nothing of payments failed in 40 deployments, 4 of 20 of search did.
      const rates = plain(await table.getByRole('row').filter({ hasText: 'Change fail rate' }).innerText());
      expect(rates).toMatch(/ 0 % .*0 of 40 deployments.* 20 % .*4 of 20 deployments.* −20 points, beyond chance$/);
      expect(plain(await table.getByRole('row').filter({ hasText: 'Change lead time' }).innerText())).toMatch(
        /30 h .* 30 h .* the same$/,
      );

      // By keyboard: services, one that does not exist, and the nearest that does.
      await page.getByRole('link', { name: 'Services', exact: true }).last().focus();
      await page.keyboard.press('Enter');
      await page.waitForURL(/compare\?by=service/);
      await page.getByRole('combobox', { name: 'First service' }).focus();
      await page.keyboard.type('sea');
      await page.waitForURL(/of=search/);
      await page.goto(`${site.address}/compare?by=service&of=search&beside=ledgr`);
      await settled(page);
      expect(await title(page)).toBe('There is no service “ledgr”');
      await page.getByRole('link', { name: 'ledger', exact: true }).first().click();
      await page.waitForURL(/beside=ledger/);
      await settled(page);
      expect(await title(page)).toBe('search beside ledger');
      await page.keyboard.press('g');
      await page.keyboard.press('i');
      await page.waitForURL('**/insights');
      expect(complaints).toEqual([]);
    });

    it('shows how a scorecard stood when months ended', { timeout: LIMIT_MS }, async () => {
      const { page, complaints } = await opened('/scorecards?team=eng/payments');
      await page.getByRole('button', { name: 'Show the last 6 months' }).focus();
      await page.keyboard.press('Enter');
      const months = page.getByRole('img', { name: /^Phase 1: deploy once a week: / });
      await expect
        .poll(async () => (await months.getAttribute('aria-label'))?.split(';').length, { timeout: LIMIT_MS / 2 })
        .toBe(6);
      expect(plain((await months.getAttribute('aria-label')) ?? '')).toMatch(/; \d+ [A-Z][a-z]+ \d+ of 45$/);
      const panel = page.locator('section').filter({ has: months });
      await panel.getByText('Show as table').click();
      const table = panel.getByRole('table', { name: 'Criteria met at the ends of months, the latest first' });
      expect(await table.getByRole('row').count()).toBe(7);
      expect(plain(await table.innerText())).toMatch(/Phase 1.*no phase, level 1 \d+\/45/s);
      await expectFitForAll(page);
      expect(complaints).toEqual([]);
    });

    it('says when there is too little to find anything', { timeout: LIMIT_MS }, async () => {
      const { page, complaints } = await opened('/outliers?by=service&until=2020-01-06');
      expect(await title(page)).toBe('Too little to judge');
      await page.getByText('Nothing was judged, so nothing could be found.').waitFor();
      expect(await page.getByText('No service has deployed anything in this window.').count()).toBe(2);
      expect(complaints).toEqual([]);
    });

    it('shows what could not be understood, and reads it again', { timeout: LIMIT_MS }, async () => {
      const { page, complaints } = await opened('/data');
      expect(await title(page)).toBe('1 delivery could not be understood');
      await page.getByRole('button', { name: 'Read it again' }).click();
      await page.getByText('1 delivery is read again').first().waitFor();
      expect(complaints).toEqual([]);
    });
  });

  describe('by keyboard', () => {
    it('goes everywhere, moves the window, finds and explains', { timeout: LIMIT_MS }, async () => {
      const { page, complaints } = await opened('/');
      await page.keyboard.press('g');
      await page.keyboard.press('t');
      await page.getByRole('heading', { level: 1, name: '3 teams' }).waitFor();
      await settled(page);
      await page.keyboard.press('j');
      await page.keyboard.press('j');
      await page.keyboard.press('Enter');
      await page.waitForURL('**/teams/eng/payments*');
      await settled(page);

      await page.keyboard.press('[');
      await page.waitForURL(/until=/);
      await page.keyboard.press('.');
      await page.waitForURL((url) => !url.search.includes('until='));
      await settled(page);
      await page.keyboard.press('e');
      expect(await page.evaluate('document.activeElement.id')).toBe('explain');

      await page.locator('[role=slider]').focus();
      await page.keyboard.press('Home');
      await page.keyboard.press('End');
      await page.keyboard.press('ArrowLeft');
      await page.keyboard.press('Enter');
      await page.waitForURL(/week=/);
      await page.keyboard.press('Escape');
      await page.waitForURL((url) => !url.search.includes('week='));

      await page.keyboard.press('/');
      await page.getByRole('combobox', { name: /^Team, service/ }).waitFor();
      await page.keyboard.type('searc');
      await page.getByRole('option', { name: /search\s+service/ }).waitFor();
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      await page.waitForURL('**/services/search*');
      await settled(page);
      await page.keyboard.press('?');
      await page.getByRole('dialog', { name: 'Keys' }).waitFor();
      await page.keyboard.press('Escape');
      expect(await page.getByRole('dialog').count()).toBe(0);
      expect(complaints).toEqual([]);
    });

    it('can do without single keys', { timeout: LIMIT_MS }, async () => {
      const { page } = await opened('/');
      await page.keyboard.press('?');
      await page.getByRole('checkbox', { name: 'Single keys are on' }).uncheck();
      await page.keyboard.press('Escape');
      await page.keyboard.press('/');
      await page.keyboard.press('g');
      await page.keyboard.press('t');
      expect(await page.getByRole('dialog').count()).toBe(0);
      expect(new URL(page.url()).pathname).toBe('/');
    });
  });

  describe('a wrong address', () => {
    it('says what is wrong and what exists', { timeout: LIMIT_MS }, async () => {
      const { page } = await opened('/teams/eng/paymnts');
      expect(await title(page)).toBe('There is no team “eng/paymnts”');
      await page.getByRole('link', { name: 'eng/payments' }).first().click();
      await page.waitForURL('**/teams/eng/payments*');

      await page.goto(`${site.address}/?until=2026-02-30`);
      await page.getByText('is no day of the calendar').waitFor();
      await page.goto(`${site.address}/services/serch`);
      await page.getByRole('link', { name: 'search', exact: true }).first().waitFor();
      await page.goto(`${site.address}/metric/speed`);
      await page.getByRole('link', { name: 'change-lead-time' }).first().waitFor();
      await page.goto(`${site.address}/?team=nobody`);
      await page
        .getByText(/There are: eng/)
        .first()
        .waitFor();
      await page.goto(`${site.address}/deployments/none`);
      await page.getByRole('heading', { name: 'There is no such deployment' }).waitFor();
    });
  });

  it('shows hostile names as the text they are', { timeout: LIMIT_MS }, async () => {
    const { page, complaints } = await opened(`/services/${encodeURIComponent(hostile.service)}?until=${nextMonday()}`);
    expect(await title(page)).toContain(hostile.service);
    const { deployments } = await site.client.graphql<{ deployments: { nodes: { id: string }[] } }>(
      'query ($name: String!) { deployments(first: 1, where: { services: [$name] }) { nodes { id } } }',
      { name: hostile.service },
    );
    await page.goto(`${site.address}/deployments/${deployments.nodes[0]?.id}`);
    await settled(page);
    expect(await title(page)).toContain(hostile.version);
    expect(await page.locator('main').innerText()).toContain(hostile.title);
    expect(await page.locator('a[href^="javascript"]').count()).toBe(0);
    await page.goto(`${site.address}/data`);
    await settled(page);
    expect(await page.title()).not.toBe('owned');
    expect(await page.locator('main img, main script').count()).toBe(0);
    expect(complaints).toEqual([]);
  });

  describe.each([...worldPages, FAILED])('%s', (path) => {
    it('has nothing serious for axe-core in light and dark, and fits a phone', { timeout: LIMIT_MS }, async () => {
      const { page, complaints } = await opened(path === FAILED ? `/deployments/${await latestFailed()}` : path);
      await expectFitForAll(page);
      expect(await page.getByRole('navigation', { name: 'Pages, at the bottom' }).isVisible()).toBe(true);
      expect(complaints).toEqual([]);
    });
  });

  it('prints light, without what can only be clicked', { timeout: LIMIT_MS }, async () => {
    const { page } = await opened('/', { colours: 'dark' });
    await page.emulateMedia({ media: 'print' });
    expect(await page.evaluate('getComputedStyle(document.body.parentElement).backgroundColor')).toBe(
      'rgb(255, 255, 255)',
    );
    expect(await page.locator('.top').isVisible()).toBe(false);
  });
});

function nextMonday(): string {
  const day = new Date(Date.now());
  day.setUTCDate(day.getUTCDate() + 7 - ((day.getUTCDay() + 6) % 7));
  return day.toISOString().slice(0, 10);
}
