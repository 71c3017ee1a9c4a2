import { useHref } from '../../address/navigation.js';
import { type TimeWindow, previousLabel } from '../../address/time-window.js';
import { DataTable } from '../../components/data-table.js';
import { Panel } from '../../components/panel.js';
import { counted } from '../../format/number.js';
import type { FlagValueFragment, MetricId } from '../../generated/graphql.js';
import { amountText } from '../metric/amount-text.js';

/** The four of flags, in the order of DORA's: how often, how fast, how often wrong, how soon right. */
export const flagMetricIds: readonly MetricId[] = [
  'FLAG_RELEASE_FREQUENCY',
  'FLAG_EXPOSURE_LEAD_TIME',
  'FLAG_CHANGE_FAIL_RATE',
  'FLAG_RECOVERY_TIME',
];

const words: Readonly<
  Partial<Record<MetricId, { readonly title: string; readonly n: readonly [one: string, many: string] }>>
> = {
  FLAG_RELEASE_FREQUENCY: { title: 'Releases by flag', n: ['release', 'releases'] },
  FLAG_EXPOSURE_LEAD_TIME: { title: 'From commit to first users, median', n: ['change', 'changes'] },
  FLAG_CHANGE_FAIL_RATE: { title: 'Releases that failed', n: ['release', 'releases'] },
  FLAG_RECOVERY_TIME: { title: 'Recovery of a failed release, median', n: ['failure', 'failures'] },
};

/** The four metrics of one flag or of all; each leads to what it was made from. */
export function FlagMetricsPanel({
  now,
  before,
  window,
  flag,
}: {
  readonly now: readonly FlagValueFragment[];
  readonly before: readonly FlagValueFragment[];
  readonly window: TimeWindow;
  /** null: of all flags. */
  readonly flag: string | null;
}) {
  const href = useHref();
  const earlier = new Map(before.map((point) => [point.metric, point]));
  return (
    <Panel title="Releases by feature flag" note="a ramp of several steps is one release">
      <DataTable
        caption="Metrics of releases by feature flag"
        rows={now}
        rowKey={({ metric }) => metric}
        columns={[
          {
            title: 'Metric',
            place: 'title',
            cell: ({ metric }) => (
              <a class="q" href={href('metric', metric.toLowerCase().replaceAll('_', '-'), { flag })}>
                {words[metric]?.title ?? metric}
              </a>
            ),
          },
          { title: 'Value', isNumber: true, cell: (point) => <b class="nw">{valueText(point)}</b> },
          { title: '95 % interval', isNumber: true, cell: (point) => <span class="nw">{intervalText(point)}</span> },
          { title: 'Made from', isNumber: true, cell: (point) => <span class="nw">{countText(point)}</span> },
          {
            title: capital(previousLabel(window)),
            isNumber: true,
            cell: ({ metric }) => {
              const point = earlier.get(metric);
              return <span class="nw">{point === undefined ? '–' : valueText(point)}</span>;
            },
          },
        ]}
      />
      <p class="cap">
        – is no data, which is not zero. Each name opens what the number was made from, and what was left out, with why.
      </p>
    </Panel>
  );
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const valueText = ({ unit, value }: FlagValueFragment): string => (value === null ? '–' : amountText(unit, value));

const intervalText = ({ unit, low, high }: FlagValueFragment): string =>
  low === null || high === null ? '–' : `${amountText(unit, low)} to ${amountText(unit, high)}`;

const countText = ({ metric, n, open, status }: FlagValueFragment): string =>
  [
    counted(n, ...(words[metric]?.n ?? ['sample', 'samples'])),
    open ? `${open} still open` : '',
    status === 'INSUFFICIENT' && n > 0 ? 'too few to compare' : '',
  ]
    .filter((part) => part !== '')
    .join(', ');
