import { useWidth } from '../../charts/use-width.js';
import type { Then } from './month-ends.js';

const HEIGHT = 96;
const [TOP, BOTTOM] = [16, 20];

/** A card at the ends of months: a bar is what was met of all its criteria; filled darker where it was reached. */
export function CardHistoryChart({
  card,
  title,
  months,
}: {
  readonly card: Then['cards'][number]['card'];
  readonly title: string;
  readonly months: readonly Then[];
}) {
  const { box, width } = useWidth<HTMLElement>();
  const bars = months.flatMap(({ label, cards }) => {
    const found = cards.find((one) => one.card === card);
    return found === undefined ? [] : [{ label, ...found }];
  });
  const said = bars.map(({ label, met, total, reached }) => `${label} ${met} of ${total}${reached ? ', reached' : ''}`);
  const step = width / Math.max(1, bars.length);
  const wide = Math.max(4, Math.min(34, step - 10));
  const depth = HEIGHT - TOP - BOTTOM;
  return (
    <figure class="month-bars" ref={box}>
      <figcaption>{title}</figcaption>
      {width > 0 && (
        <svg
          viewBox={`0 0 ${width} ${HEIGHT}`}
          width={width}
          height={HEIGHT}
          role="img"
          aria-label={`${title}: ${said.join('; ')}`}
        >
          <line class="grid" x1={0} x2={width} y1={HEIGHT - BOTTOM} y2={HEIGHT - BOTTOM} />
          {bars.map(({ label, met, total, reached }, index) => {
            const x = index * step + (step - wide) / 2;
            const height = total === 0 ? 0 : (met / total) * depth;
            return (
              <g key={label}>
                <rect class="whole" x={x} y={TOP} width={wide} height={depth} />
                <rect
                  class={reached ? 'met reached' : 'met'}
                  x={x}
                  y={TOP + depth - height}
                  width={wide}
                  height={height}
                />
                <text x={x + wide / 2} y={TOP - 4} text-anchor="middle">
                  {met}/{total}
                </text>
                <text x={x + wide / 2} y={HEIGHT - 5} text-anchor="middle">
                  {label.replace(/^\d+\s/, '').slice(0, 3)}
                </text>
              </g>
            );
          })}
        </svg>
      )}
    </figure>
  );
}
