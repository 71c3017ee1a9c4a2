import { useHref } from '../../address/navigation.js';
import { Sparkline } from '../../charts/sparkline.js';
import { Answered, SkeletonPanel } from '../../components/answered.js';
import { type Column, DataTable } from '../../components/data-table.js';
import { Standing } from '../../components/metric-tile.js';
import type { Measure } from '../../measures/measure.js';
import type { Measured } from '../../measures/measured.js';
import { sparklineText } from '../../measures/sparkline-text.js';
import { useMeasures } from '../../measures/use-measures.js';
import { intervalText, samplesText, valueText } from '../../measures/value-text.js';
import { betweenText } from './between.js';

interface Line {
  readonly measure: Measure;
  readonly first: Measured | undefined;
  readonly second: Measured | undefined;
}

/** The five metrics of two places, a line each. */
export function PlacesTable({
  kind,
  first,
  second,
}: {
  readonly kind: 'team' | 'service';
  readonly first: string;
  readonly second: string;
}) {
  const scopeFor = (name: string) => (kind === 'team' ? { teams: [name] } : { services: [name] });
  const [one, other] = [useMeasures(scopeFor(first)), useMeasures(scopeFor(second))];
  return (
    <Answered question={one} subject={`The numbers of ${first}`} skeleton={<SkeletonPanel lines={10} />}>
      {(ofFirst) => (
        <Answered question={other} subject={`The numbers of ${second}`} skeleton={<SkeletonPanel lines={10} />}>
          {(ofSecond) => (
            <DataTable
              caption={`The five metrics of ${first} and ${second}`}
              columns={columnsFor(kind, first, second)}
              rows={linesOf(ofFirst, ofSecond)}
              rowKey={({ measure }) => measure.id}
            />
          )}
        </Answered>
      )}
    </Answered>
  );
}

const linesOf = (first: readonly Measured[], second: readonly Measured[]): readonly Line[] =>
  first.map((one) => ({
    measure: one.measure,
    first: one,
    second: second.find(({ measure }) => measure.id === one.measure.id),
  }));

const columnsFor = (kind: 'team' | 'service', first: string, second: string): readonly Column<Line>[] => [
  { title: 'Metric', place: 'title', cell: ({ measure }) => measure.heading },
  { title: first, place: 'wide', cell: (line) => <PlaceCell kind={kind} name={first} measured={line.first} /> },
  {
    // Of one place beside itself there is one column.
    title: second === first ? `${second} again` : second,
    place: 'wide',
    cell: (line) => <PlaceCell kind={kind} name={second} measured={line.second} />,
  },
  {
    title: 'The first against the second',
    place: 'wide',
    cell: ({ measure, first: one, second: other }) => {
      if (one === undefined || other === undefined) return '–';
      const { isSure, text } = betweenText(measure, one.now, other.now);
      return isSure ? <b>{text}</b> : <span class="mute">{text}</span>;
    },
  },
];

/** Value, n, interval, the difference to its own past, and 26 weeks. */
function PlaceCell({
  kind,
  name,
  measured,
}: {
  readonly kind: 'team' | 'service';
  readonly name: string;
  readonly measured: Measured | undefined;
}) {
  const href = useHref();
  if (measured === undefined) return <span class="mute">–</span>;
  const { measure, now } = measured;
  const { value, low, high } = now;
  const bound = value ?? now.lowerBound;
  return (
    <div class="place">
      <a class="q b" href={href(kind, name, { metric: measure.slug })}>
        {bound === null ? 'no value' : `${value === null ? '≥ ' : ''}${valueText(measure.kind, bound)}`}
        <span class="sr">
          , {measure.title} of {name}
        </span>
      </a>{' '}
      <span class="cap">
        {now.n === 0 ? 'nothing in this window' : samplesText(measure, now)}
        {value !== null && low !== null && high !== null && `, ${intervalText(measure.kind, low, high, value)}`}
      </span>
      <div>
        <Standing measured={measured} />
      </div>
      <Sparkline measured={measured} label={`${name}: ${sparklineText(measured)}`} />
    </div>
  );
}
