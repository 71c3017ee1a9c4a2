/**
 * docs/pictures/*.png, the dashboard as the README shows it: `npm run pictures -- [address]` takes them of a running
 * Leadline, by default the demo at http://127.0.0.1:4000.
 */
import { mkdir, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { chromiumFlags, chromiumNames, chromiumPath } from './chromium.ts';

const root = join(import.meta.dirname, '..');
const folder = join(root, 'docs', 'pictures');
const MOST_BYTES = 300_000;
const [address = 'http://127.0.0.1:4000'] = process.argv.slice(2);

interface Picture {
  readonly name: string;
  readonly path: string;
  /** In CSS pixels; the page is cut there. */
  readonly height: number;
}

const executablePath = chromiumPath(process.env);
if (executablePath === undefined) throw new Error(`none of ${chromiumNames.join(', ')} is installed`);
const browser = await chromium.launch({ executablePath, args: chromiumFlags });
try {
  await mkdir(folder, { recursive: true });
  for (const picture of await picturesOf(browser)) {
    for (const colours of ['light', 'dark'] as const) await take(browser, picture, colours);
  }
} finally {
  await browser.close();
}

/** Eight weeks: long enough for the demo's teams to have changed. */
async function picturesOf(browser: Browser): Promise<readonly Picture[]> {
  const team = await teamWithFinding(browser);
  return [
    { name: 'overview', path: '/?weeks=8', height: 1_320 },
    { name: 'team', path: `/teams/${team}?weeks=8`, height: 1_180 },
    { name: 'explain', path: '/metric/change-fail-rate?weeks=8&panel=above', height: 1_180 },
    { name: 'deployment', path: `/deployments/${await telling()}`, height: 1_000 },
  ];
}

async function take(browser: Browser, { name, path, height }: Picture, colours: 'light' | 'dark'): Promise<void> {
  const page = await looking(browser, colours);
  await opened(page, path);
  const file = join(folder, `${name}-${colours}.png`);
  const whole = await page.evaluate<number>('document.documentElement.scrollHeight');
  await page.screenshot({
    path: file,
    fullPage: true,
    clip: { x: 0, y: 0, width: 1440, height: Math.min(height, whole) },
  });
  await page.context().close();
  const { size } = await stat(file);
  console.log(`${relative(root, file)} ${Math.round(size / 1000)} kB`);
  if (size > MOST_BYTES) throw new Error(`${relative(root, file)} is larger than ${MOST_BYTES} bytes`);
}

async function looking(browser: Browser, colorScheme: 'light' | 'dark'): Promise<Page> {
  const viewport = { width: 1440, height: 900 };
  const context = await browser.newContext({
    viewport,
    colorScheme,
    reducedMotion: 'reduce',
    timezoneId: 'Europe/Berlin',
  });
  return context.newPage();
}

async function opened(page: Page, path: string): Promise<void> {
  await page.goto(address + path, { waitUntil: 'networkidle', timeout: 120_000 });
  await page.locator('h1').first().waitFor({ timeout: 120_000 });
  await page.locator('.skeleton').first().waitFor({ state: 'detached', timeout: 120_000 });
  await page.waitForLoadState('networkidle');
}

/** A team below another whose lead time moved, else one of which anything did, else any. */
async function teamWithFinding(browser: Browser): Promise<string> {
  const page = await looking(browser, 'light');
  await opened(page, '/teams?weeks=8');
  const namesIn = (rows: string): Promise<string[]> => page.locator(`${rows} td.t`).allInnerTexts();
  const moved = ':has(.delta.worse, .delta.better)';
  const names = [
    ...(await namesIn(`tbody tr:has(td:nth-child(2) .delta.worse)`)),
    ...(await namesIn(`tbody tr${moved}`)),
    ...(await namesIn('tbody tr')),
  ];
  await page.context().close();
  return names.find((name) => name.includes('/')) ?? names[0] ?? '';
}

/** The failed deployment of which most is known. */
async function telling(): Promise<string> {
  const query =
    '{ deployments(first: 60, where: { failed: true }) { nodes { id changeCount reasons { rule impactAt } } } }';
  const answer = await fetch(`${address}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  });
  const { data } = (await answer.json()) as { data: { deployments: { nodes: Failed[] } } };
  const worth = ({ reasons, changeCount }: Failed): number =>
    reasons.length * 10 + reasons.filter(({ impactAt }) => impactAt !== null).length * 5 + Math.min(changeCount, 4);
  return data.deployments.nodes.toSorted((a, b) => worth(b) - worth(a))[0]?.id ?? '';
}

interface Failed {
  readonly id: string;
  readonly changeCount: number;
  readonly reasons: readonly { readonly impactAt: string | null }[];
}
