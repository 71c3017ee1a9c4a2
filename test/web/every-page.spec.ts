import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { FAILED, flagPages, nightPages, noticePages, worldPages } from './every-page.js';

const router = fileURLToPath(new URL('../../apps/web/src/address/route.ts', import.meta.url));

describe('the pages that are looked at', () => {
  it('are all that the dashboard has', async () => {
    const source = await readFile(router, 'utf8');
    const patterns = [...source.matchAll(/^ {2}\w+: '(\/[^']*)',$/gm)].map(([, pattern = '']) => pattern);
    expect(patterns.length).toBeGreaterThan(20);
    const paths = [...worldPages, FAILED, ...nightPages, ...flagPages, ...noticePages].map((path) =>
      path.replace(/\?.*/, ''),
    );
    const isLooked = (pattern: string): boolean =>
      paths.some((path) =>
        pattern.endsWith('*')
          ? path.startsWith(pattern.slice(0, -1)) && path.length >= pattern.length
          : path === pattern,
      );
    expect(patterns.filter((pattern) => !isLooked(pattern))).toEqual([]);
  });
});
