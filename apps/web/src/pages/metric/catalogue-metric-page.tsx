import { scopeOf, useHref, useNavigation, useTimeWindow } from '../../address/navigation.js';
import { windowInput } from '../../address/time-window.js';
import { useQuestion } from '../../api/use-question.js';
import { Answered, SkeletonPanel } from '../../components/answered.js';
import { DataTable } from '../../components/data-table.js';
import { PageHead } from '../../components/page-head.js';
import { Panel } from '../../components/panel.js';
import { WrongName } from '../../components/wrong-address.js';
import { NBSP } from '../../format/number.js';
import {
  catalogueMetricQuery,
  explainedMetricQuery,
  metricCatalogueQuery,
  type CatalogueMetricQuery,
  type MetricCatalogueQuery,
} from '../../generated/graphql.js';
import type { PageProps } from '../../shell/pages.js';
import { ExplainedRows, LeftOutPanel, RulePanel } from './explained-panels.js';
import { isOfPhases, PHASES, PhasesPage } from './phases-page.js';
import { capital } from '../../format/text.js';
import { amountText, rangeText } from './amount-text.js';
import { slugOf } from './metric-slug.js';
import { targetText } from './target-text.js';

/** Subject of the page that lists every metric. */
export const ALL_METRICS = 'all';

type Definition = MetricCatalogueQuery['metricCatalog'][number];
type Point = CatalogueMetricQuery['metrics'][number];

/** A metric beside the five: its number, and everything it was made from. */
export function CatalogueMetricPage({ subject }: PageProps) {
  const question = useQuestion(metricCatalogueQuery, {}, { refreshes: false });
  const href = useHref();
  if (isOfPhases(subject)) return <PhasesPage subject={subject} above={href('metric', ALL_METRICS)} />;
  return (
    <Answered question={question} subject="The metrics" skeleton={<SkeletonPanel lines={8} />}>
      {({ metricCatalog }) => {
        if (subject === ALL_METRICS) return <EveryMetric catalogue={metricCatalog} />;
        const definition = metricCatalog.find((metric) => slugOf(metric.id) === subject);
        if (definition !== undefined) return <OneMetric definition={definition} />;
        const known = [...metricCatalog.map(({ id }) => slugOf(id)), PHASES];
        return <WrongName what="metric" given={subject} known={known} href={(slug) => href('metric', slug)} />;
      }}
    </Answered>
  );
}

const phasesRow = {
  slug: PHASES,
  title: 'Lead time in phases',
  summary: 'Where lead time goes: coding, review, waiting and deploying, change by change.',
  direction: 'LOWER_IS_BETTER',
  source: null,
} as const;

const directionWords: Readonly<Record<Definition['direction'], string>> = {
  HIGHER_IS_BETTER: 'higher is better',
  LOWER_IS_BETTER: 'lower is better',
  CONTEXT: 'neither way is better',
};

const hostOf = (address: string): string => new URL(address).hostname.replace(/^www\./, '');

function EveryMetric({ catalogue }: { readonly catalogue: readonly Definition[] }) {
  const href = useHref();
  return (
    <>
      <PageHead title="All metrics" text="Each opens down to what it was made from, and what was left out, with why." />
      <section class="panel">
        <DataTable
          caption="All metrics"
          rows={[...catalogue.map((metric) => ({ ...metric, slug: slugOf(metric.id) })), phasesRow]}
          rowKey={({ slug }) => slug}
          columns={[
            {
              title: 'Metric',
              place: 'title',
              cell: ({ slug, title }) => (
                <a class="q" href={href('metric', slug)}>
                  {title}
                </a>
              ),
            },
            { title: 'What it counts', place: 'wide', cell: ({ summary }) => summary },
            { title: 'Which way', cell: ({ direction }) => <span class="nw">{directionWords[direction]}</span> },
            {
              title: 'Whose definition',
              cell: ({ source, title }) =>
                source === null ? (
                  ''
                ) : (
                  <a href={source} aria-label={`Definition of ${title} at ${hostOf(source)}`}>
                    {hostOf(source)}
                  </a>
                ),
            },
          ]}
        />
      </section>
    </>
  );
}

function OneMetric({ definition }: { readonly definition: Definition }) {
  const { view } = useNavigation().address;
  const href = useHref();
  const { days, timeZone } = useTimeWindow();
  const question = useQuestion(catalogueMetricQuery, {
    ids: [definition.id],
    window: windowInput(days, timeZone),
    scope: scopeOf(view),
    asOf: view.asOf,
  });
  const above = (
    <>
      <a href={href('overview')}>Overview</a> / <a href={href('metric', ALL_METRICS)}>All metrics</a> /{' '}
      {definition.title}
      {view.flag !== null && (
        <>
          {' · of the flag '}
          <a href={href('flag', view.flag)}>
            <bdi>{view.flag}</bdi>
          </a>
        </>
      )}
    </>
  );
  return (
    <>
      <PageHead
        title={definition.title}
        above={above}
        text={`${definition.summary} ${capital(directionWords[definition.direction])}.`}
      />
      <Answered question={question} subject={definition.title} skeleton={<SkeletonPanel lines={12} />}>
        {({ metrics: [point] }) =>
          point === undefined ? <p class="mute">No data.</p> : <Explained definition={definition} point={point} />
        }
      </Answered>
    </>
  );
}

function Explained({ definition, point }: { readonly definition: Definition; readonly point: Point }) {
  const question = useQuestion(explainedMetricQuery, { point: point.id }, { refreshes: false });
  return (
    <>
      <Panel title="The number" note={noteOf(point)}>
        <p>
          <b class="big">{point.value === null ? '–' : amountText(definition.unit, point.value)}</b>{' '}
          <span class="s mute">{intervalOf(definition, point)}</span>
        </p>
        {definition.target !== null && <p class="cap">{targetText(definition.target)}</p>}
      </Panel>
      <Answered question={question} subject="What lies behind the number" skeleton={<SkeletonPanel lines={12} />}>
        {({ explain, counted, leftOut }) => (
          <>
            <RulePanel unit={definition.unit} explanation={explain} pointId={point.id} />
            <ExplainedRows
              title={`Counted${counted.pageInfo.hasNextPage ? ', the latest 500' : ''}`}
              unit={definition.unit}
              rows={counted.nodes}
            />
            <LeftOutPanel unit={definition.unit} rows={leftOut.nodes} isCut={leftOut.pageInfo.hasNextPage} />
          </>
        )}
      </Answered>
    </>
  );
}

const noteOf = ({ n, open, status }: Point): string =>
  [`n${NBSP}=${NBSP}${n}`, open ? `${open} still open` : '', status === 'NO_DATA' ? 'no data, which is not zero' : '']
    .filter((part) => part !== '')
    .join(' · ');

function intervalOf({ unit }: Definition, { value, low, high }: Point): string {
  return value === null || low === null || high === null
    ? 'no interval'
    : `95${NBSP}% interval ${rangeText(unit, low, high, value)}`;
}
