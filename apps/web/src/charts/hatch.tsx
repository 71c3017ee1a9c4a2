import { useId } from 'preact/hooks';

/** Hatching says "do not lean on this". `fill` goes to what is hatched, `defs` anywhere into the same drawing. */
export function useHatch() {
  const id = `hatch${useId()}`;
  return {
    fill: `url(#${id})`,
    defs: (
      <defs>
        <pattern id={id} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <line class="hatching" x1="0" y1="0" x2="0" y2="6" />
        </pattern>
      </defs>
    ),
  };
}
