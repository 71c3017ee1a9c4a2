import { leadTimeOptions } from './options.js';
import { median } from '@leadline/statistics';
import type { EvidenceItem } from './evidence/evidence-item.js';
import { leftOut, sampleItem } from './evidence/evidence-rule.js';
import { exposureMoments, firstFrom } from './flags/exposure.js';
import { type FlagRow, flagRows, flagsWith } from './flags/flag-cells.js';
import { evidenceOfFlags, isInside } from './flags/release-evidence.js';
import type { MetricDefinition } from './metric.js';
import { valueOfSamples } from './quantiles.js';

const columns = ['steps', 'own_samples'] as const;

/** metrics-deployment.md A: from commit to the first users, through deployment and release. */
export const flagExposureLeadTime: MetricDefinition<'FLAG_EXPOSURE_LEAD_TIME'> = {
  id: 'FLAG_EXPOSURE_LEAD_TIME',
  title: 'Flag exposure lead time',
  summary: 'Time from the commit of a change behind a feature flag until the flag is first on for users; median.',
  unit: 'SECONDS',
  better: 'LOWER',
  source: 'https://dora.dev/capabilities/continuous-delivery/',
  relation: 'flags',
  looksAhead: true,
  judgedBy: leadTimeOptions,
  row: () => ({}),
  aggregates: (query) => ({ flags: flagsWith(query, ...columns) }),
  evidence: evidenceOfFlags('median', columns, (row, point, shownAs) =>
    exposedSamples(row).flatMap(({ service, change, opensAt, deployedAt, exposedAt }): EvidenceItem[] => {
      const shown = shownAs({
        thing: change.startsWith('commit:') ? 'commit' : 'change',
        id: change,
        instant: exposedAt ?? deployedAt,
        service,
        title: null,
      });
      const times = { change, opensAt, closesAt: exposedAt };
      const end = Math.min(point.window.to, point.asOf);
      if (exposedAt !== null && isInside(exposedAt, point)) {
        return [{ ...sampleItem(shown, secondsFrom(opensAt, exposedAt)), ...times }];
      }
      if (deployedAt < end && (exposedAt ?? Infinity) >= end) return [{ ...leftOut(shown, 'not_seen_yet'), ...times }];
      return isInside(deployedAt, point) ? [{ ...leftOut(shown, 'outside_window'), ...times }] : [];
    }),
  ),
  finish: (cells, { from, to }, query) => {
    const samples = flagRows(cells, columns, to, query).flatMap(exposedSamples);
    const exposed = samples.filter(({ exposedAt }) => exposedAt !== null && exposedAt >= from && exposedAt < to);
    const end = Math.min(to, query.asOf);
    const dark = samples.filter(({ deployedAt, exposedAt }) => deployedAt < end && (exposedAt ?? Infinity) >= end);
    const totals = exposed.map(({ opensAt, exposedAt }) => secondsFrom(opensAt, exposedAt));
    const ramps = exposed.flatMap(({ exposedAt, fullAt }) => (fullAt === null ? [] : [secondsFrom(exposedAt, fullAt)]));
    return {
      ...valueOfSamples(totals),
      details: {
        deployP50: medianOf(exposed.map(({ opensAt, deployedAt }) => secondsFrom(opensAt, deployedAt))),
        waitP50: medianOf(exposed.map(({ deployedAt, exposedAt }) => secondsFrom(deployedAt, exposedAt))),
        rampP50: medianOf(ramps),
        full: ramps.length,
        dark: dark.length,
      },
    };
  },
};

interface ExposedSample {
  readonly service: string;
  readonly change: string;
  readonly opensAt: number;
  readonly deployedAt: number;
  /** First users after it was deployed; null: none yet. */
  readonly exposedAt: number | null;
  /** Everybody; null: not yet. */
  readonly fullAt: number | null;
}

function exposedSamples({ steps, samples }: FlagRow): ExposedSample[] {
  const moments = exposureMoments(steps);
  return samples.map(({ service, change, opensAt, deployedAt }) => {
    const exposedAt = firstFrom(moments, deployedAt, ({ isExposed }) => isExposed);
    const fullAt = exposedAt === null ? null : firstFrom(moments, exposedAt, ({ isFull }) => isFull);
    return { service, change, opensAt, deployedAt, exposedAt, fullAt };
  });
}

/** Never below 0: samples beyond the tolerance for clocks are not asked for. */
const secondsFrom = (from: number | null, to: number | null): number => Math.max(0, ((to ?? 0) - (from ?? 0)) / 1000);
const medianOf = (values: readonly number[]): number | null => (values.length === 0 ? null : median(values));
