import { useHref, useNavigation, useTimeWindow } from '../../address/navigation.js';
import { startOfDay } from '../../address/civil-time.js';
import { daysLabel, windowInput } from '../../address/time-window.js';
import { type Question, useQuestion } from '../../api/use-question.js';
import { TimelineChart } from '../../charts/timeline-chart.js';
import { Answered, SkeletonPanel } from '../../components/answered.js';
import { DataTable } from '../../components/data-table.js';
import { PageHead } from '../../components/page-head.js';
import { Panel } from '../../components/panel.js';
import { WrongNameOf } from '../../components/wrong-address.js';
import { exposureText } from '../../entities/flag-words.js';
import { momentText } from '../../format/date.js';
import { counted } from '../../format/number.js';
import { flagNamesQuery, flagOwnersQuery, flagPageQuery, type FlagPageQuery } from '../../generated/graphql.js';
import { SubjectPage } from '../../opened/subject-page.js';
import type { PageProps } from '../../shell/pages.js';
import { DeploymentTable } from '../deployments/deployment-table.js';
import { timelineText } from '../deployments/deployment-timeline.js';
import { flagMetricIds, FlagMetricsPanel } from './flag-metrics.js';
import { type Flag, flagTimeline } from './flag-timeline.js';
import { FlagState } from './flags-page.js';

/** A feature flag: its releases and its steps, and DORA's five over the deployments that carried it. */
export function FlagPage({ subject: name }: PageProps) {
  const { view } = useNavigation().address;
  const { days, previous, timeZone } = useTimeWindow();
  const question = useQuestion(flagPageQuery, {
    flags: [name],
    ids: flagMetricIds,
    window: windowInput(days, timeZone),
    previous: windowInput(previous, timeZone),
    scope: { flags: [name] },
    asOf: view.asOf,
  });
  if (isUnknown(question)) return <WrongFlag name={name} />;
  return (
    <Answered question={question} subject="The flag" skeleton={<SkeletonPanel lines={14} />}>
      {(answer) => {
        const [flag] = answer.flags.nodes;
        return flag === undefined ? <WrongFlag name={name} /> : <Found flag={flag} answer={answer} />;
      }}
    </Answered>
  );
}

/** Whether nobody ever told of the flag: then what is narrowed to it is refused. */
const isUnknown = (question: Question<unknown>): boolean =>
  question.state === 'problem' &&
  question.problem.kind === 'refused' &&
  question.problem.details.some(({ argument }) => argument.endsWith('.flags'));

const WrongFlag = ({ name }: { readonly name: string }) => (
  <WrongNameOf
    page="flag"
    what="flag"
    given={name}
    names={flagNamesQuery}
    read={({ flags }) => flags.nodes.map((one) => one.flag)}
  />
);

function Found({ flag, answer }: { readonly flag: Flag; readonly answer: FlagPageQuery }) {
  const window = useTimeWindow();
  const [stale = null] = answer.staleFlags.flags.filter((one) => one.flag === flag.flag);
  return (
    <>
      <PageHead title={titleOf(flag)} above={<Above flag={flag} />} text={<FlagState flag={flag} stale={stale} />} />
      <Timeline flag={flag} />
      <FlagMetricsPanel now={answer.now} before={answer.before} window={window} flag={flag.flag} />
      <StepsPanel flag={flag} />
      <CarriedBy flag={flag.flag} deployments={answer.deployments} />
      <SubjectPage
        name={`deployments that carry ${flag.flag}`}
        scope={{ flags: [flag.flag] }}
        head={({ text }) => (
          <header class="head">
            <div>
              <h2>The five metrics over deployments that carry it</h2>
              <p>{text}</p>
            </div>
          </header>
        )}
      />
    </>
  );
}

function titleOf({ flag, exposures }: Flag): string {
  const production = exposures.filter(({ tier }) => tier === 'production');
  if (production.length === 0) return `${flag} was never changed in production`;
  const [first] = production;
  const isSame = production.every(({ exposure }) => exposure === first?.exposure);
  if (!isSame || first === undefined) return `${flag} differs between production environments`;
  const { exposure } = first;
  if (exposure !== null && exposure > 0 && exposure < 100)
    return `${exposureText(exposure)} of users in production have ${flag}`;
  return `${flag} is ${exposureText(exposure)} in production`;
}

