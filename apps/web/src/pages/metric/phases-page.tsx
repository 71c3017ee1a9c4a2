import { scopeOf, useHref, useNavigation, useTimeWindow } from '../../address/navigation.js';
import { windowInput } from '../../address/time-window.js';
import { useQuestion } from '../../api/use-question.js';
import { Answered, SkeletonPanel } from '../../components/answered.js';
import { DataTable } from '../../components/data-table.js';
import { PageHead } from '../../components/page-head.js';
import { Panel } from '../../components/panel.js';
import { phaseWords } from '../../entities/phase-words.js';
import { duration } from '../../format/duration.js';
import { NBSP } from '../../format/number.js';
import {
  explainedMetricQuery,
  explainedPhasesQuery,
  type ExplainedPhasesQuery,
  type Phase,
} from '../../generated/graphql.js';
import { ExplainedRows, LeftOutPanel, RulePanel } from './explained-panels.js';
import { slugOf } from './metric-slug.js';

/** Subject of the page of lead time in phases; that of one phase goes on with its name: "lead-time-phases-review". */
export const PHASES = 'lead-time-phases';

const phaseSlug = (phase: Phase): string => `${PHASES}-${slugOf(phase)}`;

export const isOfPhases = (subject: string): boolean =>
  subject === PHASES || (Object.keys(phaseWords) as Phase[]).some((phase) => phaseSlug(phase) === subject);

type Phases = ExplainedPhasesQuery['leadTimePhases'][number];

/** Where lead time goes, and of the whole or of one phase every change with what it took. */
export function PhasesPage({ subject, above }: { readonly subject: string; readonly above: string }) {
  const { view } = useNavigation().address;
  const href = useHref();
  const { days, timeZone } = useTimeWindow();
  const variables = { window: windowInput(days, timeZone), scope: scopeOf(view), asOf: view.asOf };
  const question = useQuestion(explainedPhasesQuery, variables);
  return (
    <>
      <PageHead
        title="Lead time in phases"
        above={
          <>
            <a href={href('overview')}>Overview</a> / <a href={above}>All metrics</a> / Lead time in phases
          </>
        }
        text="From the earliest commit of each change to the deployment that brought it. Means add up, medians do not."
      />
      <Answered question={question} subject="Lead time in phases" skeleton={<SkeletonPanel lines={12} />}>
        {({ leadTimePhases: [whole] }) =>
          whole === undefined ? <p class="mute">No data.</p> : <Explained whole={whole} subject={subject} />
        }
      </Answered>
    </>
  );
}

function Explained({ whole, subject }: { readonly whole: Phases; readonly subject: string }) {
  const chosen = whole.phases.find(({ phase }) => phaseSlug(phase) === subject);
  const point = (chosen ?? whole).id;
  const question = useQuestion(explainedMetricQuery, { point }, { refreshes: false });
  return (
    <>
      <PhasesTable whole={whole} />
      <Answered question={question} subject="What lies behind the number" skeleton={<SkeletonPanel lines={12} />}>
        {({ explain, counted, leftOut }) => (
          <>
            <RulePanel unit="SECONDS" explanation={explain} pointId={point} />
            <ExplainedRows
              title={`${chosen === undefined ? 'All phases' : phaseWords[chosen.phase].name}: counted${counted.pageInfo.hasNextPage ? ', the latest 500' : ''}`}
              unit="SECONDS"
              rows={counted.nodes}
            />
            <LeftOutPanel unit="SECONDS" rows={leftOut.nodes} isCut={leftOut.pageInfo.hasNextPage} />
          </>
        )}
      </Answered>
    </>
  );
}

function PhasesTable({ whole: { n, mean, p50, missing, phases } }: { readonly whole: Phases }) {
  const href = useHref();
  const time = (seconds: number | null): string => (seconds === null ? '' : duration(seconds));
  const rows = [
    ...phases.map((one) => ({ ...one, phase: one.phase as Phase | null })),
    { id: '', phase: null, n, mean, p50 },
  ];
  const unknown = missing === 0 ? '' : ` · of ${missing} a boundary is not known`;
  return (
    <Panel title="Where the time goes" note={`n${NBSP}=${NBSP}${n} changes${unknown}`}>
      <DataTable
        caption="Phases of lead time"
        rows={rows}
        rowKey={({ phase }) => phase ?? 'total'}
        columns={[
          {
            title: 'Phase',
            place: 'title',
            cell: ({ phase }) => (
              <a class="q" href={href('metric', phase === null ? PHASES : phaseSlug(phase))}>
                {phase === null ? 'all' : phaseWords[phase].name}
              </a>
            ),
          },
          { title: 'Mean', isNumber: true, cell: (row) => time(row.mean) },
          { title: 'Median', isNumber: true, cell: (row) => time(row.p50) },
          { title: 'Known of', isNumber: true, cell: (row) => String(row.n) },
        ]}
      />
    </Panel>
  );
}
