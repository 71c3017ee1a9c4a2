import { useHref, useHrefHere, useNavigation, useTimeWindow } from '../../address/navigation.js';
import { useQuestion } from '../../api/use-question.js';
import { Answered, SkeletonPanel } from '../../components/answered.js';
import { type Column, DataTable } from '../../components/data-table.js';
import { DeploymentResult } from '../../components/deployment-result.js';
import { Panel } from '../../components/panel.js';
import { versionText } from '../../entities/deployment-name.js';
import { kindWords } from '../../entities/deployment-words.js';
import { momentText } from '../../format/date.js';
import {
  type IncidentFactsFragment,
  latestDeploymentsQuery,
  type LatestDeploymentsQuery,
} from '../../generated/graphql.js';
import { LastStrip } from './last-strip.js';

type Row = LatestDeploymentsQuery['deployments']['nodes'][number];

const READ = 500;
const LAST = 20;

interface Latest {
  readonly service: string;
  readonly last: Row;
  readonly rows: readonly Row[];
}

/** The last 20 deployments of the service that is looked at, and the last of every other. */
export function LatestPanel({
  incident,
  everyMs,
}: {
  readonly incident: IncidentFactsFragment | null;
  readonly everyMs: number | null;
}) {
  const { view } = useNavigation().address;
  const service = view.service ?? incident?.service ?? null;
  const where = view.team === null ? {} : { teams: [view.team] };
  const question = useQuestion(latestDeploymentsQuery, { where, first: READ }, { everyMs });
  return (
    <>
      {service !== null && <OfService service={service} everyMs={everyMs} />}
      <Answered question={question} subject="The last deployments" skeleton={<SkeletonPanel lines={12} />}>
        {({ deployments: { nodes } }) => <EveryService latest={latestOf(nodes)} chosen={service} />}
      </Answered>
    </>
  );
}

function latestOf(nodes: readonly Row[]): Latest[] {
  const byService = new Map<string, Row[]>();
  for (const row of nodes.filter(({ tier }) => tier === 'production')) {
    const own = byService.get(row.service);
    if (own === undefined) byService.set(row.service, [row]);
    else if (own.length < LAST) own.push(row);
  }
  return [...byService].flatMap(([service, rows]) => (rows[0] === undefined ? [] : [{ service, last: rows[0], rows }]));
}

function EveryService({ latest, chosen }: { readonly latest: readonly Latest[]; readonly chosen: string | null }) {
  const href = useHref();
  const hrefHere = useHrefHere();
  const columns: readonly Column<Latest>[] = [
    {
      title: 'Service',
      place: 'title',
      cell: ({ service }) => (
        <a class="q" href={hrefHere({ service })}>
          <bdi>{service}</bdi>
        </a>
      ),
    },
    {
      title: 'Version',
      cell: ({ last }) => (
        <a class="q mono" href={href('deployment', last.id)}>
          <bdi>{versionText(last)}</bdi>
        </a>
      ),
    },
    { title: 'When', cell: ({ last }) => <When row={last} /> },
    { title: 'State', cell: ({ last }) => <DeploymentResult deployment={{ ...last, reasons: [] }} /> },
    { title: 'Last 20, newest right', place: 'wide', cell: ({ rows }) => <LastStrip rows={rows} /> },
  ];
  return (
    <Panel title="Last deployments per service" note="to production, newest first">
      {latest.length === 0 ? (
        <p class="mute">Nothing has been deployed to production yet.</p>
      ) : (
        <DataTable
          caption="Last deployments per service"
          columns={columns}
          rows={latest}
          rowKey={({ service }) => service}
          isSelected={({ service }) => service === chosen}
        />
      )}
    </Panel>
  );
}

function When({ row: { finishedAt, startedAt } }: { readonly row: Row }) {
  const { now } = useNavigation();
  const { timeZone } = useTimeWindow();
  const at = finishedAt ?? startedAt;
  return <span class="nw">{at === null ? 'not known' : momentText(at, timeZone, now)}</span>;
}

function OfService({ service, everyMs }: { readonly service: string; readonly everyMs: number | null }) {
  const { view } = useNavigation().address;
  const href = useHref();
  const hrefHere = useHrefHere();
  const question = useQuestion(latestDeploymentsQuery, { where: { services: [service] }, first: LAST }, { everyMs });
  return (
    <Panel
      title={`Last ${LAST} of ${service}`}
      note={
        view.service === null ? (
          <a href={href('service', service)}>All about it</a>
        ) : (
          <a href={hrefHere({ service: null })}>Close</a>
        )
      }
    >
      <Answered question={question} subject="Its deployments" skeleton={<SkeletonPanel lines={8} />}>
        {({ deployments: { nodes } }) => (
          <DataTable
            caption={`Last deployments of ${service}`}
            rows={nodes}
            rowKey={({ id }) => id}
            columns={[
              {
                title: 'Version',
                place: 'title',
                cell: (row) => (
                  <a class="q mono" href={href('deployment', row.id)}>
                    <bdi>{versionText(row)}</bdi>
                  </a>
                ),
              },
              { title: 'Environment', cell: ({ environment }) => <bdi>{environment}</bdi> },
              { title: 'When', cell: (row) => <When row={row} /> },
              { title: 'Kind', cell: ({ kind }) => kindWords[kind] },
              {
                title: 'State',
                place: 'wide',
                cell: (row) => <DeploymentResult deployment={{ ...row, reasons: [] }} />,
              },
            ]}
          />
        )}
      </Answered>
    </Panel>
  );
}
