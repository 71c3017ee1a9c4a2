import { metricById, type Unit } from '@leadline/metrics';
import type { Comparison } from '../notable/change-tests.js';
import { type DoraMetricId, type Figures, judgementOf } from '../notable/figures.js';
import {
  counted,
  grouped,
  intervalText,
  percentText,
  pointsText,
  sparkline,
  valueText,
} from '../wording/quantities.js';
import type { DigestInput, MetricFigures } from './digest-input.js';
import type { DigestMetric, Judgement } from './digest.js';
import type { Links } from './links.js';

/** The word that says what a direction means to people, neutral signs being left to numbers. */
const words: Readonly<Record<DoraMetricId, readonly [lower: string, higher: string]>> = {
  DEPLOYMENT_FREQUENCY: ['less often', 'more often'],
  CHANGE_LEAD_TIME: ['faster', 'slower'],
  CHANGE_FAIL_RATE: ['fewer failures', 'more failures'],
  FAILED_DEPLOYMENT_RECOVERY_TIME: ['faster', 'slower'],
  DEPLOYMENT_REWORK_RATE: ['fewer repairs', 'more repairs'],
};

/** Titles short enough for one column. */
const columnTitles: Readonly<Partial<Record<DoraMetricId, string>>> = {
  FAILED_DEPLOYMENT_RECOVERY_TIME: 'Failed deployment recovery',
};

export function metricLine(
  figures: MetricFigures,
  comparison: Comparison,
  { leadTimeUnit }: Pick<DigestInput, 'leadTimeUnit'>,
  links: Links,
): DigestMetric {
  const { metric, now, weeks } = figures;
  const { title, unit } = metricById(metric);
  return {
    metric,
    title: columnTitles[metric] ?? title,
    unit,
    figures: now,
    value: shownValue(now, unit),
    sample: sampleText(metric, now, unit, leadTimeUnit),
    ...verdict(metric, comparison, unit),
    sparkline: sparkline(weeks),
    url: links.metric(metric),
  };
}

export function shownValue({ value, lowerBound }: Figures, unit: Unit): string {
  if (value !== null) return valueText(value, unit);
  return lowerBound === null ? '–' : `≥ ${valueText(lowerBound, unit)}`;
}

function sampleText(metric: DoraMetricId, now: Figures, unit: Unit, leadTimeUnit: DigestInput['leadTimeUnit']): string {
  const { value, n, numerator, denominator, low, high, open, lowerBound } = now;
  if (value === null && n === 0 && !open) return 'no data, not zero';
  const parts = [`n = ${sizeText()}`];
  if (open) parts.push(`${grouped(open)} still open`);
  if (value === null && lowerBound !== null) parts.push('median not reached yet');
  if (value !== null && low !== null && high !== null) parts.push(`95 % ${intervalText(value, { low, high }, unit)}`);
  return parts.join(', ');

  function sizeText(): string {
    switch (metric) {
      case 'DEPLOYMENT_FREQUENCY':
        return `${grouped(n)} in 28 days`;
      case 'CHANGE_LEAD_TIME':
        return counted(n, leadTimeUnit);
      case 'FAILED_DEPLOYMENT_RECOVERY_TIME':
        return grouped(n);
      case 'CHANGE_FAIL_RATE':
      case 'DEPLOYMENT_REWORK_RATE':
        return `${grouped(numerator ?? 0)} of ${grouped(denominator ?? 0)}`;
    }
  }
}

function verdict(metric: DoraMetricId, comparison: Comparison, unit: Unit): { judgement: Judgement; delta: string } {
  switch (comparison.kind) {
    case 'no_value':
      return { judgement: 'unclear', delta: '' };
    case 'no_history':
      return { judgement: 'unclear', delta: 'nothing before to compare with' };
    case 'too_few':
      return { judgement: 'unclear', delta: `too few to compare (needs ${comparison.needed})` };
    case 'usual':
      return { judgement: 'usual', delta: `${deltaText(comparison, unit)}, usual` };
    case 'changed': {
      const [lower, higher] = words[metric];
      const word = comparison.now < comparison.before ? lower : higher;
      return { judgement: judgementOf(metric, comparison), delta: `${deltaText(comparison, unit)}, ${word}` };
    }
  }
}

/** Per cent on ratios of medians and counts, points on rates (metrics.md 10). */
function deltaText({ now, before }: { now: number; before: number }, unit: Unit): string {
  if (unit === 'RATIO') return pointsText(now - before);
  return before === 0 ? 'from none' : percentText(now / before);
}
