import { useHref, useNavigation, useTimeWindow } from '../../address/navigation.js';
import { daysBetween } from '../../address/civil-time.js';
import { daysStillChanging } from '../../address/time-window.js';
import { MetricTile } from '../../components/metric-tile.js';
import { staleTexts } from '../../entities/source-standing.js';
import { counted, NBSP } from '../../format/number.js';
import type { SourceStandingFragment } from '../../generated/graphql.js';
import type { Measured } from '../../measures/measured.js';

/** Failures of these days may not be known yet, as the API says of PROVISIONAL. */
const DAYS_OPEN = 7;

/** The five numbers, three of throughput and two of instability, on rows they share. */
export function FiveTiles({
  measured,
  sources,
}: {
  readonly measured: readonly Measured[];
  readonly sources: readonly SourceStandingFragment[];
}) {
  const { address, now } = useNavigation();
  const window = useTimeWindow();
  const href = useHref();
  const { team, service, environment } = address.view;
  const changing = daysStillChanging(window, now, DAYS_OPEN);
  const all = daysBetween(window.days.from, window.days.to);
  const provisional = window.isRunning
    ? 'the window is not over'
    : changing > 0
      ? `last ${changing} of ${counted(all, 'day')} may still change`
      : null;
  const tile = (one: Measured) => (
    <MetricTile
      key={one.measure.id}
      measured={one}
      href={href('metric', one.measure.slug, { team, service, environment })}
      notes={{ provisional, stale: staleTexts(sources, one.measure.id, now) }}
    />
  );
  return (
    <div class="tiles five">
      <div class="fac a">Throughput</div>
      {measured.filter(({ measure }) => measure.factor === 'throughput').map(tile)}
      <div class="fac z">Instability</div>
      {measured.filter(({ measure }) => measure.factor === 'instability').map(tile)}
    </div>
  );
}

/** Of the size that the tiles will have. */
export function FiveTilesSkeleton() {
  return (
    <>
      <div class="head" aria-hidden="true">
        <span class="skeleton title" />
      </div>
      <div class="tiles five" aria-hidden="true">
        <div class="fac a">Throughput</div>
        {[1, 2, 3].map(skeletonTile)}
        <div class="fac z">Instability</div>
        {[4, 5].map(skeletonTile)}
      </div>
    </>
  );
}

const skeletonTile = (index: number) => (
  <div key={index} class="tile">
    <span class="skeleton line" />
    <span class="skeleton value" />
    <span class="skeleton line" />
    <span class="skeleton line" />
    <span class="skeleton line" />
    <span class="skeleton chart" />
    <span class="skeleton line" />
  </div>
);

/** How to read a tile. */
export function TilesKey() {
  const { weeks } = useTimeWindow();
  return (
    <div class="key" aria-hidden="true">
      <span>
        <svg class="swatch">
          <line class="reach" x1="1" y1="6" x2="17" y2="6" />
          <line class="tick" x1="9" y1="0" x2="9" y2="12" />
        </svg>
        value and 95{NBSP}% interval
      </span>
      <span>
        <svg class="swatch">
          <circle class="before" cx="9" cy="6" r="3.5" />
        </svg>
        previous {weeks === 1 ? 'week' : `${weeks} weeks`}
      </span>
      <span>
        <svg class="swatch">
          <rect class="usual" width="18" height="12" />
          <line class="centre" x1="0" y1="6" x2="18" y2="6" />
        </svg>
        usual range, from the weeks before
      </span>
      <span>
        <svg class="swatch">
          <path class="signal" d="M9 1l5 5-5 5-5-5z" />
        </svg>
        outside it
      </span>
      <span>
        <span class="swatch hatched" />
        week not over
      </span>
    </div>
  );
}
