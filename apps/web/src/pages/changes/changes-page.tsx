import { useHref, useNavigation, useTimeWindow } from '../../address/navigation.js';
import { useQuestion } from '../../api/use-question.js';
import { Answered, SkeletonPanel } from '../../components/answered.js';
import { DataTable } from '../../components/data-table.js';
import { PageHead } from '../../components/page-head.js';
import { Panel } from '../../components/panel.js';
import { shortSha } from '../../entities/deployment-name.js';
import { momentText } from '../../format/date.js';
import { counted } from '../../format/number.js';
import { findChangesQuery, type FindChangesQuery } from '../../generated/graphql.js';
import type { PageProps } from '../../shell/pages.js';
import { ChangeFound, howFound } from './change-found.js';
import { FindChangeForm } from './find-change-form.js';

type Candidate = FindChangesQuery['findChanges'][number];

/** Where is my change: asks which, and shows it. */
export function ChangesPage() {
  const { find } = useNavigation().address.view;
  if (find !== null) return <Meant text={find} />;
  return (
    <>
      <PageHead
        title="Where is my change"
        text="A SHA or its first 7 digits, the number of a pull request, the address of either, or a ticket that its title names."
      />
      <section class="panel">
        <FindChangeForm text="" />
      </section>
    </>
  );
}

/** "acme/shop/a41f9c2", "acme/shop/5217". */
const NAMED = /^([^\s/:]+(?:\/[^\s/:]+)+)\/([0-9a-f]{7,64}|\d{1,9})$/i;

/** One change; its address names repository and revision, or anything that it can be found by. */
export function ChangePage({ subject }: PageProps) {
  const [, repository, revision] = NAMED.exec(subject) ?? [];
  if (repository === undefined || revision === undefined) return <Meant text={subject} />;
  return <ChangeFound repository={repository} revision={revision} />;
}

/** What a text means: the one change, or those it may mean. */
function Meant({ text }: { readonly text: string }) {
  const { view } = useNavigation().address;
  const question = useQuestion(findChangesQuery, { text, asOf: view.asOf }, { refreshes: false });
  return (
    <Answered question={question} subject="The change" skeleton={<SkeletonPanel lines={10} />}>
      {({ findChanges }) => {
        const [only] = findChanges;
        if (only !== undefined && findChanges.length === 1) {
          return <ChangeFound repository={only.repository} revision={only.revision} />;
        }
        return <Candidates text={text} candidates={findChanges} />;
      }}
    </Answered>
  );
}

function Candidates({ text, candidates }: { readonly text: string; readonly candidates: readonly Candidate[] }) {
  const { now } = useNavigation();
  const { timeZone } = useTimeWindow();
  const href = useHref();
  const isNone = candidates.length === 0;
  return (
    <>
      <FindChangeForm text={text} />
      <PageHead
        title={
          isNone ? `Nothing is known of “${text}”` : `${counted(candidates.length, 'change')} may be meant by “${text}”`
        }
        text={isNone && howFound}
      />
      {!isNone && (
        <Panel title="Which one" note="latest first">
          <DataTable
            caption="Changes that may be meant"
            rows={candidates}
            rowKey={({ repository, revision }) => `${repository} ${revision}`}
            columns={[
              {
                title: 'Change',
                place: 'title',
                cell: ({ repository, revision, number, title }) => (
                  <a class="q" href={href('change', `${repository}/${revision}`)}>
                    <bdi>{[number === null ? shortSha(revision) : `#${number}`, title].filter(Boolean).join(' ')}</bdi>
                  </a>
                ),
              },
              { title: 'Repository', cell: ({ repository }) => <bdi>{repository}</bdi> },
              {
                title: 'When',
                cell: ({ at }) => <span class="nw">{at === null ? 'not known' : momentText(at, timeZone, now)}</span>,
              },
            ]}
          />
        </Panel>
      )}
    </>
  );
}
