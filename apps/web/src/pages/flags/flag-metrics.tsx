import { useHref } from '../../address/navigation.js';
import { type TimeWindow, previousLabel } from '../../address/time-window.js';
import { Panel } from '../../components/panel.js';
import { counted } from '../../format/number.js';
import { capital } from '../../format/text.js';
import type { MetricId, MetricTableValueFragment } from '../../generated/graphql.js';
import { slugOf } from '../metric/metric-slug.js';
import { MetricValues } from '../metric/metric-values.js';

/** The four of flags, in the order of DORA's: how often, how fast, how often wrong, how soon right. */
export const flagMetricIds: readonly MetricId[] = [
  'FLAG_RELEASE_FREQUENCY',
  'FLAG_EXPOSURE_LEAD_TIME',
  'FLAG_CHANGE_FAIL_RATE',
  'FLAG_RECOVERY_TIME',
];

const titles: Readonly<Partial<Record<MetricId, string>>> = {
  FLAG_RELEASE_FREQUENCY: 'Releases by flag',
  FLAG_EXPOSURE_LEAD_TIME: 'From commit to first users, median',
  FLAG_CHANGE_FAIL_RATE: 'Releases that failed',
  FLAG_RECOVERY_TIME: 'Recovery of a failed release, median',
};
const samples: Readonly<Partial<Record<MetricId, string>>> = {
  FLAG_RELEASE_FREQUENCY: 'release',
  FLAG_EXPOSURE_LEAD_TIME: 'change',
  FLAG_CHANGE_FAIL_RATE: 'release',
  FLAG_RECOVERY_TIME: 'failure',
};

/** The four metrics of one flag or of all; each leads to what it was made from. */
export function FlagMetricsPanel({
  now,
  before,
  window,
  flag,
  team = null,
  service = null,
}: {
  readonly now: readonly MetricTableValueFragment[];
  readonly before: readonly MetricTableValueFragment[];
  readonly window: TimeWindow;
  /** null: of all flags. */
  readonly flag: string | null;
  /** What narrows them besides. */
  readonly team?: string | null;
  readonly service?: string | null;
}) {
  const href = useHref();
  return (
    <Panel title="Releases by feature flag" note="a ramp of several steps is one release">
      <MetricValues
        caption="Metrics of releases by feature flag"
        now={now}
        before={before}
        beforeTitle={capital(previousLabel(window))}
        titles={titles}
        hrefOf={(metric) => href('metric', slugOf(metric), { flag, team, service })}
        countText={countText}
      />
      <p class="cap">
        – is no data, which is not zero. Each name opens what the number was made from, and what was left out, with why.
      </p>
    </Panel>
  );
}

const countText = ({ metric, n, open, status }: MetricTableValueFragment): string =>
  [
    counted(n, samples[metric] ?? 'sample'),
    open ? `${open} still open` : '',
    status === 'INSUFFICIENT' && n > 0 ? 'too few to compare' : '',
  ]
    .filter((part) => part !== '')
    .join(', ');
