import { addDays, type CivilDate, weekNumber } from '../address/civil-time.js';
import { useHrefHere } from '../address/navigation.js';
import { daysText } from '../format/date.js';
import type { Measure } from '../measures/measure.js';
import type { Measured, Week } from '../measures/measured.js';
import { intervalText, samplesText, valueText } from '../measures/value-text.js';

/** A week in one line. */
export function weekText(measure: Measure, week: Week): string {
  return `W${weekNumber(week.monday)}, ${days(week)}: ${valuePart(measure, week)}`;
}

const days = ({ monday }: Week): string => daysText(monday, addDays(monday, 6), false);

function valuePart(measure: Measure, week: Week): string {
  if (week.value === null) return 'no data';
  const interval =
    week.low === null || week.high === null
      ? ''
      : `, 95 % ${intervalText(measure.kind, week.low, week.high, week.value)}`;
  const notes = [week.partial ? 'week not over' : '', week.isThin ? 'too few to compare' : ''].filter(Boolean);
  return [`${valueText(measure.kind, week.value)}${interval}`, samplesText(measure, week), ...notes].join(' · ');
}

/** The line under a chart that follows pointer and keys; nothing is only on hover, as the table has it all. */
export function WeekReadout({
  measured,
  week,
  isOpened,
  happened,
  hrefOfWeek,
}: {
  readonly measured: Measured;
  readonly week: Week;
  readonly isOpened: boolean;
  /** What else happened in the week; "": nothing. */
  readonly happened: string;
  /** The page on which the week is opened; absent: this one. */
  readonly hrefOfWeek?: (monday: CivilDate) => string;
}) {
  const hrefHere = useHrefHere();
  return (
    <p class="readout">
      <b>W{weekNumber(week.monday)}</b> {days(week)} · {valuePart(measured.measure, week)}
      {happened !== '' && ` · ${happened}`} ·{' '}
      {isOpened ? (
        <a href={hrefHere({ week: null, panel: null })}>back to the whole window</a>
      ) : (
        <a href={hrefOfWeek?.(week.monday) ?? hrefHere({ week: week.monday, panel: null })}>open this week</a>
      )}{' '}
      <span class="keys">
        <kbd>←</kbd> <kbd>→</kbd> week, <kbd>Enter</kbd> opens
      </span>
    </p>
  );
}
