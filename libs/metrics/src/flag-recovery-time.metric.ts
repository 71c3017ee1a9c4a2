import { failureOptions } from './options.js';
import { kaplanMeier } from '@leadline/statistics';
import { leftOut, sampleItem } from './evidence/evidence-rule.js';
import { flagRows, flagsWith } from './flags/flag-cells.js';
import { evidenceOfFlags, isInside, isNearWindow, otherChanges, releaseShown } from './flags/release-evidence.js';
import { type JudgedRelease, judgedReleases } from './flags/releases.js';
import { type MetricDefinition, noValue } from './metric.js';
import type { MetricQuestion } from './query.js';

const columns = ['steps', 'named_by', 'attributed'] as const;

/** metrics-deployment.md A: from impact to recovery of releases of flags that failed. */
export const flagRecoveryTime: MetricDefinition<'FLAG_RECOVERY_TIME'> = {
  id: 'FLAG_RECOVERY_TIME',
  title: 'Flag recovery time',
  summary:
    'Time to recover from a release by feature flag that failed: until it is narrowed, or its incidents are resolved; Kaplan–Meier median.',
  unit: 'SECONDS',
  better: 'LOWER',
  source: 'https://dora.dev/guides/dora-metrics/',
  relation: 'flags',
  settlesLate: true,
  looksAhead: true,
  judgedBy: [...failureOptions, 'clockSkewToleranceS'],
  row: () => ({}),
  aggregates: (query) => ({ flags: flagsWith(query, ...columns) }),
  evidence: evidenceOfFlags('survival', [...columns, 'elsewhere'], (row, point, shownAs) => [
    ...otherChanges(row, point, shownAs),
    ...judgedReleases(row, point.options).flatMap((release) => {
      const shown = shownAs({ ...releaseShown(release), failures: release.failures });
      if (!release.failed) return isNearWindow(release, point) ? [leftOut(shown, 'not_failed')] : [];
      const { opens, closes } = episodeOf(release);
      const times = { opensAt: opens, closesAt: closes, incidents: release.incidents.map(({ id }) => id) };
      const seconds = secondsOf({ opens, closes }, point);
      if (isInside(opens, point)) {
        return [{ ...(seconds === null ? leftOut(shown, 'negative_duration') : sampleItem(shown, seconds)), ...times }];
      }
      return isNearWindow(release, point) ? [{ ...leftOut(shown, 'outside_window'), ...times }] : [];
    }),
  ]),
  finish: (cells, { from, to }, query) => {
    const { options } = query;
    const opened = flagRows(cells, columns, to, query)
      .flatMap((row) => judgedReleases(row, options))
      .filter(({ failed }) => failed)
      .map(episodeOf)
      .filter(({ opens }) => opens >= from && opens < to);
    const samples = opened.flatMap(({ opens, closes, closedByFlag }) => {
      const seconds = secondsOf({ opens, closes }, query);
      return seconds === null ? [] : [{ seconds, recovered: closes !== null, closedByFlag }];
    });
    const summary = kaplanMeier(samples);
    return {
      ...noValue,
      value: summary.median,
      n: samples.length,
      open: summary.open,
      lowerBound: summary.median !== null || samples.length === 0 ? null : summary.lowerBound,
      low: summary.low,
      high: summary.high,
      details: {
        closedByFlag: samples.filter(({ closedByFlag }) => closedByFlag).length,
        invalidSamples: opened.length - samples.length,
      },
    };
  },
};

/** Incidents resolved before anybody saw the flag: 0 within the tolerance for clocks, else no sample (null). */
function secondsOf(
  { opens, closes }: Pick<FlagEpisode, 'opens' | 'closes'>,
  { asOf, options }: Pick<MetricQuestion, 'asOf' | 'options'>,
): number | null {
  const seconds = ((closes ?? asOf) - opens) / 1000;
  return seconds < -options.clockSkewToleranceS ? null : Math.max(0, seconds);
}

interface FlagEpisode {
  readonly opens: number;
  /** null: still open. */
  readonly closes: number | null;
  /** Closed by narrowing the flag, before its incidents were resolved. */
  readonly closedByFlag: boolean;
}

function episodeOf({ incidents, startedAt, lastWidenedAt, narrowings }: JudgedRelease): FlagEpisode {
  const opens =
    incidents.length === 0
      ? lastWidenedAt
      : Math.max(startedAt, Math.min(...incidents.map(({ impactAt }) => impactAt)));
  const narrowedAt = narrowings.find(({ at }) => at >= opens)?.at ?? Infinity;
  const resolvedAt =
    incidents.length === 0 ? Infinity : Math.max(...incidents.map(({ resolvedAt: at }) => at ?? Infinity));
  const closes = Math.min(narrowedAt, resolvedAt);
  return {
    opens,
    closes: closes === Infinity ? null : closes,
    closedByFlag: closes !== Infinity && narrowedAt <= resolvedAt,
  };
}
