import { kaplanMeier } from '@leadline/statistics';
import { episodeEvidence } from './episode-evidence.js';
import { type FailureCells, failedDeploymentIn, failure, recoveryStartOf, sampleOf } from './failure-cells.js';
import { type Cells, type MetricDefinition, metricValue } from './metric.js';
import { type Episode, type FailedDeployment, ownEpisode, recoveryEpisodes } from './recovery-episodes.js';
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
    const episodes = episodesOf(cells, query);
    const opened = episodes.slice(placeOf(episodes, from), placeOf(episodes, to));
    // As nearly every week of a team.
    if (opened.length === 0) return nothingOpened;
    const valid = opened.map((episode) => sampleOf(episode, query)).filter((sample) => sample !== null);
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

/** Every recovery in cells of one group: when it opened, and how long it took; open: up to asOf. */
export const recoveriesIn = (
  cells: readonly Cells[],
  query: MetricQuestion,
): { readonly at: number; readonly seconds: number; readonly isOpen: boolean }[] =>
  episodesOf(cells, query).flatMap((episode) => {
    const sample = sampleOf(episode, query);
    return sample === null ? [] : [{ at: episode.opens, seconds: sample.seconds, isOpen: !sample.recovered }];
  });

/** The buckets of one group share its cells, and their episodes, by when they open. */
const episodesByCells = new WeakMap<readonly Cells[], readonly Episode[]>();

function episodesOf(cells: readonly Cells[], { options }: MetricQuestion): readonly Episode[] {
  const known = episodesByCells.get(cells);
  if (known !== undefined) return known;
  const failures = cells.map(failuresIn);
  const joined = failures.flatMap(({ withIncidents }) => withIncidents);
  const episodes = [...failures.flatMap(({ own }) => own), ...recoveryEpisodes(joined, recoveryStartOf(options))];
  episodes.sort((a, b) => a.opens - b.opens);
  episodesByCells.set(cells, episodes);
  return episodes;
}

/** How many of sorted episodes open before an instant. */
function placeOf(episodes: readonly Episode[], instant: number): number {
  let [low, high] = [0, episodes.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (episodes[middle]!.opens < instant) low = middle + 1;
    else high = middle;
  }
  return low;
}

interface ReadFailures {
  /** Episodes of those without an incident: they are the same in every group. */
  readonly own: readonly Episode[];
  readonly withIncidents: readonly FailedDeployment[];
}

/** Several groups may share cells. */
const failuresByCells = new WeakMap<readonly FailureCells[], ReadFailures>();

function failuresIn(cells: Cells): ReadFailures {
  const failures = cells['failures'] as readonly FailureCells[];
  const known = failuresByCells.get(failures);
  if (known !== undefined) return known;
  const [own, withIncidents]: [Episode[], FailedDeployment[]] = [[], []];
  for (const each of failures) {
    const failed = failedDeploymentIn(each);
    if (failed.incidents.length === 0) own.push(ownEpisode(failed));
    else withIncidents.push(failed);
  }
  const read = { own, withIncidents };
  failuresByCells.set(failures, read);
  return read;
}
