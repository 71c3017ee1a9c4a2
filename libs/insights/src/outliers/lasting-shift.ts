import {
  type LastingShift,
  lastingShift as shiftIn,
  logSeconds,
  medianOfSorted,
  seededRandom,
  xmr,
  XMR_BASELINE,
} from '@leadline/statistics';
import { type GroupHistory, leadTimesIn, within } from './groups.js';
import { type Judgement, judgementOf, suspectGroup, type Test } from './judgement.js';
import { isMaterial } from './material.js';
import type { NotJudgedReason, Span } from './outlier.js';

const WEEKS = 26;
/** Weeks on either side of a shift. */
const MIN_SEGMENT = 4;
/** Every series is shuffled in the same way: the result depends on nothing but its values. */
const SEED = 20_261_120;
const PERMUTATIONS = 999;
/** In a family of m tests, R of them can be told from chance only by p-values well below 0.05 R / m. */
const PERMUTATIONS_PER_TEST = 40;
const MOST_PERMUTATIONS = 1_000_000;

interface Series {
  readonly name: string;
  readonly deployments: GroupHistory['deployments'];
  readonly weeks: readonly Span[];
  /** Logarithm of the median lead time of each week with deployments. */
  readonly values: readonly number[];
}

/**
 * A new level of lead time that has lasted four weeks or more of the last 26, wherever it began (metrics.md 7.1 c).
 *
 * @param weeks full weeks up to the end of the period, ascending.
 * @param familySize other tests of the scan: the more there are, the finer its p-values must be.
 */
export function lastingShift(
  groups: readonly GroupHistory[],
  { period, weeks, familySize }: { period: Span; weeks: readonly Span[]; familySize: number },
): Judgement {
  const newest = weeks.slice(-WEEKS);
  const series = groups.map((group) => seriesOf(group, newest));
  const isLong = ({ values }: Series): boolean => values.length >= 2 * MIN_SEGMENT;
  const judged = series.filter(isLong);
  const proposed = new Map(judged.flatMap((one) => proposal(one, PERMUTATIONS)));
  const wanted = (PERMUTATIONS_PER_TEST * (familySize + judged.length)) / Math.max(1, proposed.size);
  const permutations = Math.min(MOST_PERMUTATIONS, Math.max(PERMUTATIONS, Math.ceil(wanted)));
  const looked = series.map((one): NotJudgedReason | Test => {
    if (!isLong(one)) return 'too_few';
    if (!proposed.has(one.name)) return { p: 1, suspect: null };
    const [confirmed] = proposal(one, permutations);
    const shift = confirmed?.[1];
    return shift === undefined ? { p: 1, suspect: null } : testOf(one, shift, period);
  });
  return judgementOf('lasting_shift', 'lead_time', looked);
}

function seriesOf({ name, deployments }: GroupHistory, weeks: readonly Span[]): Series {
  const points = weeks.flatMap((week) => {
    const value = medianOfSorted(leadTimesIn(within(deployments, week)).map(logSeconds));
    return value === null ? [] : [{ week, value }];
  });
  return { name, deployments, weeks: points.map(({ week }) => week), values: points.map(({ value }) => value) };
}

/** By name; none: there is no shift, or chance explains it. */
function proposal({ name, values }: Series, permutations: number): (readonly [string, LastingShift])[] {
  const options = { random: seededRandom(SEED), scale: 'log', minSegment: MIN_SEGMENT, permutations } as const;
  const shift = shiftIn(values, options);
  return shift === null ? [] : [[name, shift]];
}

function testOf({ name, deployments, weeks, values }: Series, shift: LastingShift, period: Span): Test {
  const { p, index, effect } = shift;
  const [first, since] = [weeks[0], weeks[index]];
  if (first === undefined || since === undefined) return { p, suspect: null };
  const now = { from: since.from, to: period.to };
  const before = { from: first.from, to: since.from };
  const leadTimes = leadTimesIn(within(deployments, now));
  const center = Math.exp(shift.meanBefore);
  const value = medianOfSorted(leadTimes);
  if (value === null || !isMaterial('lead_time', center, value)) return { p, suspect: null };
  const usual = index >= XMR_BASELINE.fewest ? xmr(values.slice(0, index)) : null;
  return {
    p,
    suspect: suspectGroup({
      rule: 'lasting_shift',
      measure: 'lead_time',
      group: name,
      value,
      n: leadTimes.length,
      span: now,
      against: {
        of: 'history',
        members: index,
        n: leadTimesIn(within(deployments, before)).length,
        center,
        usual: usual && { low: Math.exp(usual.lowerLimit), high: Math.exp(usual.upperLimit) },
        span: before,
      },
      direction: effect > 0 ? 'worse' : 'better',
      isProvisional: false,
    }),
  };
}
