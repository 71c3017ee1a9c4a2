import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { expect } from 'vitest';

export interface Visit {
  readonly page: Page;
  /** Everything the page complained about: errors of scripts, refusals of the content security policy. */
  readonly complaints: readonly string[];
  readonly end: () => Promise<void>;
}

export interface Eyes {
  readonly colours?: 'light' | 'dark';
  readonly width?: number;
  readonly height?: number;
}

/** Looks at a page of the dashboard, as a reader does. */
export async function visit(
  browser: Browser,
  address: string,
  { colours = 'light', width = 1440, height = 900 }: Eyes = {},
): Promise<Visit> {
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: colours,
    timezoneId: 'UTC',
    reducedMotion: 'reduce',
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  await page.goto(address);
  return { page, complaints, end: () => context.close() };
}

/** Until everything the page asked for is there. */
export async function settled(page: Page): Promise<void> {
  await page.locator('h1').first().waitFor({ timeout: 60_000 });
  await page.waitForLoadState('networkidle');
  await expect.poll(() => page.locator('.skeleton').count(), { timeout: 60_000 }).toBe(0);
}

interface Finding {
  readonly id: string;
  readonly impact: string | null;
  readonly nodes: readonly { readonly target: readonly unknown[]; readonly failureSummary?: string }[];
}

/** Serious and critical findings of axe-core on the page as it is. */
export async function accessibilityFindings(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const found = await page.evaluate<{ violations: Finding[] }>(
    `axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })`,
  );
  return found.violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id} at ${target.join(' ')}: ${failureSummary ?? ''}`),
    );
}

const SETTLES_MS = 30_000;
const PHONES = [390, 320] as const;

/** A page as those see it who need contrast, a screen reader or a phone: light and dark, and at each width nothing sticks out. */
export async function expectFitForAll(page: Page, widths: readonly number[] = PHONES): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    expect(await accessibilityFindings(page), `in ${colorScheme}`).toEqual([]);
  }
  for (const width of widths) {
    await page.setViewportSize({ width, height: 844 });
    // A chart is drawn anew for the width it is given.
    await expect.poll(() => sideways(page), { message: `at ${width}`, timeout: SETTLES_MS }).toBe(0);
  }
  expect(await accessibilityFindings(page), 'on a phone').toEqual([]);
}

/** How much wider the page is than the window. */
const sideways = (page: Page): Promise<number> =>
  page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth');
