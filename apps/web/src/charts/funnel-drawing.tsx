import { axisText } from '../measures/value-text.js';
import { FEWEST_JUDGED, type FunnelLayout } from './funnel-layout.js';
import type { FunnelMark } from './funnel-marks.js';
import { useHatch } from './hatch.js';
import { bandPath, diamond, linePath, type Place } from './scale.js';

interface Parts {
  readonly marks: readonly FunnelMark[];
  readonly pooled: number;
  readonly layout: FunnelLayout;
}

/** The funnel, its axes and marks. */
export function FunnelDrawing({
  marks,
  pooled,
  layout,
  label,
  current,
}: Parts & { readonly label: string; readonly current: number | null }) {
  const { width, height, plot, x } = layout;
  const hatch = useHatch();
  const pointed = current === null ? undefined : marks[current];
  return (
    <svg viewBox={`0 0 ${width} ${height}`} width={width} height={height} role="img" aria-label={label}>
      {hatch.defs}
      <Axes layout={layout} />
      <path class="usual" d={bandPath(layout.limits95.high, layout.limits95.low)} />
      <rect
        x={plot.left}
        width={x(FEWEST_JUDGED - 0.5) - plot.left}
        y={plot.top}
        height={plot.bottom - plot.top}
        fill={hatch.fill}
      />
      <LimitLines layout={layout} pooled={pooled} />
      {marks.map((mark) => (
        <MarkShape key={`${mark.n} ${mark.numerator}`} mark={mark} layout={layout} />
      ))}
      {pointed !== undefined && <circle class="ring" cx={x(pointed.n)} cy={layout.y(pointed.value)} r={10} />}
      <Labels marks={marks} layout={layout} pointed={pointed} />
    </svg>
  );
}

function Axes({ layout: { plot, x, y, sizes, shares, isNarrow } }: Pick<Parts, 'layout'>) {
  return (
    <>
      {shares.map((share) => (
        <g key={share}>
          <line class="grid" x1={plot.left} y1={y(share)} x2={plot.right} y2={y(share)} />
          <text x={plot.left - 6} y={y(share) + 4} text-anchor="end">
            {axisText('share', share)}
          </text>
        </g>
      ))}
      {sizes.map((n) => (
        <text key={n} x={x(n)} y={plot.bottom + 17} text-anchor="middle">
          {n}
        </text>
      ))}
      <text x={(plot.left + plot.right) / 2} y={plot.bottom + 36} text-anchor="middle">
        {isNarrow ? 'deployments' : 'deployments counted in the window'}
      </text>
    </>
  );
}

const LINE_HEIGHT = 14;

function LimitLines({ layout: { plot, y, limits95, limits998, isNarrow }, pooled }: Omit<Parts, 'marks'>) {
  const end = (places: FunnelLayout['limits95']['high']): number => places.at(-1)?.[1] ?? 0;
  /** A limit beyond the axis is not drawn along its edge. */
  const inside = (places: readonly Place[]): readonly (Place | null)[] =>
    places.map((place) => (place[1] > plot.top && place[1] < plot.bottom ? place : null));
  const names = apart([
    { text: '99.8 % limit', at: end(limits998.high) },
    { text: '95 % limit', at: end(limits95.high) },
    { text: `all ${axisText('share', pooled)}`, at: y(pooled) },
  ]);
  return (
    <>
      <path class="limit" d={linePath(inside(limits95.high))} />
      <path class="limit" d={linePath(inside(limits95.low))} />
      <path class="limit far" d={linePath(inside(limits998.high))} />
      <path class="limit far" d={linePath(inside(limits998.low))} />
      <line class="pooled" x1={plot.left} x2={plot.right} y1={y(pooled)} y2={y(pooled)} />
      {!isNarrow &&
        names.map(({ text, at }) => (
          <text key={text} x={plot.right + 6} y={at + 4}>
            {text}
          </text>
        ))}
    </>
  );
}

/** From the top down, no two closer than a line. */
function apart<Named extends { readonly at: number }>(names: readonly Named[]): readonly Named[] {
  let last = -Infinity;
  return names.map((name) => {
    last = Math.max(name.at, last + LINE_HEIGHT);
    return { ...name, at: last };
  });
}

function MarkShape({ mark, layout: { x, y } }: { readonly mark: FunnelMark; readonly layout: FunnelLayout }) {
  const [left, top] = [x(mark.n), y(mark.value)];
  if (mark.flagged) return <path class="signal" d={diamond(left, top, 7)} />;
  return <circle class={mark.judged ? 'dot' : 'thin'} cx={left} cy={top} r={mark.judged ? 5 : 4.5} />;
}

/** Of bold letters, in a wide font. */
const CHARACTER = 7.4;
const LONGEST = 30;

/** Names of the marks that stand out, and of the one that is pointed at. */
function Labels({
  marks,
  layout: { x, y, plot, width },
  pointed,
}: Pick<Parts, 'marks' | 'layout'> & { readonly pointed: FunnelMark | undefined }) {
  const shown = marks.filter((mark) => mark.flagged || mark === pointed).toSorted((a, b) => b.value - a.value);
  const placed = apart(shown.map((mark) => ({ mark, at: y(mark.value) })));
  return (
    <>
      {placed.map(({ mark, at }) => {
        const text = `${nameOf(mark)} ${mark.numerator} of ${mark.n}`;
        const [length, middle] = [text.length * CHARACTER, x(mark.n)];
        const isRight = middle + 14 + length < width;
        const isLeft = !isRight && middle - 14 - length > plot.left;
        // On a phone neither side may have room: then it stands above its mark.
        const isAbove = !isRight && !isLeft;
        return (
          <text
            key={text}
            class={mark.flagged ? 'lab signal-text' : 'lab'}
            x={isAbove ? width - 2 : middle + (isRight ? 14 : -14)}
            y={isAbove ? at - 10 : at + 4}
            text-anchor={isRight ? 'start' : 'end'}
          >
            {text}
          </text>
        );
      })}
    </>
  );
}

function nameOf({ names: [first = '', ...others] }: FunnelMark): string {
  const name = first.length > LONGEST ? `${first.slice(0, LONGEST)}…` : first;
  return others.length === 0 ? name : `${name} and ${others.length} more,`;
}
