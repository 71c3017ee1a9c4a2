import { duration } from '../format/duration.js';
import { linear, ticksFromZero } from './scale.js';
import { useWidth } from './use-width.js';

const HEIGHT = 180;
const EDGES = [
  60, 300, 900, 1_800, 3_600, 7_200, 14_400, 28_800, 57_600, 86_400, 172_800, 345_600, 604_800, 1_209_600, 2_419_200,
  7_776_000,
];

/** Durations in bins that double, bars from zero. */
export function DistributionChart({ values, unit }: { readonly values: readonly number[]; readonly unit: string }) {
  const { box, width } = useWidth<HTMLElement>();
  const bins = binsOf(values);
  const label = `Of ${values.length} ${unit}: ${bins
    .filter(({ count }) => count > 0)
    .map(({ from, to, count }) => `${count} of ${duration(from)} to ${duration(to)}`)
    .join(', ')}`;
  return (
    <figure class="distribution" ref={box}>
      {width > 0 && <Bars bins={bins} width={width} label={label} unit={unit} />}
    </figure>
  );
}

interface Bin {
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

/** The bins between the least and the greatest value. */
function binsOf(values: readonly number[]): readonly Bin[] {
  const bins = EDGES.map((to, index) => {
    const from = index === 0 ? 0 : (EDGES[index - 1] ?? 0);
    return { from, to, count: values.filter((value) => value > from && value <= to).length };
  });
  const first = bins.findIndex(({ count }) => count > 0);
  const last = bins.findLastIndex(({ count }) => count > 0);
  return first < 0 ? [] : bins.slice(first, last + 1);
}

function Bars({
  bins,
  width,
  label,
  unit,
}: {
  readonly bins: readonly Bin[];
  readonly width: number;
  readonly label: string;
  readonly unit: string;
}) {
  const [left, top, bottom] = [30, 10, HEIGHT - 34];
  const most = Math.max(...bins.map(({ count }) => count));
  const x = linear(0, bins.length, left, width - 4);
  const y = linear(0, most * 1.05, bottom, top);
  const every = Math.ceil(bins.length / 5);
  return (
    <svg viewBox={`0 0 ${width} ${HEIGHT}`} width={width} height={HEIGHT} role="img" aria-label={label}>
      {ticksFromZero(most).map((tick) => (
        <g key={tick}>
          <line class="grid" x1={left} y1={y(tick)} x2={width} y2={y(tick)} />
          <text x={left - 6} y={y(tick) + 4} text-anchor="end">
            {tick}
          </text>
        </g>
      ))}
      {bins.map(({ to, count }, index) => (
        <rect
          key={to}
          class="column"
          x={x(index) + 1}
          width={Math.max(1, x(1) - x(0) - 2)}
          y={y(count)}
          height={bottom - y(count)}
        />
      ))}
      {bins.map(
        ({ to }, index) =>
          (index + 1) % every === 0 && (
            <text key={to} x={x(index + 1)} y={bottom + 16} text-anchor={index === bins.length - 1 ? 'end' : 'middle'}>
              {duration(to)}
            </text>
          ),
      )}
      <text x={width - 4} y={HEIGHT - 2} text-anchor="end">
        {unit} by duration, bins widen
      </text>
    </svg>
  );
}
