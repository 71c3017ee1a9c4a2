import { useNavigation, useTimeWindow } from '../../address/navigation.js';
import { DataTable } from '../../components/data-table.js';
import { Mark, type Shape } from '../../components/marks.js';
import { Panel } from '../../components/panel.js';
import { momentText } from '../../format/date.js';
import type { Deployment } from './deployment-timeline.js';
import { type RolloutMoment, rolloutMoments } from './rollout-moments.js';

const shapes: Readonly<Record<RolloutMoment['tone'], Shape>> = {
  good: 'succeeded',
  bad: 'failed',
  wait: 'waiting',
  run: 'running',
};

/** What a rollout waited for, its steps and its checks, as its tools told; nothing is shown where they told nothing. */
export function RolloutPanel({ deployment }: { readonly deployment: Deployment }) {
  const { now } = useNavigation();
  const { timeZone } = useTimeWindow();
  const moments = rolloutMoments(deployment);
  if (moments.length === 0) return null;
  return (
    <Panel title="Gates, steps and checks" note="as its tools told">
      <DataTable
        caption="Gates, steps and checks"
        rows={moments}
        rowKey={({ key }) => key}
        columns={[
          { title: 'What', place: 'title', cell: ({ what }) => <bdi>{what}</bdi> },
          {
            title: 'When',
            cell: ({ at }) => <span class="nw">{at === null ? 'not told' : momentText(at, timeZone, now)}</span>,
          },
          {
            title: 'Outcome',
            cell: ({ outcome, tone }) =>
              outcome === '' ? (
                ''
              ) : (
                <Mark shape={shapes[tone]} tone={tone}>
                  {outcome}
                </Mark>
              ),
          },
        ]}
      />
    </Panel>
  );
}
