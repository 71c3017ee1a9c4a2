import { afterAll, beforeAll, expect, it } from 'vitest';
import { endApps } from '../e2e/app-process.js';
import { describeWithChromium } from './chromium.js';
import { type Site, startSite } from './site.js';
import { accessibilityFindings, settled, visit } from './visit.js';

const LIMIT_MS = 300_000;

describeWithChromium('the first run', (browser) => {
  let site: Site;
  beforeAll(async () => {
    site = await startSite('organisation: { name: Acme, timeZone: UTC }\n');
  }, LIMIT_MS);
  afterAll(endApps);

  it('leads to the first source, and shows the first number by itself', { timeout: LIMIT_MS }, async () => {
    const { page, complaints, end } = await visit(browser(), site.address);
    await page.getByRole('heading', { level: 1, name: 'No deployments yet. Connect the first source.' }).waitFor();
    await page.getByText('nothing received yet').waitFor();
    expect(await accessibilityFindings(page)).toEqual([]);

    // What the page shows is what a reader copies; it must be an event that counts.
    await page.getByRole('button', { name: /HTTP/ }).click();
    const command = await page.locator('pre.code').innerText();
    expect(command).toContain(`${site.address}/events`);
    const event: unknown = JSON.parse(/--data '([\s\S]+)'/.exec(command)?.[1] ?? '');
    await site.client.send(event);

    await page.getByRole('heading', { level: 1, name: /^Acme/ }).waitFor({ timeout: 30_000 });
    await settled(page);
    // Its week is not over, so the window moved on to it.
    expect(new URL(page.url()).searchParams.get('until')).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    const frequency = page.getByRole('region', { name: 'Deployment frequency' });
    expect(await frequency.innerText()).toContain('1\u00a0deployment');
    expect(complaints).toEqual([]);
    await end();
  });
});