function Above({ flag: { flag, services } }: { readonly flag: Flag }) {
  const { view } = useNavigation().address;
  const href = useHref();
  const owners = useQuestion(flagOwnersQuery, services.length === 0 ? null : { names: services, asOf: view.asOf });
  const teams = owners.state === 'answered' ? owners.answer.services.nodes.flatMap((service) => service.teams) : [];
  return (
    <>
      <a href={href('flags')}>Flags</a> / <bdi class="mono">{flag}</bdi>
      {services.map((service) => (
        <span key={service}>
          {' · '}
          <a href={href('service', service)}>
            <bdi>{service}</bdi>
          </a>
        </span>
      ))}
      {[...new Set(teams)].map((team) => (
        <span key={team}>
          {' · owned by '}
          <a href={href('team', team)}>
            <bdi>{team}</bdi>
          </a>
        </span>
      ))}
    </>
  );
}

function Timeline({ flag }: { readonly flag: Flag }) {
  const { now } = useNavigation();
  const { days, timeZone } = useTimeWindow();
  const from = startOfDay(days.from, timeZone);
  const to = Math.min(now, startOfDay(days.to, timeZone));
  const rows = flagTimeline(flag, from, to);
  return (
    <Panel title="Who saw it" note={`${daysLabel(days)}, ${timeZone}`}>
      {rows.length === 0 ? (
        <p class="mute">It was on nowhere in this window.</p>
      ) : (
        <TimelineChart rows={rows} timeZone={timeZone} label={timelineText(rows)} />
      )}
    </Panel>
  );
}

/** What people and their tools said of a change. */
function remarkOf({ failed, planned }: Flag['changes'][number]): string {
  if (failed !== null) return failed ? 'said to have failed' : 'said to be fine';
  return planned ? 'planned' : '';
}

function StepsPanel({ flag: { changes, changeCount } }: { readonly flag: Flag }) {
  const { now } = useNavigation();
  const { timeZone } = useTimeWindow();
  const note = changes.length < changeCount ? `the latest ${changes.length} of ${changeCount}` : 'latest first';
  return (
    <Panel title={counted(changeCount, 'change')} note={note}>
      <DataTable
        caption="Changes of the flag, latest first"
        rows={changes}
        rowKey={({ id }) => id}
        columns={[
          {
            title: 'When',
            place: 'title',
            cell: ({ at }) => <span class="nw">{momentText(at, timeZone, now)}</span>,
          },
          { title: 'Environment', cell: ({ environment }) => <bdi>{environment}</bdi> },
          { title: 'From then on', cell: ({ exposure }) => exposureText(exposure) },
          { title: 'Services', cell: ({ services }) => <bdi>{services.join(', ')}</bdi> },
          { title: 'Told by', cell: ({ source }) => <bdi>{source}</bdi> },
          { title: 'Id', cell: ({ id }) => <bdi class="mono">{id}</bdi> },
          ...(changes.some((change) => remarkOf(change) !== '')
            ? [{ title: 'Remark', place: 'wide' as const, cell: remarkOf }]
            : []),
        ]}
      />
    </Panel>
  );
}

function CarriedBy({
  flag,
  deployments: { nodes, pageInfo },
}: {
  readonly flag: string;
  readonly deployments: FlagPageQuery['deployments'];
}) {
  const href = useHref();
  return (
    <Panel
      title="Deployments that carried it"
      note={
        <>
          {pageInfo.hasNextPage ? `the latest ${nodes.length} · ` : ''}
          <a href={href('deployments', '', { flag })}>All of them in the window</a>
        </>
      }
    >
      {nodes.length === 0 ? (
        <p class="mute">
          None is known. Trailers of commits, labels of pull requests, paths in the configuration and the deployment
          itself say which code lies behind a flag.
        </p>
      ) : (
        <DeploymentTable caption="Deployments that carried the flag, latest first" rows={nodes} />
      )}
    </Panel>
  );
}
