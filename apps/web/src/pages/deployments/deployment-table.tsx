import { useHref, useNavigation, useTimeWindow } from '../../address/navigation.js';
import { DataTable } from '../../components/data-table.js';
import { DeploymentResult } from '../../components/deployment-result.js';
import { deploymentName } from '../../entities/deployment-name.js';
import { kindWords } from '../../entities/deployment-words.js';
import { momentText } from '../../format/date.js';
import type { DeploymentRowFragment } from '../../generated/graphql.js';

/** Deployments, each with its result. */
export function DeploymentTable({
  caption,
  rows,
}: {
  readonly caption: string;
  readonly rows: readonly DeploymentRowFragment[];
}) {
  const { now } = useNavigation();
  const { timeZone } = useTimeWindow();
  const href = useHref();
  return (
    <DataTable
      caption={caption}
      rows={rows}
      rowKey={({ id }) => id}
      columns={[
        {
          title: 'Deployment',
          place: 'title',
          cell: (row) => (
            <a class="q" href={href('deployment', row.id)}>
              <bdi>{deploymentName(row)}</bdi>
            </a>
          ),
        },
        { title: 'Environment', cell: ({ environment }) => <bdi>{environment}</bdi> },
        {
          title: 'Finished',
          cell: ({ finishedAt, startedAt }) => {
            const at = finishedAt ?? startedAt;
            return <span class="nw">{at === null ? 'not known' : momentText(at, timeZone, now)}</span>;
          },
        },
        { title: 'Kind', cell: ({ kind }) => kindWords[kind] },
        // What a deployment brought is known of production alone: elsewhere none is no zero.
        {
          title: 'Commits',
          isNumber: true,
          cell: ({ tier, commitCount }) => (tier === 'production' || commitCount > 0 ? commitCount : '–'),
        },
        { title: 'Team', cell: ({ teams }) => <bdi>{teams.join(', ')}</bdi> },
        { title: 'Result', place: 'wide', cell: (row) => <DeploymentResult deployment={row} /> },
      ]}
    />
  );
}
