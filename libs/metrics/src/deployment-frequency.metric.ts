import { ascending, garwood95, median } from '@leadline/statistics';
import { civilDays, dayStarts } from './civil-time.js';
import { type Cells, countIn, type MetricDefinition, noValue } from './metric.js';
import type { Window } from './query.js';

/** metrics.md 3.1: counted deployments per civil day. */
export const deploymentFrequency: MetricDefinition = {
  id: 'DEPLOYMENT_FREQUENCY',
  title: 'Deployment frequency',
  summary: 'Counted production deployments per civil day.',
  unit: 'PER_DAY',
  better: 'HIGHER',
  source: 'https://dora.dev/guides/dora-metrics/',
  looksAhead: false,
  row: () => ({}),
  aggregates: ({ window, asOf }, bind) => {
    const days = dayStarts(window.from, Math.min(window.to, asOf), window.timeZone);
    const isCounted = 'in_window AND is_counted';
    return {
      count: `countIf(${isCounted})`,
      ...(days.length === 0
        ? {}
        : { active_days: `uniqExactIf(roundDown(instant, ${bind.bind('Array(Int64)', days)}), ${isCounted})` }),
      gaps: `groupArrayIf((service, instant), ${isCounted})`,
    };
  },
  finish: (cells, { from, to }, { window, asOf }) => {
    const end = Math.min(to, asOf);
    if (end <= from) return noValue;
    const count = countIn(cells, 'count');
    const days = daysBetween(window, from, end);
    const interval = garwood95(count);
    return {
      ...noValue,
      value: count / days,
      n: count,
      numerator: count,
      denominator: days,
      low: interval.low / days,
      high: interval.high / days,
      details: {
        days,
        activeDays: countIn(cells, 'active_days'),
        perWeek: (count / days) * 7,
        medianSecondsBetween: medianSecondsBetween(cells),
      },
    };
  },
};

/** Groups of one query share their buckets, and civil days are dear: of each span they are counted once. */
const counted = new WeakMap<Window, Map<string, number>>();

function daysBetween(window: Window, from: number, to: number): number {
  const spans = counted.get(window) ?? new Map<string, number>();
  counted.set(window, spans);
  const span = `${from} ${to}`;
  const days = spans.get(span) ?? civilDays(from, to, window.timeZone);
  spans.set(span, days);
  return days;
}

/** DORA's alternative: seconds between consecutive deployments within each service, gaps pooled. */
function medianSecondsBetween(cells: readonly Cells[]): number | null {
  const byService = new Map<string, number[]>();
  for (const row of cells) {
    for (const [service, instant] of row['gaps'] as [string, number][]) {
      const instants = byService.get(service);
      if (instants) instants.push(instant);
      else byService.set(service, [instant]);
    }
  }
  const gaps = [...byService.values()].flatMap((instants) => {
    const sorted = ascending(instants);
    return sorted.slice(1).map((instant, index) => (instant - sorted[index]!) / 1000);
  });
  return gaps.length === 0 ? null : median(gaps);
}
