/** The split of a segment at which its two parts differ most in distribution. */
export interface SplitCandidate {
  /** Index of the first value of the later part. */
  readonly index: number;
  /** Scaled energy distance of the two parts. */
  readonly distance: number;
}

/**
 * Finds in any segment [start, end) of the values the split with the largest energy distance, where the later part may
 * stop before the segment does, so that a change back does not hide a change. Ties: the earliest split.
 *
 * Source: Matteson and James, "A Nonparametric Approach for Multiple Change Point Analysis of Multivariate Data", JASA 109
 * (2014), 334-345, equations 5 to 8 with alpha = 1.
 */
export function energySplitter(values: readonly number[]): (start: number, end: number) => SplitCandidate | null {
  const distancesToEarlier = cumulativeDistances(values);
  const between = (at: number, from: number, to: number): number => {
    const row = distancesToEarlier[at];
    return (row?.[to] ?? 0) - (row?.[from] ?? 0);
  };
  return (start, end) => {
    let best: SplitCandidate | null = null;
    let withinEarlier = 0;
    for (let split = start + 1; split < end; split += 1) {
      withinEarlier += between(split - 1, start, split - 1);
      let across = 0;
      let withinLater = 0;
      for (let stop = split + 1; stop <= end; stop += 1) {
        across += between(stop - 1, start, split);
        withinLater += between(stop - 1, split, stop - 1);
        const distance = energyDistance(split - start, stop - split, across, withinEarlier, withinLater);
        if (best === null || distance > best.distance) {
          best = { index: split, distance };
        }
      }
    }
    return best;
  };
}

function energyDistance(n: number, m: number, across: number, withinEarlier: number, withinLater: number): number {
  const earlier = n > 1 ? (m / (n - 1)) * withinEarlier : 0;
  const later = m > 1 ? (n / (m - 1)) * withinLater : 0;
  return (2 / (n + m)) * (across - earlier - later);
}

/** Row j, column i: the distances of value j to the values 0..i-1, added up. */
function cumulativeDistances(values: readonly number[]): Float64Array[] {
  return values.map((value) => {
    const row = new Float64Array(values.length + 1);
    values.forEach((other, index) => {
      row[index + 1] = (row[index] ?? 0) + Math.abs(other - value);
    });
    return row;
  });
}
