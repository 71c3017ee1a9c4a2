import { linear, logarithmic } from './scale.js';
import { useWidth } from './use-width.js';

/** A value with its 95 % interval on a small axis; the ring is the period before. */
export function IntervalBar({
  value,
  low,
  high,
  previous,
  isLogarithmic,
  label,
}: {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly previous: number | null;
  readonly isLogarithmic: boolean;
  readonly label: string;
}) {
  const { box, width } = useWidth<HTMLElement>();
  const known = [value, low, high, ...(previous === null ? [] : [previous])].filter((one) => !isLogarithmic || one > 0);
  const [least, most] = [Math.min(...known), Math.max(...known)];
  const x = isLogarithmic
    ? logarithmic(least / 1.6, most * 1.6, 6, width - 6)
    : linear(Math.max(0, least - (most - least) * 0.6), most + (most - least) * 0.6, 6, width - 6);
  return (
    <figure class="interval" ref={box}>
      {width > 0 && (
        <svg viewBox={`0 0 ${width} 12`} width={width} height={12} role="img" aria-label={label}>
          <line class="grid" x1={0} y1={6} x2={width} y2={6} stroke-width={2} />
          <line class="reach" x1={x(low)} y1={6} x2={x(high)} y2={6} />
          {previous !== null && (previous > 0 || !isLogarithmic) && (
            <circle class="before" cx={x(previous)} cy={6} r={3.5} />
          )}
          <line class="tick" x1={x(value)} y1={0} x2={x(value)} y2={12} />
        </svg>
      )}
    </figure>
  );
}
