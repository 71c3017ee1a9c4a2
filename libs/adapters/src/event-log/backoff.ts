const FIRST_MS = 100;
const LONGEST_MS = 10_000;

/** How long a rejected batch rests before it comes again: 100 ms after the first rejection, doubling to 10 s. */
export function backoffMs(rejections: number): number {
  return Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(rejections - 1, 20));
}
