import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { endApps } from '../e2e/app-process.js';
import { describeWithChromium } from './chromium.js';
import { noticePages } from './every-page.js';
import { type Site, startSite } from './site.js';
import { expectFitForAll, settled, visit } from './visit.js';

const LIMIT_MS = 300_000;
const HOUR = 3_600_000;
const plain = (text: string): string => text.replaceAll('\u00a0', ' ').replaceAll(/\s+/g, ' ');
const hostile = '<img src=x onerror="document.title=\'owned\'">';

/** A train that was to leave an hour ago, and has not: an alert is open. */
const train = (now: number): object => ({
  specversion: '1.0',
  id: 'plan',
  source: '/ci/trains',
  type: 'dev.leadline.train_scheduled.recorded',
  time: new Date(now - 2 * HOUR).toISOString(),
  data: { id: hostile, services: ['cart'], plannedAt: new Date(now - HOUR).toISOString() },
});

describeWithChromium('the page of notices', (browser) => {
  let site: Site;
  let receiver: Server;
  /** Ids that came, in their order; the first gets no answer. */
  const came: string[] = [];

  beforeAll(async () => {
    receiver = createServer((request, response) => {
      came.push(String(request.headers['webhook-id']));
      if (came.length === 1) request.socket.destroy();
      else request.resume().on('end', () => response.writeHead(204).end());
    });
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
    const { port } = receiver.address() as AddressInfo;
    const yaml = `
organisation: { name: Acme, timeZone: UTC }
teams: { eng: {} }
services:
  cart: { teams: [eng] }
notifications:
  - { name: pager, via: webhook, url: 'http://127.0.0.1:${port}/', severity: inform }
`;
    site = await startSite(yaml, { LEADLINE_SECRET_PAGER: 'a-key-that-signs-what-the-pager-is-told' });
    const { position } = await site.client.send([train(Date.now())]);
    await site.client.counted(position);
  }, LIMIT_MS);
  afterAll(async () => {
    await endApps();
    receiver.close();
  });

  it('shows what nobody knows of, and has it sent once more, by keyboard', { timeout: LIMIT_MS }, async () => {
    await expect.poll(() => came.length, { timeout: LIMIT_MS / 2 }).toBe(1);
    const { page, complaints, end } = await visit(browser(), `${site.address}/data`);
    await settled(page);
    await page.getByRole('link', { name: 'Notices to channels' }).click();
    await page.waitForURL('**/notices');
    await settled(page);
    expect(plain(await page.locator('h1').innerText())).toBe('1 of 1 notice may not have arrived');
    const row = page.getByRole('table', { name: 'Notices, latest first' }).getByRole('row').last();
    expect(plain(await row.innerText())).toContain(`train late opened ${hostile} pager`);
    expect(plain(await row.innerText())).toContain('nobody knows whether it arrived');
    expect(await page.title()).not.toBe('owned');

    await row.getByRole('button', { name: /^Send the notice to pager of .* once more$/ }).focus();
    await page.keyboard.press('Enter');
    await page.getByText('to be sent once more, within a minute or so').waitFor();
    await page.getByText(/^arrived /).waitFor({ timeout: LIMIT_MS / 2 });
    expect(plain(await page.locator('h1').innerText())).toBe('1 notice, each arrived');
    expect(came).toHaveLength(2);
    expect(came[1]).toBe(came[0]);
    await page.getByRole('link', { name: 'Only what was lost' }).click();
    await page.getByText('Nothing was lost.').waitFor();
    expect(complaints).toEqual([]);
    await end();
  });

  it('leads to the alert it was of, with the rule that opened it', { timeout: LIMIT_MS }, async () => {
    const { page, complaints, end } = await visit(browser(), `${site.address}/notices`);
    await settled(page);
    await page.getByRole('link', { name: 'train late opened' }).click();
    await page.waitForURL('**/alerts');
    await settled(page);
    expect(plain(await page.locator('h1').innerText())).toBe('1 alert is open, none of them urgent');
    const open = page.getByRole('table', { name: 'Alerts that are open' }).getByRole('row').last();
    expect(plain(await open.innerText())).toMatch(
      /^the train has not left <img src=x .*> Train late to be known developers, product .* (3\d|4\d|5\d) min$/,
    );
    expect(await page.title()).not.toBe('owned');

    const rules = page.getByRole('table', { name: 'Rules of alerts' });
    expect(plain(await rules.getByRole('row', { name: /^Train late/ }).innerText())).toMatch(/1 0$/);
    await rules.getByRole('link', { name: 'Train late' }).focus();
    await page.keyboard.press('Enter');
    await page.waitForURL('**/alerts?only=TRAIN_LATE');
    await page.getByRole('heading', { name: 'Open: Train late' }).waitFor();
    await page.getByRole('link', { name: 'Of every rule' }).click();
    await page.getByRole('heading', { name: 'Open', exact: true }).waitFor();
    await open.getByRole('link', { name: 'the train has not left' }).click();
    await page.waitForURL('**/trains/**');
    expect(complaints).toEqual([]);
    await end();
  });

  it.each(noticePages)(
    '%s has nothing serious for axe-core in light and dark, and fits a phone',
    { timeout: LIMIT_MS },
    async (path) => {
      const { page, complaints, end } = await visit(browser(), site.address + path);
      await settled(page);
      await expectFitForAll(page);
      expect(complaints).toEqual([]);
      await end();
    },
  );
});
