import { energySplitter, type SplitCandidate } from './e-divisive.js';
import { mean, sumOfSquaredDeviations } from './moments.js';
import { twoSidedStudentP } from './student.js';

export interface HunterOptions {
  /** Values in a sliding window; it moves on by half of that. Default 50. */
  readonly windowLength?: number;
  /** p-value a change must stay below. It is not corrected for the search: 0.001 finds a change in 2.3 % of pure noise. */
  readonly maxPValue?: number;
  /** Smallest relative change that is kept, as a fraction. Default 0. */
  readonly minMagnitude?: number;
}

export interface HunterChange {
  /** Index of the first value of the new level. */
  readonly index: number;
  /** Of the t-test between the two neighbouring segments. */
  readonly p: number;
  readonly meanBefore: number;
  readonly meanAfter: number;
}

/**
 * Lasting changes of level: energy distance proposes splits in sliding windows with a relaxed p-value, then the weakest
 * are merged away until all that are left hold against their neighbours.
 *
 * Source: Fleming et al., "Hunter: Using Change Point Detection to Hunt for Performance Regressions", ICPE 2023,
 * doi 10.1145/3578244.3583719, as in Apache Otava 0.8.0 (which tests with population standard deviations).
 */
export function hunter(values: readonly number[], options: HunterOptions = {}): HunterChange[] {
  const { windowLength = 50, maxPValue = 0.001, minMagnitude = 0 } = options;
  if (!(windowLength >= 2)) {
    throw new RangeError(`A window holds at least 2 values, not ${windowLength}`);
  }
  const proposals = proposeInWindows(values, windowLength, relaxed(maxPValue));
  return mergeWeakest(values, proposals, maxPValue, minMagnitude);
}

function relaxed(maxPValue: number): number {
  if (maxPValue < 0.05) {
    return maxPValue * 10;
  }
  return maxPValue < 0.5 ? maxPValue * 2 : maxPValue;
}

function proposeInWindows(values: readonly number[], windowLength: number, maxPValue: number): number[] {
  const step = Math.floor(windowLength / 2);
  const proposals = new Set<number>();
  for (let start = 0; start < values.length;) {
    const found = splitRepeatedly(values.slice(start, start + windowLength), maxPValue).map((index) => index + start);
    found.forEach((index) => proposals.add(index));
    start = Math.max(found.at(-1) ?? 0, start + step);
  }
  return ascendingIndices(proposals);
}

/** Splits at the strongest candidate of all segments until that one is not significant. */
function splitRepeatedly(values: readonly number[], maxPValue: number): number[] {
  const strongestSplit = energySplitter(values);
  let changes: number[] = [];
  for (;;) {
    const bounds = [0, ...changes, values.length];
    const candidate = bounds
      .slice(1)
      .map((end, index) => strongestSplit(bounds[index] ?? 0, end))
      .reduce(stronger, null);
    if (candidate === null) {
      return changes;
    }
    const split = ascendingIndices([...changes, candidate.index]);
    // The negation also stops at a p-value that does not exist (two equal constant segments).
    if (!(changeAt(values, split, split.indexOf(candidate.index)).p <= maxPValue)) {
      return changes;
    }
    changes = split;
  }
}

function stronger(best: SplitCandidate | null, next: SplitCandidate | null): SplitCandidate | null {
  return best === null || (next !== null && next.distance > best.distance) ? next : best;
}

/**
 * Drops the weakest change until all hold. As in Otava 0.8.0, the two changes that follow a dropped one are judged anew,
 * while the one before it keeps its judgement against the segment that has since grown.
 */
function mergeWeakest(
  values: readonly number[],
  proposals: readonly number[],
  maxPValue: number,
  minMagnitude: number,
): HunterChange[] {
  let changes = proposals.map((_, position) => changeAt(values, proposals, position));
  for (;;) {
    const dropped = weakest(changes, maxPValue, minMagnitude);
    if (dropped === null) {
      return changes;
    }
    const kept = changes.filter((change) => change !== dropped);
    const indices = kept.map(({ index }) => index);
    const next = changes.indexOf(dropped);
    changes = kept.map((change, position) =>
      position === next || position === next + 1 ? changeAt(values, indices, position) : change,
    );
  }
}

/** The least certain change, or, when all are certain, the smallest; null when that one may stay too. */
function weakest(changes: readonly HunterChange[], maxPValue: number, minMagnitude: number): HunterChange | null {
  const [first, ...others] = changes;
  if (first === undefined) {
    return null;
  }
  const leastCertain = others.reduce((a, b) => (b.p > a.p ? b : a), first);
  if (!(leastCertain.p < maxPValue)) {
    return leastCertain;
  }
  const smallest = others.reduce((a, b) => (magnitude(b) < magnitude(a) ? b : a), first);
  return magnitude(smallest) > minMagnitude ? null : smallest;
}

/** The larger of the relative changes forward and backward, as a fraction; from or to a mean of 0 counts as none. */
function magnitude({ meanBefore, meanAfter }: HunterChange): number {
  const relative = (from: number, to: number): number => (from === 0 ? 0 : Math.abs(to / from - 1));
  return Math.max(relative(meanBefore, meanAfter), relative(meanAfter, meanBefore));
}

/** The change at one position of an ascending list, judged against the segments up to its neighbours. */
function changeAt(values: readonly number[], changes: readonly number[], position: number): HunterChange {
  const index = changes[position] ?? 0;
  const before = values.slice(changes[position - 1] ?? 0, index);
  const after = values.slice(index, changes[position + 1] ?? values.length);
  const meanBefore = mean(before) ?? 0;
  const meanAfter = mean(after) ?? 0;
  return { index, meanBefore, meanAfter, p: pooledTTest(before, after, meanAfter - meanBefore) };
}

/** Student's test with the population variances that Otava passes in the place of sample variances. */
function pooledTTest(before: readonly number[], after: readonly number[], difference: number): number {
  const degreesOfFreedom = before.length + after.length - 2;
  if (degreesOfFreedom <= 0) {
    return 1;
  }
  const pooledVariance = (weightedVariance(before) + weightedVariance(after)) / degreesOfFreedom;
  if (pooledVariance === 0) {
    return difference === 0 ? NaN : 0;
  }
  const error = Math.sqrt(pooledVariance * (1 / before.length + 1 / after.length));
  return twoSidedStudentP(difference / error, degreesOfFreedom);
}

function weightedVariance(values: readonly number[]): number {
  return ((values.length - 1) * sumOfSquaredDeviations(values)) / values.length;
}

function ascendingIndices(indices: Iterable<number>): number[] {
  return [...indices].sort((a, b) => a - b);
}
