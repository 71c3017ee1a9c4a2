import { addDays, civilDateAt, startOfDay } from '../address/civil-time.js';
import { clockText, daysText, dayText } from '../format/date.js';
import { useHatch } from './hatch.js';
import { diamond, linear, type Scale } from './scale.js';
import { useWidth } from './use-width.js';

/** Sand is waiting, blue is working, outlined blue is on for some, vermilion is failing, outlined vermilion an incident. */
export interface Span {
  readonly from: number;
  /** null: it has not ended. */
  readonly to: number | null;
  readonly kind: 'wait' | 'work' | 'part' | 'bad' | 'incident';
  readonly text: string;
}

export interface Moment {
  readonly at: number;
  readonly kind: 'merge' | 'rollback' | 'incident';
  readonly text: string;
}

export interface TimelineRow {
  readonly label: string;
  readonly spans?: readonly Span[];
  readonly moments?: readonly Moment[];
}

const NARROW = 560;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 240, 360, 720, 1_440, 2_880, 7 * 1_440, 14 * 1_440, 28 * 1_440].map(
  (minutes) => minutes * MINUTE,
);

/** The days it shows, and whose they are: "17–18 Nov 2026, Europe/Berlin". */
export function timelineNote(rows: readonly TimelineRow[], timeZone: string): string {
  const instants = instantsOf(rows);
  if (instants.length === 0) return timeZone;
  const day = (instant: number): string => civilDateAt(instant, timeZone);
  return `${daysText(day(Math.min(...instants)), day(Math.max(...instants)))}, ${timeZone}`;
}

/** What happened when, row by row. */
export function TimelineChart({
  rows,
  timeZone,
  label,
}: {
  readonly rows: readonly TimelineRow[];
  readonly timeZone: string;
  readonly label: string;
}) {
  const { box, width } = useWidth<HTMLElement>();
  return (
    <figure class="timeline" ref={box}>
      {width > 0 && <Drawing rows={rows} timeZone={timeZone} label={label} width={width} />}
    </figure>
  );
}

function Drawing({
  rows,
  timeZone,
  label,
  width,
}: {
  readonly rows: readonly TimelineRow[];
  readonly timeZone: string;
  readonly label: string;
  readonly width: number;
}) {
  const hatch = useHatch();
  const isNarrow = width < NARROW;
  const [left, rowHeight, top] = [isNarrow ? 0 : 130, isNarrow ? 46 : 34, isNarrow ? 18 : 6];
  const height = rows.length * rowHeight + 30;
  const { begin, end } = extent(rows);
  const x = linear(begin, end, left, width - 14);
  const ticks = ticksOf(begin, end, timeZone, isNarrow ? 4 : 8);
  return (
    <svg viewBox={`0 0 ${width} ${height}`} width={width} height={height} role="img" aria-label={label}>
      {hatch.defs}
      {ticks.map((tick) => (
        <g key={tick}>
          <line class="grid" x1={x(tick)} y1={0} x2={x(tick)} y2={height - 22} />
          <text
            x={x(tick)}
            y={height - 6}
            text-anchor={x(tick) < left + 20 ? 'start' : x(tick) > width - 40 ? 'end' : 'middle'}
          >
            {tickText(tick, timeZone, end - begin)}
          </text>
        </g>
      ))}
      {rows.map(({ label: name, spans = [], moments = [] }, index) => {
        const y = index * rowHeight + top;
        return (
          <g key={`${index} ${name}`}>
            <text class="lab" x={0} y={isNarrow ? y - 4 : y + 15}>
              {name}
            </text>
            {spans.map((span) => (
              <SpanBar
                key={`${span.kind}${span.from}`}
                span={span}
                x={x}
                y={y}
                end={end}
                width={width}
                hatch={hatch.fill}
              />
            ))}
            {moments.map((moment) => (
              <MomentMark key={`${moment.kind}${moment.at}`} moment={moment} x={x} y={y} width={width} />
            ))}
          </g>
        );
      })}
    </svg>
  );
}

interface Placed {
  readonly x: Scale;
  readonly y: number;
  readonly width: number;
}

const CHARACTER = 6.6;

function SpanBar({
  span,
  x,
  y,
  end,
  width,
  hatch,
}: Placed & { readonly span: Span; readonly end: number; readonly hatch: string }) {
  const [from, to] = [x(span.from), x(span.to ?? end)];
  const size = Math.max(3, to - from);
  const fits = size > span.text.length * CHARACTER + 10;
  const isRight = to + span.text.length * CHARACTER + 10 < width;
  return (
    <>
      <rect class={`span ${span.kind}`} x={from} y={y} width={size} height={22} rx={2} />
      {span.to === null && (
        <rect x={Math.max(from, to - 30)} y={y} width={Math.min(30, size)} height={22} fill={hatch} />
      )}
      {fits ? (
        <text class={`in ${span.kind}`} x={from + 6} y={y + 15}>
          {span.text}
        </text>
      ) : (
        <text class="lab" x={isRight ? from + size + 5 : from - 5} y={y + 15} text-anchor={isRight ? 'start' : 'end'}>
          {span.text}
        </text>
      )}
    </>
  );
}

function MomentMark({ moment, x, y, width }: Placed & { readonly moment: Moment }) {
  const at = x(moment.at);
  const isRight = at + 13 + moment.text.length * CHARACTER < width;
  return (
    <>
      {moment.kind === 'merge' && <circle class="dot" cx={at} cy={y + 11} r={5} />}
      {moment.kind === 'incident' && <path class="signal" d={diamond(at, y + 11, 7)} />}
      {moment.kind === 'rollback' && (
        <path class="rolled" d={`M${at - 6} ${y + 11}h9a4 4 0 010 8h-5M${at - 2} ${y + 6.5}l-4.5 4.5 4.5 4.5`} />
      )}
      <text class="lab" x={isRight ? at + 13 : at - 13} y={y + 15} text-anchor={isRight ? 'start' : 'end'}>
        {moment.text}
      </text>
    </>
  );
}

const instantsOf = (rows: readonly TimelineRow[]): number[] =>
  rows.flatMap(({ spans = [], moments = [] }) => [
    ...spans.flatMap(({ from, to }) => [from, to ?? from]),
    ...moments.map(({ at }) => at),
  ]);

/** From the first to the last instant, with some air. */
function extent(rows: readonly TimelineRow[]): { readonly begin: number; readonly end: number } {
  const instants = instantsOf(rows);
  const [first, last] = [Math.min(...instants), Math.max(...instants)];
  const air = Math.max(MINUTE, (last - first) * 0.06);
  return { begin: first - air, end: last + air };
}

/** Round hours, or days, of the zone: a change of clocks moves no tick off them. */
function ticksOf(begin: number, end: number, timeZone: string, most: number): number[] {
  const step = STEPS.find((size) => (end - begin) / size <= most) ?? (end - begin) / most;
  const days = Math.max(1, Math.round(step / DAY));
  const ticks: number[] = [];
  for (let day = civilDateAt(begin, timeZone); ; day = addDays(day, days)) {
    const midnight = startOfDay(day, timeZone);
    if (midnight > end) return ticks;
    const next = startOfDay(addDays(day, 1), timeZone);
    for (let tick = midnight; tick < next && tick <= end; tick += step) if (tick >= begin) ticks.push(tick);
  }
}

function tickText(tick: number, timeZone: string, span: number): string {
  const clock = clockText(tick, timeZone);
  if (span < 20 * HOUR) return clock;
  const day = dayText(civilDateAt(tick, timeZone));
  return clock === '00:00' ? day : `${day} ${clock}`;
}
