import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';

const dist = fileURLToPath(new URL('../../apps/web/dist/', import.meta.url));
const BUDGET = 60_000;

describe('the first load', () => {
  it('has at most 60 kB of compressed script, and no script in the document', async () => {
    const html = await readFile(`${dist}index.html`, 'utf8');
    const sources = [...html.matchAll(/<(?:script[^>]*\ssrc|link[^>]*modulepreload[^>]*\shref)="([^"]+\.js)"/g)].map(
      ([, source = '']) => source,
    );
    expect(sources.length).toBeGreaterThan(0);
    const sizes = await Promise.all(
      sources.map(async (source) => gzipSync(await readFile(dist + source.slice(1)), { level: 9 }).byteLength),
    );
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(BUDGET);
    // The content security policy would not run it.
    expect(html).not.toMatch(/<script(?![^>]*\ssrc=)/);
    expect(html).not.toMatch(/\sstyle="|<style/);
  });
});
