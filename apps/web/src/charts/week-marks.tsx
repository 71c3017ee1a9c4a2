import { counted } from '../format/number.js';
import { diamond } from './scale.js';
import type { TrendLayout } from './trend-layout.js';

/** What happened in a week. */
export interface WeekMarks {
  readonly incidents: number;
  readonly flags: number;
}

/** "2 incidents · 1 flag switched"; "": nothing. */
export const marksText = ({ incidents, flags }: WeekMarks): string =>
  [incidents > 0 ? counted(incidents, 'incident') : '', flags > 0 ? `${counted(flags, 'flag')} switched` : '']
    .filter(Boolean)
    .join(' · ');

/** Two rows above the plot: a diamond where incidents began, a pennant where flags were switched, each with how many. */
export function MarkRows({
  mondays,
  marks,
  layout: { x, plot },
}: {
  readonly mondays: readonly string[];
  readonly marks: ReadonlyMap<string, WeekMarks>;
  readonly layout: TrendLayout;
}) {
  return (
    <>
      {mondays.map((monday, index) => {
        const found = marks.get(monday);
        if (found === undefined) return null;
        const at = x(index);
        const { incidents, flags } = found;
        return (
          <g key={monday}>
            <line class="mark-line" x1={at} x2={at} y1={plot.top - 4} y2={plot.bottom} />
            {incidents > 0 && <path class="signal" d={diamond(at, plot.top - 24, 5)} />}
            {incidents > 1 && (
              <text class="mark-count" x={at + 6} y={plot.top - 20}>
                {incidents}
              </text>
            )}
            {flags > 0 && <path class="pennant" d={`M${at - 3} ${plot.top - 3}v-11l8 3.5-8 3.5`} />}
            {flags > 1 && (
              <text class="mark-count" x={at + 7} y={plot.top - 5}>
                {flags}
              </text>
            )}
          </g>
        );
      })}
    </>
  );
}
