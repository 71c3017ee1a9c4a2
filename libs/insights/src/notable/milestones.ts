import { fewestSamples, metricById } from '@leadline/metrics';
import { counted, sampleSize, valueText } from '../wording/quantities.js';
import { type DoraMetricId, shortTitles } from './figures.js';

/** A metric in a full week. */
export interface MetricWeek {
  readonly value: number | null;
  /** What its value was made from: deployments of a rate, samples of a duration. */
  readonly n: number;
  /** DORA's ordinal answer, 1 to 6, where the whole interval lies in one; null: not shown. */
  readonly level: number | null;
}

export interface MilestoneFacts {
  /** Full weeks up to the end of the window, oldest first. */
  readonly weeks: ReadonlyMap<DoraMetricId, readonly MetricWeek[]>;
  /** How many of them are in the window: what was reached before is not told again. */
  readonly weeksInWindow: number;
  /** Counted deployments of the last 90 days; null: it is not known for so long. */
  readonly quarter: { readonly failed: number; readonly total: number } | null;
  /** The latest failed deployments, latest first: seconds until recovered; null: not yet. */
  readonly recoveries: readonly (number | null)[];
}

export interface Milestone {
  readonly reached: 'level' | 'best_week' | 'no_failure' | 'fast_recoveries';
  readonly metric: DoraMetricId;
  /** A sentence with its numbers. */
  readonly text: string;
}

/** Full weeks a level has to hold (metrics.md 10). */
const HELD_WEEKS = 4;
const BEST_OF_WEEKS = 26;
const FEWEST_OTHER_WEEKS = 13;
const RECOVERIES_IN_A_ROW = 5;
const HOUR = 3_600;

/** What was reached and held, never what was lost (metrics.md 10). */
export function milestonesIn(facts: MilestoneFacts, name: string): Milestone[] {
  const byMetric = [...facts.weeks].flatMap(([metric, weeks]) => [
    ...heldLevel(metric, weeks, { name, weeksInWindow: facts.weeksInWindow }),
    ...bestWeek(metric, weeks, name),
  ]);
  return [...withoutFailure(facts, name), ...fastRecoveries(facts, name), ...byMetric];
}

function heldLevel(
  metric: DoraMetricId,
  weeks: readonly MetricWeek[],
  { name, weeksInWindow }: { readonly name: string; readonly weeksInWindow: number },
): Milestone[] {
  const last = weeks.slice(-HELD_WEEKS).map((week) => levelIn(metric, week));
  if (last.length < HELD_WEEKS || last.includes(null)) return [];
  const level = Math.min(...last.map((value) => value ?? 0));
  const holds = weeks.map((week) => (levelIn(metric, week) ?? 0) >= level);
  const running = holds.toReversed().findIndex((held) => !held);
  const weeksHeld = running === -1 ? weeks.length : running;
  // Held from the first week that is known: nobody saw it being reached.
  if (weeksHeld === weeks.length || weeksHeld - HELD_WEEKS >= weeksInWindow) return [];
  const earlier = holds.slice(0, -weeksHeld);
  const isFirst = earlier.length >= BEST_OF_WEEKS && longestRun(earlier) < HELD_WEEKS;
  const since = isFirst ? `, for the first time in ${counted(weeks.length, 'week')}` : '';
  return [
    {
      reached: 'level',
      metric,
      text: `${shortTitles[metric]} of ${name} has held level ${level} of 6 for four full weeks${since}.`,
    },
  ];
}

function longestRun(holds: readonly boolean[]): number {
  let [longest, current] = [0, 0];
  for (const held of holds) {
    current = held ? current + 1 : 0;
    longest = Math.max(longest, current);
  }
  return longest;
}

const levelIn = (metric: DoraMetricId, week: MetricWeek): number | null => (isEnough(metric, week) ? week.level : null);

const isEnough = (metric: DoraMetricId, { n }: MetricWeek): boolean => n >= Math.max(1, fewestSamples(metric));

function bestWeek(metric: DoraMetricId, weeks: readonly MetricWeek[], name: string): Milestone[] {
  const known = weeks.slice(-BEST_OF_WEEKS).filter((week) => week.value !== null && isEnough(metric, week));
  const [last, others] = [weeks.at(-1), known.slice(0, -1)];
  if (last === undefined || last !== known.at(-1) || last.value === null) return [];
  if (weeks.length < BEST_OF_WEEKS || others.length < FEWEST_OTHER_WEEKS) return [];
  const { better, unit } = metricById(metric);
  const value = last.value;
  const isBest = others.every((other) =>
    better === 'HIGHER' ? value > (other.value ?? 0) : value < (other.value ?? 0),
  );
  const best = `${valueText(value, unit)} (${sampleSize(last.n)})`;
  return isBest
    ? [
        {
          reached: 'best_week',
          metric,
          text: `${shortTitles[metric]} of ${name} had its best full week in ${BEST_OF_WEEKS}: ${best}.`,
        },
      ]
    : [];
}

function withoutFailure({ quarter }: MilestoneFacts, name: string): Milestone[] {
  if (quarter === null || quarter.failed > 0 || quarter.total < fewestSamples('CHANGE_FAIL_RATE')) return [];
  const text = `90 days without a failed deployment of ${name} (${counted(quarter.total, 'deployment')}).`;
  return [{ reached: 'no_failure', metric: 'CHANGE_FAIL_RATE', text }];
}

function fastRecoveries({ recoveries }: MilestoneFacts, name: string): Milestone[] {
  const latest = recoveries.slice(0, RECOVERIES_IN_A_ROW);
  if (latest.length < RECOVERIES_IN_A_ROW || latest.some((seconds) => seconds === null || seconds >= HOUR)) return [];
  const slowest = valueText(Math.max(...latest.map((seconds) => seconds ?? 0)), 'SECONDS');
  const text = `${name} recovered in under an hour five times running, the slowest in ${slowest}.`;
  return [{ reached: 'fast_recoveries', metric: 'FAILED_DEPLOYMENT_RECOVERY_TIME', text }];
}
