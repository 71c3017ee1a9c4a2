import { useHrefHere } from '../address/navigation.js';
import { Standing } from '../components/metric-tile.js';
import type { Measured } from '../measures/measured.js';
import { valueText } from '../measures/value-text.js';

/** The five numbers side by side; one of them is opened below. */
export function MetricStrip({
  measured,
  opened,
  hrefOf,
}: {
  readonly measured: readonly Measured[];
  readonly opened: Measured;
  readonly hrefOf?: (slug: string) => string;
}) {
  const hrefHere = useHrefHere();
  return (
    <nav class="panel strip" aria-label="Metrics">
      {measured.map((one) => {
        const { measure, now } = one;
        return (
          <a
            key={measure.id}
            href={hrefOf === undefined ? hrefHere({ metric: measure.slug, panel: null }) : hrefOf(measure.slug)}
            {...(measure.id === opened.measure.id ? { 'aria-current': 'true' as const } : {})}
          >
            <span class="cap">{measure.title}</span>
            <b>
              {now.value === null
                ? now.lowerBound === null
                  ? '–'
                  : `≥ ${valueText(measure.kind, now.lowerBound)}`
                : valueText(measure.kind, now.value)}
            </b>
            <Standing measured={one} />
          </a>
        );
      })}
    </nav>
  );
}
