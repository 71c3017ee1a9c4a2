import { ChangeLink, CommitLink } from '../../components/change-link.js';
import { type Column, DataTable } from '../../components/data-table.js';
import { State } from '../../components/marks.js';
import { Panel } from '../../components/panel.js';
import { useNavigation, useTimeWindow } from '../../address/navigation.js';
import { duration } from '../../format/duration.js';
import { momentText } from '../../format/date.js';
import { counted } from '../../format/number.js';
import { shortSha } from '../../entities/deployment-name.js';
import type { Deployment } from './deployment-timeline.js';

type Change = Deployment['changes'][number];

/** The changes that came with a deployment, and how they were found. */
export function CarriedPanel({ deployment }: { readonly deployment: Deployment }) {
  const { changes, commits, links, finishedAt } = deployment;
  const columns = useColumns(deployment);
  return (
    <Panel title="Changes in it" note={`${counted(changes.length, 'change')} · ${counted(commits.length, 'commit')}`}>
      {changes.length === 0 ? (
        <p class="mute">It brought nothing that had not been deployed before.</p>
      ) : (
        <DataTable caption="Changes" columns={columns} rows={changes} rowKey={({ change }) => change} />
      )}
      {links !== null && (
        <p class="cap">
          {basisWords[links.basis] ?? `Found by ${links.basis}.`}
          {links.truncated && ' Too many commits lie between: the earliest are missing.'}
        </p>
      )}
      {links !== null && links.waiting.length > 0 && (
        <State tone="insufficient">{counted(links.waiting.length, 'commit is', 'commits are')} not known yet</State>
      )}
      {commits.length > 0 && (
        <details class="tbl">
          <summary>Show its {counted(commits.length, 'commit')}</summary>
          <DataTable
            caption="Commits"
            rows={commits}
            rowKey={({ sha }) => sha}
            columns={[
              { title: 'Commit', place: 'title', cell: ({ title, sha }) => <bdi>{title ?? shortSha(sha)}</bdi> },
              { title: 'SHA', cell: ({ sha }) => <CommitLink sha={sha} /> },
              {
                title: 'Lead time',
                isNumber: true,
                cell: ({ repairedAt, merge }) => (merge ? 'merge' : leadTime(repairedAt, finishedAt)),
              },
            ]}
          />
        </details>
      )}
    </Panel>
  );
}

/** How the changes of a deployment were found. */
const basisWords: Readonly<Record<string, string>> = {
  list: 'Its source listed them.',
  ancestry: 'Found by walking from the deployed commit to what was deployed before.',
  landing: 'Found by what landed since what was deployed before.',
  head: 'Only the deployed commit is known.',
  none: 'There was nothing new.',
};

const leadTime = (from: string, to: string | null): string =>
  to === null ? 'waiting' : duration(Math.max(0, Date.parse(to) - Date.parse(from)) / 1000);

function useColumns({ finishedAt, changes }: Deployment): readonly Column<Change>[] {
  const { now } = useNavigation();
  const { timeZone } = useTimeWindow();
  return [
    {
      title: 'Change',
      place: 'title',
      cell: ({ change, title, url }) => (
        <>
          <ChangeLink change={change} title={title} />
          {url !== null && /^https?:\/\//i.test(url) && (
            <>
              {' '}
              <a class="s" href={url} target="_blank" rel="noreferrer noopener">
                at the forge
              </a>
            </>
          )}
        </>
      ),
    },
    {
      title: 'First commit',
      cell: ({ firstCommitAt }) => <span class="nw">{momentText(firstCommitAt, timeZone, now)}</span>,
    },
    { title: 'Merged', cell: ({ mergedAt }) => <span class="nw">{momentText(mergedAt, timeZone, now)}</span> },
    { title: 'Lead time', isNumber: true, cell: ({ firstCommitAt }) => leadTime(firstCommitAt, finishedAt) },
    ...(changes.some(({ bot }) => bot)
      ? [{ title: 'By', cell: ({ bot }: Change) => (bot ? <span class="tag">bot</span> : '') }]
      : []),
  ];
}
