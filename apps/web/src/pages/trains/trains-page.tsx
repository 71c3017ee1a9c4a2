import { scopeOf, useHref, useNavigation, useTimeWindow } from '../../address/navigation.js';
import { previousLabel, windowInput } from '../../address/time-window.js';
import { useQuestion } from '../../api/use-question.js';
import { Answered, SkeletonPanel } from '../../components/answered.js';
import { DataTable } from '../../components/data-table.js';
import { PageHead } from '../../components/page-head.js';
import { Panel } from '../../components/panel.js';
import { momentText } from '../../format/date.js';
import { counted, NBSP } from '../../format/number.js';
import {
  type MetricId,
  type MetricTableValueFragment,
  trainListQuery,
  type TrainListQuery,
} from '../../generated/graphql.js';
import { slugOf } from '../metric/metric-slug.js';
import { MetricValues } from '../metric/metric-values.js';
import { DepartureMark } from './departure-mark.js';
import { departureOf, ownersOf } from './train-words.js';

const MOST = 200;
type Train = TrainListQuery['trains'][number];

/** Release trains of the window: when they were to leave, when they left, with what. */
export function TrainsPage() {
  const { view } = useNavigation().address;
  const { days, previous, timeZone } = useTimeWindow();
  const window = windowInput(days, timeZone);
  const { teams, services } = scopeOf(view);
  const scope = { ...(teams === undefined ? {} : { teams }), ...(services === undefined ? {} : { services }) };
  const question = useQuestion(trainListQuery, {
    window,
    previous: windowInput(previous, timeZone),
    where: { ...scope, from: window.from, to: window.to },
    scope,
    asOf: view.asOf,
  });
  return (
    <Answered question={question} subject="The release trains" skeleton={<SkeletonPanel lines={14} />}>
      {(answer) => <Found answer={answer} />}
    </Answered>
  );
}

function Found({ answer: { trains, now: values, before } }: { readonly answer: TrainListQuery }) {
  const { now } = useNavigation();
  const late = trains.filter((train) => ['late', 'early', 'overdue'].includes(departureOf(train, now).state));
  return (
    <>
      <PageHead
        title={titleOf(trains, late.length)}
        text="A train leaves on time up to a quarter of an hour before or after its plan. What had landed by its close, or stands on its manifest, is booked on it."
      />
      {trains.length === 0 ? (
        <section class="panel">
          <p class="mute">
            No train was planned in this window. <code>POST /events</code> takes <code>train_scheduled</code> and{' '}
            <code>train_departed</code>.
          </p>
        </section>
      ) : (
        <>
          <ValuesPanel values={values} before={before} />
          <Panel
            title="Departures"
            note={
              trains.length === MOST ? `the latest ${MOST}` : `${counted(trains.length, 'train')}, latest plan first`
            }
          >
            <TrainTable trains={trains} />
          </Panel>
        </>
      )}
    </>
  );
}

/** Like the punctuality below it: a train that was cancelled did not leave on time. */
function titleOf(trains: readonly Train[], late: number): string {
  if (trains.length === 0) return 'No release train was planned in this window';
  const cancelled = trains.filter(({ cancelledAt }) => cancelledAt !== null).length;
  const missed = late + cancelled;
  if (missed === 0) return 'No release train was late';
  if (late === 0) {
    return `${cancelled} of ${counted(trains.length, 'release train')} ${cancelled === 1 ? 'was' : 'were'} cancelled, none left late`;
  }
  const detail = cancelled === 0 ? '' : `: ${late} late or early, ${cancelled} cancelled`;
  return `${missed} of ${counted(trains.length, 'release train')} did not leave on time${detail}`;
}

const titles: Readonly<Partial<Record<MetricId, string>>> = {
  TRAIN_PUNCTUALITY: 'Left on time',
  TRAIN_MISS_RATE: 'Booked changes that were not aboard',
};

function ValuesPanel({
  values,
  before,
}: {
  readonly values: readonly MetricTableValueFragment[];
  readonly before: readonly MetricTableValueFragment[];
}) {
  const { view } = useNavigation().address;
  const window = useTimeWindow();
  const href = useHref();
  const { team, service } = view;
  return (
    <Panel title="How trains did" note={`beside ${previousLabel(window)}`}>
      <MetricValues
        caption="Metrics of release trains"
        now={values}
        before={before}
        beforeTitle="Before"
        titles={titles}
        hrefOf={(metric) => href('metric', slugOf(metric), { team, service })}
        countText={({ numerator, denominator }) =>
          numerator === null || denominator === null ? '–' : `${numerator} of${NBSP}${denominator}`
        }
      />
    </Panel>
  );
}

function TrainTable({ trains }: { readonly trains: readonly Train[] }) {
  const { now } = useNavigation();
  const { timeZone } = useTimeWindow();
  const href = useHref();
  return (
    <DataTable
      caption="Release trains, latest plan first"
      rows={trains}
      rowKey={({ id }) => id}
      columns={[
        {
          title: 'Train',
          place: 'title',
          cell: ({ id }) => (
            <a class="q" href={href('train', id)}>
              <bdi>{id}</bdi>
            </a>
          ),
        },
        { title: 'Planned', cell: ({ plannedAt }) => <span class="nw">{momentText(plannedAt, timeZone, now)}</span> },
        { title: 'Services', cell: ({ services }) => <bdi>{services.join(', ')}</bdi> },
        { title: 'Teams', cell: ({ teams }) => <bdi>{ownersOf(teams).join(', ')}</bdi> },
        { title: 'Deployments', isNumber: true, cell: ({ deployments }) => deployments.length },
        {
          title: 'Departure',
          place: 'wide',
          cell: (train) => <DepartureMark departure={departureOf(train, now)} />,
        },
      ]}
    />
  );
}
