import { weekNumber } from '../address/civil-time.js';
import { useHref, useHrefHere, useNavigation, useTimeWindow } from '../address/navigation.js';
import { type Column, DataTable } from '../components/data-table.js';
import { Mark } from '../components/marks.js';
import { Panel } from '../components/panel.js';
import { failureWords, byStrength } from '../entities/failure-words.js';
import { duration } from '../format/duration.js';
import { momentText } from '../format/date.js';
import type { Measure } from '../measures/measure.js';
import type { Measured, Week } from '../measures/measured.js';
import { type DeploymentBehind, deploymentsBehind, type Evidence } from './evidence.js';

const MOST = 12;

/** The deployments that a number was made from. */
export function BehindPanel({
  measured: { measure },
  evidence,
  week,
}: {
  readonly measured: Measured;
  readonly evidence: Evidence;
  readonly week: Week | null;
}) {
  const hrefHere = useHrefHere();
  const columns = useColumns(measure);
  const behind = deploymentsBehind(evidence.counted);
  const title = `Deployments behind it${week === null ? '' : ` in W${weekNumber(week.monday)}`}`;
  return (
    <Panel title={title} note={`${behind.length}${evidence.isCut ? ' and more' : ''} · latest first`}>
      {behind.length === 0 ? (
        <p class="mute">No deployment was counted in this window.</p>
      ) : (
        <DataTable
          caption={title}
          columns={columns}
          rows={behind.slice(0, MOST)}
          rowKey={({ deploymentId }) => deploymentId}
        />
      )}
      {behind.length > MOST && (
        <a class="s" href={hrefHere({ panel: 'counted' })}>
          Everything that was counted
        </a>
      )}
    </Panel>
  );
}

function useColumns(measure: Measure): readonly Column<DeploymentBehind>[] {
  const { now } = useNavigation();
  const { timeZone } = useTimeWindow();
  const href = useHref();
  const moment = (at: string | null): string => (at === null ? 'still open' : momentText(at, timeZone, now));
  const name: Column<DeploymentBehind> = {
    title: 'Deployment',
    place: 'title',
    cell: ({ deploymentId, row }) => (
      <a class="q" href={href('deployment', deploymentId)}>
        <bdi>
          {row.service} {row.sha?.slice(0, 7) ?? ''}
        </bdi>
      </a>
    ),
  };
  const finished: Column<DeploymentBehind> = {
    title: 'Finished',
    cell: ({ row }) => <span class="nw">{moment(row.at)}</span>,
  };
  const because: Column<DeploymentBehind> = {
    title: 'Shown by',
    place: 'wide',
    cell: ({ row }) =>
      byStrength(row.failures)
        .slice(0, 1)
        .map(({ rule }) => failureWords[rule]),
  };
  switch (measure.id) {
    case 'CHANGE_LEAD_TIME':
      return [
        name,
        finished,
        { title: 'Commits', isNumber: true, cell: ({ samples }) => samples },
        { title: 'Median', isNumber: true, cell: ({ median }) => (median === null ? '' : duration(median)) },
        { title: 'Slowest', isNumber: true, cell: ({ slowest }) => (slowest === null ? '' : duration(slowest)) },
      ];
    case 'FAILED_DEPLOYMENT_RECOVERY_TIME':
      return [
        name,
        { title: 'Failing since', cell: ({ row }) => <span class="nw">{moment(row.opensAt)}</span> },
        { title: 'Repaired', cell: ({ row }) => <span class="nw">{moment(row.closesAt)}</span> },
        { title: 'Recovery', isNumber: true, cell: ({ median }) => (median === null ? 'open' : duration(median)) },
        because,
      ];
    case 'CHANGE_FAIL_RATE':
    case 'DEPLOYMENT_REWORK_RATE':
    case 'DEPLOYMENT_FREQUENCY':
      return [
        name,
        { title: 'Environment', cell: ({ row }) => <bdi>{row.environment}</bdi> },
        finished,
        resultColumn(measure),
      ];
  }
}

function resultColumn({ id }: Measure): Column<DeploymentBehind> {
  return {
    title: 'Counted as',
    place: 'wide',
    cell: ({ row }) => {
      if (row.part !== 'NUMERATOR')
        return (
          <Mark shape="succeeded" tone="good">
            {id === 'DEPLOYMENT_REWORK_RATE' ? 'no repair' : 'deployment'}
          </Mark>
        );
      if (id === 'DEPLOYMENT_REWORK_RATE')
        return (
          <Mark shape="rollback" tone="wait">
            unplanned repair
          </Mark>
        );
      const [first] = byStrength(row.failures);
      return (
        <Mark shape="failed" tone="bad">
          failed{first === undefined ? '' : `: ${failureWords[first.rule]}`}
        </Mark>
      );
    },
  };
}
