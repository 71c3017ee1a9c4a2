import { civilDateAt, type CivilDate, mondayOf } from '../address/civil-time.js';
import type { TimeWindow } from '../address/time-window.js';
import type { MeasuresQuery, ValueFragment, WeekValueFragment } from '../generated/graphql.js';
import { compare, type Comparison } from './comparison.js';
import { type Measure, measures } from './measure.js';
import { type UsualRange, usualRange } from './usual-range.js';

/** A week of a metric's history. */
export interface Week extends WeekValueFragment {
  readonly monday: CivilDate;
  /** Too few samples to be a point of its own, or the week in which the data begins: what came before it is not known. */
  readonly isThin: boolean;
}

/** Everything that is shown of one metric. */
export interface Measured {
  readonly measure: Measure;
  readonly now: ValueFragment;
  readonly before: ValueFragment | undefined;
  readonly comparison: Comparison;
  readonly weeks: readonly Week[];
  /** From the weeks before the window. */
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
      const isFirst = index === begins && index > 0;
      return { ...week, monday, isThin: week.status === 'INSUFFICIENT' || isFirst };
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

function rangeOf({ kind }: Measure, weeks: readonly Week[], window: TimeWindow): UsualRange | null {
  const begun = weeks.findIndex(({ n }) => n > 0);
  const earlier = weeks
    .slice(Math.max(0, begun))
    .filter(({ monday, partial, isThin }) => monday < window.days.from && !partial && !isThin);
  return usualRange(
    earlier.map(({ value }) => value),
    kind,
  );
}

/** Whether a week lies outside of where weeks usually lie. */
export function isOutside({ value, partial, isThin }: Week, range: UsualRange | null): boolean {
  return range !== null && value !== null && !partial && !isThin && (value < range.low || value > range.high);
}
