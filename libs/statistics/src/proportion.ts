/** Throws unless k of n is a proportion: whole numbers, 0 <= k <= n. */
export function assertProportion(k: number, n: number): void {
  if (!Number.isSafeInteger(k) || !Number.isSafeInteger(n) || k < 0 || k > n) {
    throw new RangeError(`${k} of ${n} is no proportion: whole numbers with 0 <= k <= n are`);
  }
}
