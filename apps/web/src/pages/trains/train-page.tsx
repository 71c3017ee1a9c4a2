import { useHref, useNavigation, useTimeWindow } from '../../address/navigation.js';
import { useQuestion } from '../../api/use-question.js';
import { TimelineChart, timelineNote, type TimelineRow } from '../../charts/timeline-chart.js';
import { Answered, SkeletonPanel } from '../../components/answered.js';
import { PageHead } from '../../components/page-head.js';
import { Panel } from '../../components/panel.js';
import { WrongNameOf } from '../../components/wrong-address.js';
import { deploymentName } from '../../entities/deployment-name.js';
import { momentText } from '../../format/date.js';
import { exactDuration } from '../../format/duration.js';
import { counted } from '../../format/number.js';
import {
  trainBookedQuery,
  trainBookingsQuery,
  type TrainPageQuery,
  trainNamesQuery,
  trainPageQuery,
} from '../../generated/graphql.js';
import type { PageProps } from '../../shell/pages.js';
import { timelineText } from '../deployments/deployment-timeline.js';
import { DeploymentTable } from '../deployments/deployment-table.js';
import { ExplainedRows } from '../metric/explained-panels.js';
import { departureOf, ownersOf } from './train-words.js';

type Train = TrainPageQuery['trains'][number];

/** One release train: its plan, its departure, the deployments it left with, what rode and what missed it. */
export function TrainPage({ subject: id }: PageProps) {
  const { view } = useNavigation().address;
  const question = useQuestion(trainPageQuery, { id, asOf: view.asOf });
  return (
    <Answered question={question} subject="The release train" skeleton={<SkeletonPanel lines={14} />}>
      {({ trains: [train] }) =>
        train === undefined ? (
          <WrongNameOf
            page="train"
            what="release train"
            given={id}
            names={trainNamesQuery}
            read={({ trains }) => trains.map((one) => one.id)}
          />
        ) : (
          <Found train={train} />
        )
      }
    </Answered>
  );
}

function Found({ train }: { readonly train: Train }) {
  const { now } = useNavigation();
  const { timeZone } = useTimeWindow();
  const href = useHref();
  const departure = departureOf(train, now);
  const rows = timelineOf(train, now);
  return (
    <>
      <PageHead
        title={`${train.id} ${departure.text}`}
        above={
          <>
            <a href={href('trains')}>Release trains</a> / <bdi class="mono">{train.id}</bdi>
            {train.services.map((service) => (
              <span key={service}>
                {' · '}
                <a href={href('service', service)}>
                  <bdi>{service}</bdi>
                </a>
              </span>
            ))}
            {ownersOf(train.teams).map((team) => (
              <span key={team}>
                {' · '}
                <a href={href('team', team)}>
                  <bdi>{team}</bdi>
                </a>
              </span>
            ))}
          </>
        }
        text={
          <>
            Planned for {momentText(train.plannedAt, timeZone, now)}
            {train.departedAt !== null && `, left ${momentText(train.departedAt, timeZone, now)}`}
            {train.cancelledAt !== null && `, cancelled ${momentText(train.cancelledAt, timeZone, now)}`}.
          </>
        }
      />
      <Panel title="Timeline" note={timelineNote(rows, timeZone)}>
        <TimelineChart rows={rows} timeZone={timeZone} label={timelineText(rows)} />
      </Panel>
      <Panel title="Left with" note={counted(train.deployments.length, 'deployment')}>
        {train.deployments.length === 0 ? (
          <p class="mute">{train.departedAt === null ? 'It has not left.' : 'No deployment that it named is known.'}</p>
        ) : (
          <DeploymentTable caption="Deployments the train left with" rows={train.deployments} />
        )}
      </Panel>
      {departure.state !== 'waiting' && <Bookings train={train} />}
    </>
  );
}

/** What was booked, as the miss rate counts it in the instant of its plan. */
function Bookings({ train: { id, plannedAt } }: { readonly train: Train }) {
  const { view } = useNavigation().address;
  const { timeZone } = useTimeWindow();
  const at = Date.parse(plannedAt);
  const window = { from: new Date(at).toISOString(), to: new Date(at + 1).toISOString(), timeZone };
  const point = useQuestion(trainBookingsQuery, { window, asOf: view.asOf }, { refreshes: false });
  const [booked] = point.state === 'answered' ? point.answer.metrics : [];
  const question = useQuestion(trainBookedQuery, booked === undefined ? null : { point: booked.id }, {
    refreshes: false,
  });
  return (
    <Answered
      question={point.state === 'problem' ? point : question}
      subject="What was booked"
      skeleton={<SkeletonPanel lines={8} />}
    >
      {(answer) => {
        const own = 'evidence' in answer ? answer.evidence.nodes.filter((row) => row.train === id) : [];
        const missed = own.filter(({ numerator }) => numerator === 1);
        const aboard = own.filter(({ numerator }) => numerator === 0);
        return (
          <>
            <ExplainedRows
              title={`${counted(missed.length, 'change')} missed it`}
              unit="RATIO"
              rows={missed}
              omits={['train', 'adds']}
            />
            <ExplainedRows
              title={`${counted(aboard.length, 'change')} rode`}
              unit="RATIO"
              rows={aboard}
              omits={['train', 'adds', 'remark']}
            />
          </>
        );
      }}
    </Answered>
  );
}

/** From its close to its departure, and what it left with. */
function timelineOf({ plannedAt, cutoffAt, departedAt, cancelledAt, deployments }: Train, now: number): TimelineRow[] {
  const planned = Date.parse(plannedAt);
  const left = departedAt === null ? null : Date.parse(departedAt);
  const closes = cutoffAt === null ? null : Date.parse(cutoffAt);
  const close =
    closes === null
      ? []
      : [{ at: closes, kind: 'merge' as const, text: closes > now ? 'booking closes' : 'booking closed' }];
  return [
    {
      label: 'Plan',
      moments: [...close, { at: planned, kind: 'merge', text: planned > now ? 'is to leave' : 'was to leave' }],
    },
    ...(left === null
      ? []
      : [
          {
            label: 'Departure',
            spans: left > planned ? [{ from: planned, to: left, kind: 'wait' as const, text: '' }] : [],
            moments: [{ at: left, kind: 'merge' as const, text: 'left' }],
          },
        ]),
    ...(cancelledAt === null
      ? []
      : [
          {
            label: 'Cancelled',
            moments: [{ at: Date.parse(cancelledAt), kind: 'incident' as const, text: 'cancelled' }],
          },
        ]),
    ...deployments.flatMap((deployment): TimelineRow[] => {
      const from = deployment.startedAt ?? deployment.finishedAt;
      if (from === null) return [];
      const [begin, end] = [
        Date.parse(from),
        deployment.finishedAt === null ? null : Date.parse(deployment.finishedAt),
      ];
      const text = end === null ? 'in progress' : `rolled out in ${exactDuration((end - begin) / 1000)}`;
      const kind = deployment.status === 'FAILED' ? 'bad' : 'work';
      return [{ label: deploymentName(deployment), spans: [{ from: begin, to: end, kind, text }] }];
    }),
  ];
}
