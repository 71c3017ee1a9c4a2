import { DataTable } from '../../components/data-table.js';
import type { MetricId, MetricTableValueFragment } from '../../generated/graphql.js';
import { amountText, rangeText } from './amount-text.js';

/** Values of metrics beside those of the time before; each name leads to what the number was made from. */
export function MetricValues({
  caption,
  now,
  before,
  beforeTitle,
  titles,
  hrefOf,
  countText,
}: {
  readonly caption: string;
  readonly now: readonly MetricTableValueFragment[];
  readonly before: readonly MetricTableValueFragment[];
  readonly beforeTitle: string;
  readonly titles: Readonly<Partial<Record<MetricId, string>>>;
  readonly hrefOf: (metric: MetricId) => string;
  readonly countText: (point: MetricTableValueFragment) => string;
}) {
  const earlier = new Map(before.map((point) => [point.metric, point]));
  return (
    <DataTable
      caption={caption}
      rows={now}
      rowKey={({ metric }) => metric}
      columns={[
        {
          title: 'Metric',
          place: 'title',
          cell: ({ metric }) => (
            <a class="q" href={hrefOf(metric)}>
              {titles[metric] ?? metric}
            </a>
          ),
        },
        { title: 'Value', isNumber: true, cell: (point) => <b class="nw">{valueText(point)}</b> },
        { title: '95 % interval', isNumber: true, cell: (point) => <span class="nw">{intervalText(point)}</span> },
        { title: 'Made from', isNumber: true, cell: (point) => <span class="nw">{countText(point)}</span> },
        {
          title: beforeTitle,
          isNumber: true,
          cell: ({ metric, value }) => <span class="nw">{valueText(earlier.get(metric), value)}</span>,
        },
      ]}
    />
  );
}

/** In the unit of the value it stands beside, where there is one. */
const valueText = (point: MetricTableValueFragment | undefined, like: number | null = null): string =>
  point === undefined || point.value === null ? '–' : amountText(point.unit, point.value, like || point.value);

const intervalText = ({ unit, value, low, high }: MetricTableValueFragment): string =>
  value === null || low === null || high === null ? '–' : rangeText(unit, low, high, value);
