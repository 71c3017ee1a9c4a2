import { civilDateAt, type CivilDate, mondayOf } from '../address/civil-time.js';
import type { TimeWindow } from '../address/time-window.js';
import type { MeasuresQuery, ValueFragment, WeekValueFragment } from '../generated/graphql.js';
import { compare, type Comparison, type Judged } from './comparison.js';
import { type Measure, measures } from './measure.js';
import { type UsualRange, usualRange, WEEKS_NEEDED_AFTER_SHIFT } from './usual-range.js';

/** A week of a metric's history. */
export interface Week extends WeekValueFragment {
  readonly monday: CivilDate;
  /** Too few samples to be a point of its own, or the week in which the data begins: what came before it is not known. */
  readonly isThin: boolean;
}

/** Everything that is shown of one metric. */
export interface Measured {
  readonly measure: Measure;
  readonly now: ValueFragment & Judged;
  readonly before: ValueFragment | undefined;
  readonly comparison: Comparison;
  readonly weeks: readonly Week[];
  /** From the weeks before the window, or before the shift. */
  readonly range: UsualRange | null;
  /** A lasting change of level that a test confirmed; absent: none is known. */
  readonly shift?: Shift;
}

/** From its week on, weeks are judged by a range of their own. */
export interface Shift {
  readonly monday: CivilDate;
  /** null: too few weeks since then. */
  readonly range: UsualRange | null;
}

/** The answer, by metric, in the order of the tiles. */
export function measuredOf(answer: MeasuresQuery, window: TimeWindow): readonly Measured[] {
  return measures.flatMap((measure) => {
    const now = answer.now.find(({ metric }) => metric === measure.id);
    if (now === undefined) return [];
    const before = answer.before.find(({ metric }) => metric === measure.id);
    const rows = answer.weeks.filter(({ metric }) => metric === measure.id);
    const begins = rows.findIndex(({ n }) => n > 0);
    const weeks = rows.map((week, index): Week => {
      const monday = mondayOf(civilDateAt(Date.parse(week.bucketStart), window.timeZone));
      // Nothing was known yet, or of a part of the week alone.
      const isBeginning = begins > 0 && index <= begins;
      return { ...week, monday, isThin: week.status === 'INSUFFICIENT' || isBeginning };
    });
    return [
      {
        measure,
        now,
        before,
        weeks,
        comparison: compare(measure, now, before),
        range: rangeOf(measure, weeks, window),
      },
    ];
  });
}

const rangeOf = ({ kind }: Measure, weeks: readonly Week[], window: TimeWindow): UsualRange | null =>
  usualRange(
    valuesOf(weeks, ({ monday }) => monday < window.days.from),
    kind,
  );

/** What can say where weeks usually lie: full weeks with enough in them, since the data begins. */
function valuesOf(weeks: readonly Week[], isMeant: (week: Week) => boolean): (number | null)[] {
  const begun = weeks.findIndex(({ n }) => n > 0);
  return weeks
    .slice(Math.max(0, begun))
    .filter((week) => isMeant(week) && !week.partial && !week.isThin)
    .map(({ value }) => value);
}

/** The same with a range before and one after a shift; what lies before it says nothing of what is usual since. */
export function shifted(measured: Measured, monday: CivilDate): Measured {
  const { measure, weeks } = measured;
  const before = valuesOf(weeks, (week) => week.monday < monday);
  const since = valuesOf(weeks, (week) => week.monday >= monday);
  return {
    ...measured,
    range: usualRange(before, measure.kind),
    shift: { monday, range: usualRange(since, measure.kind, WEEKS_NEEDED_AFTER_SHIFT) },
  };
}

/** The range that a week is judged by. */
export const rangeAt = ({ range, shift }: Pick<Measured, 'range' | 'shift'>, monday: CivilDate): UsualRange | null =>
  shift !== undefined && monday >= shift.monday ? shift.range : range;

/** Whether a week lies outside of where weeks usually lie. */
export function isOutside({ value, partial, isThin }: Week, range: UsualRange | null): boolean {
  return range !== null && value !== null && !partial && !isThin && (value < range.low || value > range.high);
}
