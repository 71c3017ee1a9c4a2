import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromiumFlags, chromiumNames, chromiumPath } from '../../tools/chromium.js';

const STARTING_MS = 60_000;

/**
 * A suite that needs a real browser, which is closed after it. Without one it is skipped with the reason, or fails where
 * LEADLINE_REQUIRE_CHROMIUM is 1, as in CI.
 */
export function describeWithChromium(name: string, suite: (browser: () => Browser) => void): void {
  const path = chromiumPath(process.env);
  describe(`${name} in Chromium`, () => {
    if (path !== undefined) {
      let browser: Browser | undefined;
      beforeAll(async () => {
        browser = await chromium.launch({ executablePath: path, args: chromiumFlags });
      }, STARTING_MS);
      afterAll(() => browser?.close());
      suite(() => {
        if (browser === undefined) throw new Error('Chromium has not started');
        return browser;
      });
      return;
    }
    it('needs Chromium', ({ skip }) => {
      const missing = `no Chromium: LEADLINE_CHROMIUM names none, and none of ${chromiumNames.join(', ')} is installed`;
      expect(process.env['LEADLINE_REQUIRE_CHROMIUM'], missing).not.toBe('1');
      skip(missing);
    });
  });
}
