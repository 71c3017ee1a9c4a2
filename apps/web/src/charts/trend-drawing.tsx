import { weekNumber } from '../address/civil-time.js';
import { isOutside, type Measured, rangeAt } from '../measures/measured.js';
import { axisText } from '../measures/value-text.js';
import { useHatch } from './hatch.js';
import { bandPath, diamond, linePath, type Place } from './scale.js';
import type { TrendLayout } from './trend-layout.js';
import { MarkRows, type WeekMarks } from './week-marks.js';

interface Parts {
  readonly measured: Measured;
  readonly layout: TrendLayout;
}

/** The drawing of a trend; what it says is said by what is around it. */
export function TrendDrawing({
  measured,
  layout,
  current,
  isOpened,
  marks,
}: Parts & {
  readonly current: number;
  readonly isOpened: boolean;
  readonly marks: ReadonlyMap<string, WeekMarks>;
}) {
  const { width, height, plot, x, columnWidth } = layout;
  const hatch = useHatch();
  const open = measured.weeks.findIndex(({ partial }) => partial);
  return (
    <svg viewBox={`0 0 ${width} ${height}`} width={width} height={height} aria-hidden="true">
      {hatch.defs}
      <Axis measured={measured} layout={layout} />
      <UsualBand measured={measured} layout={layout} />
      {open >= 0 && (
        <rect
          x={x(open) - columnWidth / 2}
          width={columnWidth}
          y={plot.top}
          height={plot.bottom - plot.top}
          fill={hatch.fill}
        />
      )}
      <MarkRows mondays={measured.weeks.map(({ monday }) => monday)} marks={marks} layout={layout} />
      <Series measured={measured} layout={layout} />
      <Periods layout={layout} />
      <Cursor measured={measured} layout={layout} current={current} isOpened={isOpened} />
    </svg>
  );
}

function Axis({ measured: { measure, weeks }, layout: { plot, x, y, ticks, isNarrow } }: Parts) {
  const every = Math.ceil(weeks.length / (isNarrow ? 5 : 13));
  return (
    <>
      {ticks.map((tick) => (
        <g key={tick}>
          <line class="grid" x1={plot.left} y1={y(tick)} x2={plot.right} y2={y(tick)} />
          <text x={plot.left - 6} y={y(tick) + 4} text-anchor="end">
            {axisText(measure.kind, tick)}
          </text>
        </g>
      ))}
      {weeks.map(
        ({ monday }, index) =>
          (weeks.length - 1 - index) % every === 0 && (
            <text key={monday} x={x(index)} y={plot.bottom + 17} text-anchor="middle">
              W{weekNumber(monday)}
            </text>
          ),
      )}
    </>
  );
}

/** The range is made of the weeks before the window, and drawn over them; from there on it is what the weeks are judged by. */
function UsualBand({ measured: { range, shift, weeks }, layout: { plot, y, x, periods, columnWidth } }: Parts) {
  const window = periods.find(({ isCurrent }) => isCurrent);
  const left = (week: number): number => x(week) - columnWidth / 2;
  const shiftedAt = shift === undefined ? -1 : weeks.findIndex(({ monday }) => monday >= shift.monday);
  if (shift === undefined || shiftedAt < 0) {
    const end = window === undefined ? plot.right : left(window.from);
    return <Band range={range} from={plot.left} to={plot.right} filledTo={end} y={y} />;
  }
  const turn = left(shiftedAt);
  return (
    <>
      <Band range={range} from={plot.left} to={turn} filledTo={turn} y={y} />
      <Band range={shift.range} from={turn} to={plot.right} filledTo={plot.right} y={y} />
      <line class="limit" x1={turn} x2={turn} y1={plot.top} y2={plot.bottom} />
    </>
  );
}

function Band({
  range,
  from,
  to,
  filledTo,
  y,
}: {
  readonly range: Measured['range'];
  readonly from: number;
  readonly to: number;
  readonly filledTo: number;
  readonly y: TrendLayout['y'];
}) {
  if (range === null) return null;
  return (
    <>
      <rect
        class="usual"
        x={from}
        width={Math.max(0, filledTo - from)}
        y={y(range.high)}
        height={Math.max(0, y(range.low) - y(range.high))}
      />
      <line class="limit" x1={from} x2={to} y1={y(range.high)} y2={y(range.high)} />
      <line class="limit" x1={from} x2={to} y1={y(range.low)} y2={y(range.low)} />
      <line class="centre" x1={from} x2={to} y1={y(range.centre)} y2={y(range.centre)} />
    </>
  );
}

function Series({ measured, layout: { x, y } }: Parts) {
  const { weeks } = measured;
  const place = (value: number | null, index: number): Place | null => (value === null ? null : [x(index), y(value)]);
  const solid = weeks.map(({ value, partial }, index) => (partial ? null : place(value, index)));
  const isShown = ({ value, partial }: { value: number | null; partial: boolean }): boolean =>
    value !== null && !partial;
  const high = weeks.map((week, index) => (isShown(week) ? place(week.high, index) : null));
  const low = weeks.map((week, index) => (isShown(week) ? place(week.low, index) : null));
  const last = weeks.length - 1;
  const open = weeks[last]?.partial === true ? place(weeks[last]?.value ?? null, last) : null;
  const before = solid.findLast((one) => one !== null) ?? null;
  return (
    <>
      <path class="ribbon" d={bandPath(high, low)} />
      <path class="series" d={linePath(solid)} />
      {open !== null && before !== null && <path class="series open" d={linePath([before, open])} />}
      {weeks.map((week, index) => {
        const at = solid[index] ?? null;
        if (at === null) return null;
        if (isOutside(week, rangeAt(measured, week.monday)))
          return <path key={week.monday} class="signal" d={diamond(at[0], at[1], 6)} />;
        return (
          <circle
            key={week.monday}
            class={week.isThin ? 'thin' : 'dot'}
            cx={at[0]}
            cy={at[1]}
            r={week.isThin ? 3.5 : 3}
          />
        );
      })}
      {open !== null && <circle class="dot open" cx={open[0]} cy={open[1]} r={4} />}
    </>
  );
}

function Periods({ layout: { periods, x, columnWidth, height } }: Pick<Parts, 'layout'>) {
  return (
    <>
      {periods.map(({ from, to, isCurrent, label }) => {
        const [left, right] = [x(from) - columnWidth / 2 + 1, x(to) + columnWidth / 2 - 1];
        const isWide = right - left > label.length * 6.5 + 6;
        return (
          <g key={label}>
            <rect
              class={isCurrent ? 'period now' : 'period'}
              x={left}
              width={Math.max(0, right - left)}
              y={height - 20}
              height={16}
              rx={2}
            />
            <text class={isCurrent ? 'on-now' : ''} x={(left + right) / 2} y={height - 8} text-anchor="middle">
              {isWide ? label : isCurrent ? 'now' : ''}
            </text>
          </g>
        );
      })}
    </>
  );
}

function Cursor({
  measured: { weeks },
  layout: { x, y, plot },
  current,
  isOpened,
}: Parts & { readonly current: number; readonly isOpened: boolean }) {
  const value = weeks[current]?.value ?? null;
  return (
    <>
      <line
        class={isOpened ? 'cursor opened' : 'cursor'}
        x1={x(current)}
        x2={x(current)}
        y1={plot.top}
        y2={plot.bottom}
      />
      {value !== null && <circle class="ring" cx={x(current)} cy={y(value)} r={9} />}
    </>
  );
}
