import { weekNumber } from '../address/civil-time.js';
import { isOutside, type Measured, rangeAt } from './measured.js';
import { valueText } from './value-text.js';

/** What a sparkline shows, as a sentence. */
export function sparklineText(measured: Measured): string {
  const { measure, weeks } = measured;
  const full = weeks.filter(({ partial, value }) => !partial && value !== null);
  const last = full.at(-1);
  if (last === undefined || last.value === null) return `${measure.title}, 26 weeks: no data`;
  const latest = `latest full week ${valueText(measure.kind, last.value)}`;
  const range = rangeAt(measured, last.monday);
  if (range === null) return `${measure.title}, ${full.length} weeks, ${latest}`;
  const outside = weeks
    .filter((week) => isOutside(week, rangeAt(measured, week.monday)))
    .map(({ monday }) => `W${weekNumber(monday)}`);
  const usual = `usually ${valueText(measure.kind, range.low)} to ${valueText(measure.kind, range.high)}`;
  return `${measure.title}, ${full.length} weeks, ${latest}, ${usual}; ${outside.length === 0 ? 'no week outside it' : `outside it: ${outside.join(', ')}`}`;
}
