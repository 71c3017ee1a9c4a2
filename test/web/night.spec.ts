import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { endApps } from '../e2e/app-process.js';
import { describeWithChromium } from './chromium.js';
import { nightPages } from './every-page.js';
import { nightEvents, shas, yaml } from './night-world.js';
import { type Site, startSite } from './site.js';
import { accessibilityFindings, expectFitForAll, type Eyes, settled, visit, type Visit } from './visit.js';

const LIMIT_MS = 300_000;
const SETTLES_MS = 30_000;
const plain = (text: string): string => text.replaceAll('\u00a0', ' ').replaceAll(/\s+/g, ' ');

/** But for the note of the browser itself that `/readyz` answered 503: not counted yet. */
const heard = (complaints: readonly string[]): string[] => complaints.filter((text) => !text.includes('status of 503'));

describeWithChromium('work at night', (browser) => {
  let site: Site;
  // The clock of the dashboard shows whole minutes.
  const began = Math.floor(Date.now() / 60_000) * 60_000;
  const visits: Visit[] = [];

  beforeAll(async () => {
    site = await startSite(yaml);
    const { position } = await site.client.send(nightEvents(began));
    await site.client.counted(position);
  }, LIMIT_MS);
  afterEach(() => Promise.all(visits.splice(0).map(({ end }) => end())));
  afterAll(endApps);

  async function opened(path: string, eyes: Eyes = {}): Promise<Visit> {
    const made = await visit(browser(), site.address + path, eyes);
    visits.push(made);
    await settled(made.page);
    return made;
  }
  /** A page that goes on asking is never idle. */
  async function live(path: string, eyes: Eyes = {}): Promise<Visit> {
    const made = await visit(browser(), site.address + path, eyes);
    visits.push(made);
    await made.page.locator('.cands > li').first().waitFor({ timeout: 60_000 });
    await expect.poll(() => made.page.locator('.skeleton').count(), { timeout: 60_000 }).toBe(0);
    return made;
  }
  const title = async (page: Page): Promise<string> => plain(await page.locator('h1').first().innerText());
  const saidOf = (page: Page) => page.getByRole('list', { name: 'What people said, the latest first' });

  it('leads from what is live where to a change that waits', { timeout: LIMIT_MS }, async () => {
    const { page, complaints } = await opened('/environments');
    expect(await title(page)).toBe('cart is 1 change behind in production');
    const table = page.getByRole('table', { name: 'What is live where' });
    expect(plain(await table.innerText())).toMatch(
      /Service staging production cart eng\/shop 2\.cart-s 2 h 2\.cart-1 (?:39|4\d) min/,
    );
    await table.getByRole('link', { name: /−1\schange, 2\sh/ }).click();
    await page.waitForURL(/panel=cart/);
    await page.getByText('production lacks 1 change that staging has').waitFor();
    await page.getByRole('link', { name: '#12 SHOP-7 keep the basket' }).click();
    await page.waitForURL('**/changes/**');
    await settled(page);
    expect(await title(page)).toBe('“SHOP-7 keep the basket” waits for a deployment of cart to production');
    const steps = page.locator('.pipe > li');
    expect(await steps.locator('h3').allInnerTexts()).toEqual(['Opened', 'Merged', 'staging', 'production']);
    expect(plain(await page.locator('[aria-current=step]').innerText())).toMatch(/^production waiting 2 h/);
    const parts = page.getByRole('table', { name: 'Parts of the lead time' });
    expect(plain(await parts.innerText())).toMatch(/review 2 h waiting for deployment so far 5 h/);
    expect(plain(await page.getByRole('table', { name: 'Places' }).innerText())).toMatch(
      /production 2\.cart-1 not yet staging 2\.cart-s yes, since/,
    );
    expect(heard(complaints)).toEqual([]);
  });

  it('shows only what differs, and the whole again', { timeout: LIMIT_MS }, async () => {
    const { page } = await opened('/environments');
    const rows = page.getByRole('table', { name: 'What is live where' }).locator('tbody tr');
    expect(await rows.count()).toBe(2);
    await page.getByRole('link', { name: 'Only drift (1)' }).click();
    await page.waitForURL(/only=drift/);
    await expect.poll(() => rows.count()).toBe(1);
  });

  it('finds a change by whatever a person calls it', { timeout: LIMIT_MS }, async () => {
    const { page, complaints } = await opened('/changes');
    const field = page.getByRole('textbox', { name: 'Commit, pull request or ticket' });
    const basket = '“SHOP-7 keep the basket” waits for a deployment of cart to production';
    for (const text of ['shop-7', '#12', 'https://forge.example/acme/cart/pull/12']) {
      await field.fill(text);
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { level: 1, name: basket }).waitFor();
      await settled(page);
    }
    await field.fill(shas.live.slice(0, 8));
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: '“Count guests” is live everywhere' }).waitFor();
    await field.fill('SHOP-70');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Nothing is known of “SHOP-70”' }).waitFor();
    expect(heard(complaints)).toEqual([]);
  });

  it('leads from the search of every page, and from a commit of a deployment', { timeout: LIMIT_MS }, async () => {
    const { page } = await opened('/deployments/ledger-1');
    await page
      .getByRole('link', { name: shas.ledger.slice(0, 7), exact: true })
      .first()
      .click();
    await page.getByRole('heading', { level: 1, name: '“Round half to even” is live everywhere' }).waitFor();
    await page.keyboard.press('/');
    await page.getByRole('combobox').fill('#12');
    await page.getByRole('option', { name: 'change #12' }).waitFor();
    await page.keyboard.press('Enter');
    await page.waitForURL('**/changes?find=**');
    expect(new URL(page.url()).searchParams.get('find')).toBe('#12');
  });

  it(
    'shows of a deployment what it waited for, its steps and its checks, and where to look further',
    {
      timeout: LIMIT_MS,
    },
    async () => {
      const { page, complaints } = await opened('/deployments/ledger-1');
      const table = page.getByRole('table', { name: 'Gates, steps and checks' });
      const column = async (nth: number): Promise<string[]> =>
        (await table.locator(`tbody td:nth-child(${nth})`).allInnerTexts()).map(plain);
      expect(await column(1)).toEqual([
        'Gate: release manager',
        'It went on',
        'Check of the canary: errors <b>5xx</b>',
      ]);
      expect((await column(3)).map((text) => text.trim())).toEqual([
        'approved by a person after 20 min',
        '10 % of traffic',
        'passed after 2 min',
      ]);
      expect(await page.getByRole('link', { name: 'logs', exact: true }).getAttribute('href')).toBe(
        'https://logs.example/2.ledger-1/production',
      );
      expect(await page.getByRole('link', { name: 'runbook' }).count()).toBe(1);
      expect(heard(complaints)).toEqual([]);
    },
  );

  it('shows on call what changed before, nearest first, and takes one click', { timeout: LIMIT_MS }, async () => {
    const { page, complaints } = await live('/on-call', { colours: 'dark' });
    expect(await title(page)).toBe('Nobody can pay <b>at all</b>');
    const items = page.locator('.cands > li');
    const texts = (await items.allInnerTexts()).map(plain);
    expect(texts.map((text) => /cart 2\.cart-1|flag one-page|ledger 2\.ledger-1/.exec(text)?.[0])).toEqual([
      'cart 2.cart-1',
      'flag one-page',
      'ledger 2.ledger-1',
    ]);
    expect(texts[0]).toMatch(/^10 min before .* same service/);
    expect(texts[1]).toContain('on for 50 %');
    await items.nth(2).getByRole('button', { name: 'This caused it' }).click();
    await page.getByText('Written down: ledger 2.ledger-1 caused it.').first().waitFor();
    await expect
      .poll(async () => plain(await items.nth(2).innerText()), { timeout: SETTLES_MS })
      .toContain('laid to it');
    expect(plain(await saidOf(page).first().innerText())).toMatch(/^local said: a deployment caused it ledger-1 /);
    expect(heard(complaints)).toEqual([]);
  });

  it('is worked with keys alone', { timeout: LIMIT_MS }, async () => {
    const { page, complaints } = await opened('/changes');
    await page.keyboard.press('g');
    await page.keyboard.press('c');
    await page.waitForURL(/\/on-call/);
    await page.locator('.cands > li').first().waitFor();
    // The second key of a sequence is no key of the page it leads to.
    expect(await page.getByText('Written down').count()).toBe(0);
    await page.keyboard.press('j');
    await page.keyboard.press('c');
    await page.getByText('Written down: cart 2.cart-1 caused it.').first().waitFor();
    await page.keyboard.press('n');
    await page.getByText('Written down: no change caused it.').first().waitFor();
    await expect
      .poll(async () => plain(await saidOf(page).first().innerText()), { timeout: SETTLES_MS })
      .toMatch(/^local said: no change caused it .*a deployment caused it cart-1 .* no longer holds/);
    await page.keyboard.press('t');
    expect(await page.evaluate('document.activeElement.type')).toBe('datetime-local');
    await page.keyboard.press('n');
    expect(await saidOf(page).first().getByText('no change caused it').count()).toBe(1);
    expect(heard(complaints)).toEqual([]);
  });

  it('shows what changed before another time', { timeout: LIMIT_MS }, async () => {
    const { page } = await live('/on-call');
    const before = new Date(began - 45 * 60_000).toISOString();
    await page.getByLabel('Another time').fill(before.slice(0, 16));
    await page.waitForURL(/at=/);
    await page.getByRole('heading', { level: 1, name: /^Before \d\d:\d\d$/ }).waitFor();
    await expect
      .poll(async () => (await page.locator('.cands > li h3').allInnerTexts()).map(plain), { timeout: SETTLES_MS })
      .toEqual(['flag one-page on for 50 %', 'ledger 2.ledger-1 to production']);
    await page.getByRole('button', { name: 'Back to what is open' }).click();
    await page.getByRole('heading', { level: 1, name: /Nobody can pay/ }).waitFor();
  });

  describe('a correction', () => {
    it('of a deployment is made by keyboard, in a dialog that keeps the focus', { timeout: LIMIT_MS }, async () => {
      const { page, complaints } = await opened('/deployments/ledger-1');
      const button = page.getByRole('button', { name: 'Correct…' });
      await button.focus();
      await page.keyboard.press('Enter');
      const dialog = page.getByRole('dialog', { name: 'Correct ledger 2.ledger-1' });
      await dialog.waitFor();
      for (let step = 0; step < 12; step += 1) {
        await page.keyboard.press('Tab');
        // Between two rounds the focus is in the browser's own controls.
        expect(await page.evaluate('document.activeElement.closest("dialog, body").tagName')).toMatch(/DIALOG|BODY/);
        expect(
          await page.evaluate(
            'document.querySelector("main").contains(document.activeElement) && document.activeElement.closest("dialog") === null',
          ),
        ).toBe(false);
      }
      await page.keyboard.press('Escape');
      await expect.poll(() => dialog.count()).toBe(0);
      expect(await page.evaluate('document.activeElement.textContent')).toBe('Correct…');

      await page.keyboard.press('Enter');
      await dialog.waitFor();
      // As fast as keys come: what closes the dialog is not heard again after it was opened anew.
      await Promise.all([page.keyboard.press('Escape'), page.keyboard.press('Enter')]);
      await dialog.getByRole('radio', { name: /^This deployment failed/ }).focus();
      await page.keyboard.press('Space');
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('ArrowDown');
      expect(await dialog.getByRole('radio', { name: /counts nowhere/ }).isChecked()).toBe(true);
      await page.keyboard.press('Tab');
      await page.keyboard.type('A test of the pipeline');
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      await expect.poll(() => dialog.count(), { timeout: SETTLES_MS }).toBe(0);
      await saidOf(page).getByText('this deployment counts nowhere').waitFor();
      expect(plain(await saidOf(page).innerText())).toMatch(
        /^local said: this deployment counts nowhere .* “A test of the pipeline” Take it back…$/,
      );
      expect(heard(complaints)).toEqual([]);
    });

    it('of an incident is made by mouse, and names the deployment', { timeout: LIMIT_MS }, async () => {
      const { page, complaints } = await opened('/incidents/PAY-1');
      expect(await title(page)).toBe('Open incident: Nobody can pay <b>at all</b>');
      await page.getByRole('button', { name: 'Correct…' }).click();
      const dialog = page.getByRole('dialog', { name: /^Correct Nobody can pay/ });
      expect(await accessibilityFindings(page)).toEqual([]);
      await dialog.getByRole('radio', { name: /^A deployment caused it/ }).click();
      const choice = dialog.getByRole('combobox', { name: 'Which deployment caused it' });
      await choice.getByRole('option', { name: /2\.cart-1/ }).waitFor({ state: 'attached' });
      await choice.selectOption({ index: 1 });
      await dialog.getByRole('textbox', { name: /^Why/ }).fill('Its log says so');
      await dialog.getByRole('button', { name: 'Write it down' }).click();
      await expect.poll(() => dialog.count(), { timeout: SETTLES_MS }).toBe(0);
      await saidOf(page).getByText('Its log says so').waitFor();
      const causes = page.getByRole('table', { name: 'Deployments it is laid to' });
      expect(plain(await causes.innerText())).toMatch(
        /cart 2\.cart-1 production an incident names it counts as its failure/,
      );
      expect(heard(complaints)).toEqual([]);
    });

    it('without a reason is not sent', { timeout: LIMIT_MS }, async () => {
      const { page } = await opened('/deployments/cart-1');
      await page.getByRole('button', { name: 'Correct…' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('radio', { name: /did not fail/ }).click();
      await dialog.getByRole('button', { name: 'Write it down' }).click();
      expect(await page.evaluate('document.querySelector("dialog textarea").matches(":invalid")')).toBe(true);
      expect(await dialog.count()).toBe(1);
    });
  });

  describe.each(nightPages)('%s', (path) => {
    it('has nothing serious for axe-core in light and dark, and fits a phone', { timeout: LIMIT_MS }, async () => {
      const { page } = await opened(path);
      await expectFitForAll(page, [1350, 1210, 1120, 390, 320]);
    });
  });

  // As soon as there is a token, reading needs one: this comes last.
  it('is refused to a token that may only read, with what it lacks', { timeout: LIMIT_MS }, async () => {
    const { token } = await site.client.admin<{ token: string }>('tokens', {
      name: 'reader',
      scopes: ['metrics:read'],
    });
    const made = await visit(browser(), `${site.address}/on-call`);
    visits.push(made);
    const { page } = made;
    await page.getByLabel('Token', { exact: true }).first().fill(token);
    await page.getByRole('button', { name: 'Use it' }).first().click();
    await page.getByRole('heading', { level: 1, name: /Nobody can pay/ }).waitFor();
    await page.getByRole('button', { name: /^Not a failure/ }).click();
    const alert = page.getByRole('alert').filter({ hasText: 'Nothing was written down' });
    await alert.waitFor();
    expect(plain(await alert.innerText())).toContain('The token lacks the scope corrections:write');
    await page.getByRole('button', { name: 'Correct…' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('radio', { name: /never was a failure/ }).click();
    await dialog.getByRole('textbox').fill('Only a drill');
    await dialog.getByRole('button', { name: 'Write it down' }).click();
    await dialog.getByRole('alert').getByText('The token lacks the scope corrections:write').waitFor();
    expect(await dialog.getByLabel('Token', { exact: true }).count()).toBe(1);
  });
});
