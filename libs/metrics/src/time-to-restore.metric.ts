import { type Episode, kaplanMeier, median } from '@leadline/statistics';
import { type Cells, type MetricDefinition, noValue } from './metric.js';
import { optionsFor } from './options.js';
import type { MetricQuestion } from './query.js';

/** metrics-deployment.md B: from impact to resolution of every incident, whatever caused it. */
export const timeToRestore: MetricDefinition<'TIME_TO_RESTORE'> = {
  id: 'TIME_TO_RESTORE',
  title: 'Time to restore',
  summary:
    'Time from the impact of an incident to its resolution, whatever caused it; Kaplan–Meier median, what is still open included.',
  unit: 'SECONDS',
  better: 'LOWER',
  source: 'https://dora.dev/guides/dora-metrics-history/',
  relation: 'incidents',
  settlesLate: true,
  looksAhead: false,
  judgedBy: ['clockSkewToleranceS'],
  row: () => ({}),
  aggregates: ({ options }) => ({
    restored: `groupArrayIf((instant, impact_at, detected_at, acknowledged_at, resolved_at${options.ofServices ? ', state.service' : ''}), in_window AND is_valid)`,
  }),
  evidence: {
    form: 'rows',
    made: 'survival',
    of: ({ asOf, options: { clockSkewToleranceS, includeInternal, minSeverity } }, bind) => ({
      named: {
        restored_seconds: `(ifNull(resolved_at, ${bind.bind('Int64', asOf)}) - instant) / 1000`,
        is_inverted: `restored_seconds < ${bind.bind('Float64', -clockSkewToleranceS)}`,
      },
      counted: 'in_window AND is_valid AND NOT is_inverted',
      value: 'greatest(0, restored_seconds)',
      opensAt: 'opens_at',
      closesAt: 'resolved_at',
      incidents: '[id]',
      reasons: [
        ['begin_unknown', 'isNull(opens_at)'],
        ['outside_window', 'NOT in_window'],
        ['no_disturbance', 'state.valid = 0'],
        ['not_production', 'is_outside'],
        ...(includeInternal ? [] : [['not_user_facing', 'state.userFacing = 0'] as const]),
        ...(minSeverity === null ? [] : [['below_severity', 'NOT is_valid'] as const]),
        ['negative_duration', 'is_inverted'],
      ],
    }),
  },
  finish: (cells, _, { asOf, options }) => {
    const all = cells.flatMap(incidentsIn);
    const samples = restoreSamples(cells, { asOf, options });
    const summary = kaplanMeier(samples);
    const legs = all.map((incident) => ({ ...legsOf(incident), service: incident.service }));
    const leg = (name: 'acknowledgement' | 'repair'): number | null =>
      kaplanMeier(
        legs.flatMap(({ [name]: own, service }) =>
          own === null ? [] : sampleOf(own.from, own.to, asOf, optionsFor(options, service)),
        ),
      ).median;
    const detections = legs.flatMap(({ detection, service }) =>
      detection === null ? [] : sampleOf(detection.from, detection.to, asOf, optionsFor(options, service)),
    );
    return {
      ...noValue,
      value: summary.median,
      n: samples.length,
      open: summary.open,
      lowerBound: summary.median !== null || samples.length === 0 ? null : summary.lowerBound,
      low: summary.low,
      high: summary.high,
      details: {
        invalidSamples: all.length - samples.length,
        detectionP50: detections.length === 0 ? null : median(detections.map(({ seconds }) => seconds)),
        acknowledgementP50: leg('acknowledgement'),
        repairP50: leg('repair'),
      },
    };
  },
};

/** How long each incident lasted, or has lasted so far. */
export const restoreSamples = (
  cells: readonly Cells[],
  { asOf, options }: Pick<MetricQuestion, 'asOf' | 'options'>,
): Episode[] =>
  cells
    .flatMap(incidentsIn)
    .flatMap(({ opensAt, resolvedAt, service }) => sampleOf(opensAt, resolvedAt, asOf, optionsFor(options, service)));

interface RestoredIncident {
  readonly opensAt: number;
  readonly impactAt: number | null;
  readonly detectedAt: number | null;
  readonly acknowledgedAt: number | null;
  readonly resolvedAt: number | null;
  /** Asked for only where services have rules of their own. */
  readonly service: string | null;
}

type IncidentCells = [number, number | null, number | null, number | null, number | null, string?];

const incidentsIn = (cells: Cells): RestoredIncident[] =>
  (cells['restored'] as IncidentCells[]).map(
    ([opensAt, impactAt, detectedAt, acknowledgedAt, resolvedAt, service = null]) => ({
      opensAt,
      impactAt,
      detectedAt,
      acknowledgedAt,
      resolvedAt,
      service,
    }),
  );

interface Leg {
  readonly from: number;
  /** null: still waiting. */
  readonly to: number | null;
}

/**
 * Legs that sum to the total. Without an impact there is no detection leg; what was resolved without being acknowledged
 * was repaired from its detection on, and what is neither still waits to be acknowledged.
 */
function legsOf({ opensAt, impactAt, detectedAt, acknowledgedAt, resolvedAt }: RestoredIncident): {
  readonly detection: Leg | null;
  readonly acknowledgement: Leg | null;
  readonly repair: Leg | null;
} {
  const noticedAt = Math.max(opensAt, detectedAt ?? opensAt);
  const waits = acknowledgedAt === null && resolvedAt === null;
  return {
    detection: impactAt === null || detectedAt === null ? null : { from: impactAt, to: detectedAt },
    acknowledgement: acknowledgedAt === null && !waits ? null : { from: noticedAt, to: acknowledgedAt },
    repair: waits ? null : { from: acknowledgedAt ?? noticedAt, to: resolvedAt },
  };
}

/** Open: censored at asOf. An end before the start: 0 within the tolerance for clocks, else no sample. */
function sampleOf(
  from: number,
  to: number | null,
  asOf: number,
  { clockSkewToleranceS }: { readonly clockSkewToleranceS: number },
): { seconds: number; recovered: boolean }[] {
  const seconds = ((to ?? asOf) - from) / 1000;
  return seconds < -clockSkewToleranceS ? [] : [{ seconds: Math.max(0, seconds), recovered: to !== null }];
}
