import type { Measured, Week } from '../measures/measured.js';
import { isOutside } from '../measures/measured.js';
import { useHatch } from './hatch.js';
import { diamond, linear, linePath, logarithmic, type Place } from './scale.js';
import { useWidth } from './use-width.js';

const HEIGHT = 54;

/** 26 weeks: the band is where weeks usually lie, diamonds lie outside of it, hatched is the week that is not over. */
export function Sparkline({ measured, label }: { readonly measured: Measured; readonly label: string }) {
  const { box, width } = useWidth<HTMLElement>();
  return (
    <figure class="spark" ref={box}>
      {width > 0 && <Drawing measured={measured} label={label} width={width} />}
    </figure>
  );
}

function Drawing({
  measured,
  label,
  width,
}: {
  readonly measured: Measured;
  readonly label: string;
  readonly width: number;
}) {
  const { weeks, range, measure } = measured;
  const hatch = useHatch();
  const isLogarithmic = measure.kind === 'duration';
  const shown = weeks.map(({ value }) => (value === null || (isLogarithmic && value <= 0) ? null : value));
  const all = [...shown, ...(range === null ? [] : [range.low, range.high])].filter((value) => value !== null);
  if (all.length === 0)
    return <svg viewBox={`0 0 ${width} ${HEIGHT}`} width={width} height={HEIGHT} role="img" aria-label={label} />;
  const least = isLogarithmic ? Math.min(...all) : 0;
  const x = linear(0, Math.max(1, weeks.length - 1), 4, width - 7);
  const y = (isLogarithmic ? logarithmic : linear)(least, Math.max(...all) || 1, HEIGHT - 5, 5);
  const places = shown.map((value, index): Place | null => (value === null ? null : [x(index), y(value)]));
  const full = places.map((place, index) => (weeks[index]?.partial === true ? null : place));
  const last = weeks.length - 1;
  const isOpen = weeks[last]?.partial === true;
  const lastFull = full.findLast((place) => place !== null) ?? null;
  const open = isOpen ? (places[last] ?? null) : null;
  return (
    <svg viewBox={`0 0 ${width} ${HEIGHT}`} width={width} height={HEIGHT} role="img" aria-label={label}>
      {hatch.defs}
      {range !== null && (
        <>
          <rect
            class="usual"
            x={0}
            width={width}
            y={y(range.high)}
            height={Math.max(0, y(range.low) - y(range.high))}
          />
          <line class="centre" x1={0} y1={y(range.centre)} x2={width} y2={y(range.centre)} />
        </>
      )}
      {isOpen && <rect x={x(last) - 5} width={width - x(last) + 5} y={0} height={HEIGHT} fill={hatch.fill} />}
      <path class="series" d={linePath(full)} />
      {open !== null && lastFull !== null && <path class="series open" d={linePath([lastFull, open])} />}
      {weeks.map((week, index) => (
        <WeekMark key={week.monday} week={week} place={full[index] ?? null} range={range} />
      ))}
      {lastFull !== null && <circle class="dot" cx={lastFull[0]} cy={lastFull[1]} r={3} />}
      {open !== null && <circle class="dot open" cx={open[0]} cy={open[1]} r={3} />}
    </svg>
  );
}

function WeekMark({
  week,
  place,
  range,
}: {
  readonly week: Week;
  readonly place: Place | null;
  readonly range: Measured['range'];
}) {
  if (place === null || !isOutside(week, range)) return null;
  return <path class="signal" d={diamond(place[0], place[1], 4.5)} />;
}
