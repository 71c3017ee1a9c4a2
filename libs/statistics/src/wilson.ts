import type { Interval } from './interval.js';
import { criticalZ } from './normal.js';
import { assertProportion } from './proportion.js';

/**
 * Wilson score interval of k of n, as fractions; null of none (n = 0). The lower end is exactly 0 at k = 0, the upper
 * end exactly 1 at k = n.
 *
 * Source: E. B. Wilson, "Probable Inference, the Law of Succession, and Statistical Inference", JASA 22 (1927), 209-212.
 */
export function wilson(k: number, n: number, confidence: number): Interval | null {
  assertProportion(k, n);
  if (n === 0) {
    return null;
  }
  const z = criticalZ(confidence);
  const p = k / n;
  const scale = 1 + (z * z) / n;
  const center = (p + (z * z) / (2 * n)) / scale;
  const half = (z / scale) * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n));
  return { low: k === 0 ? 0 : Math.max(0, center - half), high: k === n ? 1 : Math.min(1, center + half) };
}

/** Wilson 95 % interval of k of n, as fractions; null of none (n = 0). */
export function wilson95(k: number, n: number): Interval | null {
  return wilson(k, n, 0.95);
}
