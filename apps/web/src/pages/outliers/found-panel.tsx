import { civilDateAt } from '../../address/civil-time.js';
import { useHref, useHrefHere, useTimeWindow } from '../../address/navigation.js';
import { type Column, DataTable } from '../../components/data-table.js';
import { Mark, State } from '../../components/marks.js';
import { Panel } from '../../components/panel.js';
import { evidenceHref, subjectHref } from '../../entities/outlier-link.js';
import { comparedText, ruleWords, subjectOf, sureText, valueOf, whatText } from '../../entities/outlier-words.js';
import { dayText } from '../../format/date.js';
import type { OutlierFindingFragment } from '../../generated/graphql.js';
import type { Compared } from './outliers-page.js';

type Finding = OutlierFindingFragment;

/** What stands out, with everything that says so. */
export function FoundPanel({
  findings,
  by,
  subject,
  isJudged,
}: {
  readonly findings: readonly Finding[];
  readonly by: Compared;
  /** Whose weeks are drawn; null: those of everything. */
  readonly subject: string | null;
  /** Whether there was enough to judge anything. */
  readonly isJudged: boolean;
}) {
  const columns = useColumns(by);
  return (
    <Panel title="Found" note="strongest evidence first, single records last">
      {findings.length === 0 && !isJudged && (
        <p>
          <State tone="insufficient">Nothing was judged, so nothing could be found.</State>
        </p>
      )}
      {findings.length === 0 && isJudged && (
        <p>
          <b>Nothing stands out.</b>{' '}
          <span class="mute">No day and no {by} lies outside of what chance and its own past explain.</span>
        </p>
      )}
      {findings.length > 0 && (
        <DataTable
          caption="What stands out"
          columns={columns}
          rows={findings}
          rowKey={({ id }) => id}
          isSelected={(finding) => subject !== null && finding[by] === subject}
        />
      )}
    </Panel>
  );
}

function useColumns(by: Compared): readonly Column<Finding>[] {
  const { timeZone } = useTimeWindow();
  const href = useHref();
  const hrefHere = useHrefHere();
  return [
    { title: 'Where', place: 'title', cell: (finding) => <Where finding={finding} /> },
    { title: 'What', place: 'wide', cell: (finding) => <What finding={finding} /> },
    {
      title: 'Value',
      isNumber: true,
      cell: (finding) => {
        const { value, of } = valueOf(finding);
        return (
          <>
            <b>{value}</b>
            {of !== '' && ` (${of})`}
          </>
        );
      },
    },
    { title: 'Compared with', isNumber: true, cell: comparedText },
    { title: 'Certainty', place: 'wide', cell: sureText },
    {
      title: 'Since',
      cell: ({ since }) => <span class="nw">{dayText(civilDateAt(Date.parse(since), timeZone))}</span>,
    },
    { title: 'Found by', cell: ({ rule }) => ruleWords[rule] },
    {
      title: 'Made from',
      place: 'wide',
      cell: (finding) => (
        <>
          <a href={evidenceHref(finding, timeZone, href)}>
            evidence
            <span class="sr"> of {subjectOf(finding) || 'everything'}</span>
          </a>
          {finding[by] !== null && (
            <>
              {' · '}
              <a href={hrefHere({ of: finding[by] })}>
                weeks
                <span class="sr"> of {finding[by]}</span>
              </a>
            </>
          )}
        </>
      ),
    },
  ];
}

function Where({ finding }: { readonly finding: Finding }) {
  const { timeZone } = useTimeWindow();
  const href = useHref();
  const name = subjectOf(finding) || 'everything';
  return (
    <a class="q" href={subjectHref(finding, href) ?? evidenceHref(finding, timeZone, href)}>
      <bdi>{name}</bdi>
    </a>
  );
}

function What({ finding }: { readonly finding: Finding }) {
  const isBetter = finding.direction === 'BETTER';
  return (
    <>
      <Mark shape={isBetter ? 'better' : 'worse'} tone={isBetter ? 'good' : 'bad'}>
        {whatText(finding)}
      </Mark>
      {finding.provisional && (
        <div>
          <State tone="provisional">may still change</State>
        </div>
      )}
    </>
  );
}
