/** Chance that repeats itself: the same seed, the same run. */
export interface Chance {
  /** An integer of [least, most]. */
  readonly integer: (least: number, most: number) => number;
  readonly shuffled: <T>(items: readonly T[]) => T[];
}

/** Mulberry32 (Tommy Ettinger, public domain): 32 bits of state are plenty for choosing moments. */
export function chanceOf(seed: number): Chance {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const integer = (least: number, most: number): number => least + Math.floor(next() * (most - least + 1));
  return {
    integer,
    shuffled: (items) =>
      items
        .map((item) => ({ item, order: next() }))
        .toSorted((a, b) => a.order - b.order)
        .map(({ item }) => item),
  };
}
