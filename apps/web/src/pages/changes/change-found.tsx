import { useNavigation } from '../../address/navigation.js';
import { useQuestion } from '../../api/use-question.js';
import { Answered, SkeletonPanel } from '../../components/answered.js';
import { ChangeLink, CommitLink } from '../../components/change-link.js';
import { CopyButton } from '../../components/copy-button.js';
import { DataTable } from '../../components/data-table.js';
import { PageHead } from '../../components/page-head.js';
import { Panel } from '../../components/panel.js';
import { deploymentName, shortSha } from '../../entities/deployment-name.js';
import { changePageQuery, type ChangePageQuery } from '../../generated/graphql.js';
import { ChangeSteps } from './change-steps.js';
import { FindChangeForm } from './find-change-form.js';
import { PhasesPanel } from './phases-panel.js';
import { PlacesPanel } from './places-panel.js';

export type Change = NonNullable<ChangePageQuery['change']>;
export type Whereabouts = Change['whereabouts'][number];

/** What somebody may do who finds nothing. */
export const howFound =
  'A commit is known once its source has told of it, or a deployment has named it. A ticket is found where the title of a commit or of a pull request names it.';

/** One change: where it is, what it waits for, and where its time went. */
export function ChangeFound({ repository, revision }: { readonly repository: string; readonly revision: string }) {
  const { view } = useNavigation().address;
  const question = useQuestion(changePageQuery, { repository, revision, asOf: view.asOf });
  const text = /^\d+$/.test(revision) ? `${repository}#${revision}` : revision;
  return (
    <Answered question={question} subject="The change" skeleton={<SkeletonPanel lines={14} />}>
      {({ change }) => (
        <>
          <FindChangeForm text={text} />
          {change === null ? (
            <PageHead
              title={`Nothing is known of “${text}”`}
              above={<bdi class="mono">{repository}</bdi>}
              text={howFound}
            />
          ) : (
            <ChangeHead change={change} />
          )}
          {change !== null && <ChangeBody change={change} />}
        </>
      )}
    </Answered>
  );
}

const nameOf = ({ title, number, revision }: Change): string =>
  title === null ? (number === null ? shortSha(revision) : `#${number}`) : `“${title}”`;

function ChangeHead({ change }: { readonly change: Change }) {
  const { repository, number, revision, url, waitingFor } = change;
  return (
    <PageHead
      title={waitingFor === null ? `${nameOf(change)} is live everywhere` : `${nameOf(change)} waits for ${waitingFor}`}
      above={
        <>
          <bdi class="mono">{repository}</bdi>
          {number !== null && ` / pull request #${number}`} · <span class="mono">{shortSha(revision)}</span>
        </>
      }
      text={liveText(change)}
      aside={
        <>
          {url !== null && /^https?:\/\//i.test(url) && (
            <a class="btn" href={url} target="_blank" rel="noreferrer noopener">
              At the forge
            </a>
          )}
          <CopyButton text={() => location.href} label="Copy link" done="Link copied" />
        </>
      }
    />
  );
}

function liveText({ whereabouts }: Change): string | undefined {
  const names = (state: Whereabouts['state']): string =>
    [...new Set(whereabouts.filter((place) => place.state === state).map(({ environment }) => environment))].join(', ');
  const [live, taken] = [names('LIVE'), names('ROLLED_BACK')];
  const parts = [live === '' ? '' : `Live in ${live}.`, taken === '' ? '' : `Taken back in ${taken}.`].filter(Boolean);
  return parts.length === 0 ? undefined : parts.join(' ');
}

function ChangeBody({ change }: { readonly change: Change }) {
  const { carriedBy, travelledWith, commits } = change;
  return (
    <>
      <ChangeSteps change={change} />
      <div class="grid">
        <div class="stack c7">
          <PhasesPanel change={change} />
          {commits.length > 1 && (
            <Panel title="Its commits" note={`${commits.length}`}>
              <DataTable
                caption="Commits"
                rows={commits}
                rowKey={({ sha }) => sha}
                columns={[
                  { title: 'Commit', place: 'title', cell: ({ title, sha }) => <bdi>{title ?? shortSha(sha)}</bdi> },
                  { title: 'SHA', cell: ({ sha }) => <CommitLink sha={sha} /> },
                ]}
              />
            </Panel>
          )}
        </div>
        <div class="stack c5">
          <PlacesPanel change={change} />
          {carriedBy !== null && travelledWith.length > 0 && (
            <Panel title="Travelled with" note={<bdi>{deploymentName(carriedBy)}</bdi>}>
              <ul class="lines">
                {travelledWith.map(({ change: id, title }) => (
                  <li key={id}>
                    <ChangeLink change={id} title={title} />
                  </li>
                ))}
              </ul>
            </Panel>
          )}
        </div>
      </div>
    </>
  );
}
