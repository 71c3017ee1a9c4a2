import { describe, expect, it } from 'vitest';
import { targetText } from './target-text.js';

describe('what guides ask of a metric', () => {
  it.each([
    [{ is: 'AT_LEAST', value: 0.95, unit: 'RATIO', of: null }, 'at least 95 %.'],
    [{ is: 'BELOW', value: 600, unit: 'SECONDS', of: null }, 'below 10 min.'],
    [{ is: 'AT_MOST', value: 0.2, unit: 'RATIO', of: 'worstRelease' }, 'at most 20 %, of worst release.'],
    [{ is: 'BELOW', value: 172_800, unit: 'SECONDS', of: 'oldest' }, 'below 48 h, of oldest.'],
    [{ is: 'AT_MOST', value: 2, unit: 'FACTOR', of: null }, 'at most 2 ×.'],
  ] as const)('%o', (target, text) => {
    expect(targetText(target).replaceAll('\u00a0', ' ')).toBe(`Guides customarily ask for ${text}`);
  });
});
