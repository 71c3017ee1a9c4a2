import { kaplanMeier } from '@leadline/statistics';
import { episodeEvidence } from './episode-evidence.js';
import { type FailureCells, failedDeploymentIn, failure, recoveryStartOf, sampleOf } from './failure-cells.js';
import { type Cells, type MetricDefinition, metricValue } from './metric.js';
import { type Episode, episodeAlone, recoveryEpisodes } from './recovery-episodes.js';
import type { MetricQuestion } from './query.js';

const COUNTED_FAILURE = 'is_counted AND is_failed';

/** metrics.md 3.4: from impact to recovery of failed deployments; Kaplan–Meier median, open episodes included. */
export const failedDeploymentRecoveryTime: MetricDefinition<'FAILED_DEPLOYMENT_RECOVERY_TIME'> = {
  id: 'FAILED_DEPLOYMENT_RECOVERY_TIME',
  title: 'Failed deployment recovery time',
  summary: 'Time to recover from a deployment that failed; Kaplan–Meier median, what is still open included.',
  unit: 'SECONDS',
  better: 'LOWER',
  source: 'https://dora.dev/guides/dora-metrics/',
  relation: 'deployments',
  settlesLate: true,
  looksAhead: true,
  countsOnly: COUNTED_FAILURE,
  judgedBy: ['recoveryStart', 'clockSkewToleranceS'],
  row: ({ asOf }, bind) => {
    const known = (instant: string): string => `if(${instant} <= ${bind.bind('Int64', asOf)}, ${instant}, NULL)`;
    return {
      stored_incidents: `arrayMap(r -> (r.by, assumeNotNull(r.impactAt), r.detectedAt, r.resolvedAt),
        arrayFilter(r -> r.authority IN ('incident', 'inferred'), speaking_reasons))`,
      failing_incidents: `arrayMap(i -> (i.1, i.2, ${known('i.3')}, ${known('i.4')}), stored_incidents)`,
      failed_at: `if(empty(failed_attempts), state.finishedAt, arrayMin(a -> a.finishedAt, failed_attempts))`,
      recovers_by_retry: `state.status = 'succeeded' AND state.verdict != 'failed' AND empty(speaking_reasons)`,
      is_success: 'has_succeeded AND NOT is_failed',
    };
  },
  aggregates: () => ({
    failures: `groupArrayIf(${failure}, ${COUNTED_FAILURE})`,
  }),
  evidence: episodeEvidence,
  finish: (cells, { from, to }, query) => {
    const recoveries = recoveriesOf(cells, query);
    const opened = recoveries.slice(placeOf(recoveries, from), placeOf(recoveries, to));
    // As nearly every week of a team.
    if (opened.length === 0) return nothingOpened;
    const valid = opened.every(isSample) ? opened : opened.filter(isSample);
    const summary = kaplanMeier(valid);
    const reached = summary.median !== null;
    return metricValue({
      value: summary.median,
      n: valid.length,
      open: summary.open,
      lowerBound: reached || valid.length === 0 ? null : summary.lowerBound,
      low: summary.low,
      high: summary.high,
      details: {
        invalidSamples: opened.length - valid.length,
        observed: summary.observed,
        medianOfRecovered: summary.medianOfRecovered,
      },
    });
  },
};

const nothingOpened = metricValue({
  open: 0,
  details: { invalidSamples: 0, observed: 0, medianOfRecovered: null },
});

/** What of an episode its value is made of. A page has twenty thousand, each in several groups. */
interface Recovery {
  readonly opens: number;
  /** How long it took; open: up to asOf; null: it ended before it began. */
  readonly seconds: number | null;
  readonly recovered: boolean;
}

type Sample = Recovery & { readonly seconds: number };

const isSample = (recovery: Recovery): recovery is Sample => recovery.seconds !== null;

function recoveryOf(episode: Omit<Episode, 'failures'>, query: MetricQuestion): Recovery {
  const sample = sampleOf(episode, query);
  return { opens: episode.opens, seconds: sample?.seconds ?? null, recovered: sample?.recovered ?? false };
}

/** Every recovery in cells of one group: when it opened, and how long it took; open: up to asOf. */
export const recoveriesIn = (
  cells: readonly Cells[],
  query: MetricQuestion,
): { readonly at: number; readonly seconds: number; readonly isOpen: boolean }[] =>
  recoveriesOf(cells, query)
    .filter(isSample)
    .map(({ opens, seconds, recovered }) => ({ at: opens, seconds, isOpen: !recovered }));

/** The buckets of one group share its cells, and their recoveries, by when they open. */
const recoveriesByCells = new WeakMap<readonly Cells[], readonly Recovery[]>();

function recoveriesOf(cells: readonly Cells[], query: MetricQuestion): readonly Recovery[] {
  const known = recoveriesByCells.get(cells);
  if (known !== undefined) return known;
  const read = cells.map((each) => readFailures(each, query));
  const together = withSharedIncidents(read);
  const recoveries: Recovery[] = [];
  for (const { failures, alone } of read) {
    failures.forEach((failed, place) => {
      if (!together.has(failed)) recoveries.push(alone[place]!);
    });
  }
  const failed = Array.from(together, failedDeploymentIn);
  for (const episode of recoveryEpisodes(failed, recoveryStartOf(query.options))) {
    recoveries.push(recoveryOf(episode, query));
  }
  recoveries.sort((a, b) => a.opens - b.opens);
  recoveriesByCells.set(cells, recoveries);
  return recoveries;
}

/** Failures of a group that share an incident with another one of it: few, and only they have to be joined. */
function withSharedIncidents(read: readonly ReadFailures[]): ReadonlySet<FailureCells> {
  const firstWith = new Map<string, FailureCells>();
  const together = new Set<FailureCells>();
  for (const { failures } of read) {
    for (const failed of failures) {
      for (const incident of failed[5]) {
        const first = firstWith.get(incident[0]);
        if (first === undefined) firstWith.set(incident[0], failed);
        else if (first !== failed) together.add(first).add(failed);
      }
    }
  }
  return together;
}

/** How many of sorted recoveries open before an instant. */
function placeOf(recoveries: readonly Recovery[], instant: number): number {
  let [low, high] = [0, recoveries.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (recoveries[middle]!.opens < instant) low = middle + 1;
    else high = middle;
  }
  return low;
}

interface ReadFailures {
  readonly failures: readonly FailureCells[];
  /** Of each its recovery where it shares no incident with another: then it is the same in every group. */
  readonly alone: readonly Recovery[];
}

/** Several groups may share cells. */
const readByCells = new WeakMap<readonly FailureCells[], ReadFailures>();

function readFailures(cells: Cells, query: MetricQuestion): ReadFailures {
  const failures = cells['failures'] as readonly FailureCells[];
  const known = readByCells.get(failures);
  if (known !== undefined) return known;
  const startOf = recoveryStartOf(query.options);
  const alone = failures.map((each) => recoveryOf(episodeOfCells(each, startOf), query));
  const read = { failures, alone };
  readByCells.set(failures, read);
  return read;
}

/** The episode of one that shares no incident with another. Half of them have none: nothing is made for them. */
const episodeOfCells = (cells: FailureCells, startOf: ReturnType<typeof recoveryStartOf>): Omit<Episode, 'failures'> =>
  cells[5].length === 0
    ? { opens: cells[3], closes: cells[4], opener: cells[0] }
    : episodeAlone(failedDeploymentIn(cells), startOf);
