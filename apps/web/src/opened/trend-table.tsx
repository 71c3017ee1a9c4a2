import { marksText, type WeekMarks } from '../charts/week-marks.js';
import { weekNumber } from '../address/civil-time.js';
import { addDays } from '../address/civil-time.js';
import { daysText } from '../format/date.js';
import type { Measured } from '../measures/measured.js';
import { intervalText, samplesText, valueText } from '../measures/value-text.js';

/** The same as the chart, for those who read rather than look. */
export function TrendTable({
  measured: { measure, weeks },
  marks,
}: {
  readonly measured: Measured;
  readonly marks: ReadonlyMap<string, WeekMarks>;
}) {
  return (
    <details class="tbl">
      <summary>Show as table</summary>
      <div class="scroll">
        <table>
          <caption class="sr">{measure.title} per week</caption>
          <thead>
            <tr>
              <th scope="col">Week</th>
              <th scope="col" class="r">
                Value
              </th>
              <th scope="col" class="r">
                95 % interval
              </th>
              <th scope="col">Made from</th>
              {marks.size > 0 && <th scope="col">Happened</th>}
            </tr>
          </thead>
          <tbody>
            {weeks.toReversed().map((week) => (
              <tr key={week.monday}>
                <td class="nw">
                  W{weekNumber(week.monday)}{' '}
                  <span class="cap">{daysText(week.monday, addDays(week.monday, 6), false)}</span>
                  {week.partial && <span class="cap"> not over</span>}
                </td>
                <td class="r">{week.value === null ? 'no data' : valueText(measure.kind, week.value)}</td>
                <td class="r">
                  {week.value === null || week.low === null || week.high === null
                    ? ''
                    : intervalText(measure.kind, week.low, week.high, week.value)}
                </td>
                <td>{week.n === 0 ? '' : samplesText(measure, week)}</td>
                {marks.size > 0 && <td>{marksText(marks.get(week.monday) ?? { incidents: 0, flags: 0 })}</td>}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
