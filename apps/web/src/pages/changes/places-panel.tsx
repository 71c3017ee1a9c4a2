import { useHref, useNavigation, useTimeWindow } from '../../address/navigation.js';
import { type Column, DataTable } from '../../components/data-table.js';
import { Mark } from '../../components/marks.js';
import { Panel } from '../../components/panel.js';
import { versionText } from '../../entities/deployment-name.js';
import { momentText } from '../../format/date.js';
import type { Change, Whereabouts } from './change-found.js';

const placeOf = ({ environment, target }: Whereabouts): string =>
  target === null ? environment : `${environment} ${target}`;

/** Every environment and target: what is live there, and whether the change is. */
export function PlacesPanel({ change: { whereabouts } }: { readonly change: Change }) {
  const href = useHref();
  const services = new Set(whereabouts.map(({ service }) => service));
  const [only] = services;
  const columns: readonly (Column<Whereabouts> | null)[] = [
    { title: 'Place', place: 'title', cell: (place) => <bdi>{placeOf(place)}</bdi> },
    services.size < 2 ? null : { title: 'Service', cell: ({ service }) => <bdi>{service}</bdi> },
    {
      title: 'Live there',
      cell: ({ liveDeployment }) =>
        liveDeployment === null ? (
          'nothing'
        ) : (
          <a class="q mono" href={href('deployment', liveDeployment.id)}>
            <bdi>{versionText(liveDeployment)}</bdi>
          </a>
        ),
    },
    { title: 'Has this change', place: 'wide', cell: (place) => <Standing place={place} /> },
  ];
  return (
    <Panel title="Every place" {...(services.size === 1 ? { note: <bdi>{only}</bdi> } : {})}>
      {whereabouts.length === 0 ? (
        <p class="mute">Nothing of its repository has been deployed anywhere, as far as is known.</p>
      ) : (
        <DataTable
          caption="Places"
          columns={columns.filter((column) => column !== null)}
          rows={whereabouts}
          rowKey={(place) => `${place.service} ${placeOf(place)}`}
        />
      )}
    </Panel>
  );
}

function Standing({ place: { state, since, until, underway, deployment } }: { readonly place: Whereabouts }) {
  const { now } = useNavigation();
  const { timeZone } = useTimeWindow();
  const href = useHref();
  const when = (at: string | null): string => (at === null ? '' : ` ${momentText(at, timeZone, now)}`);
  if (underway !== null && state !== 'LIVE') {
    return (
      <Mark shape="running" tone="run">
        <a class="q" href={href('deployment', underway.id)}>
          on its way
        </a>
      </Mark>
    );
  }
  switch (state) {
    case 'LIVE':
      return (
        <Mark shape="succeeded" tone="good">
          {deployment === null ? 'yes' : <a href={href('deployment', deployment.id)}>yes</a>}, since{when(since)}
        </Mark>
      );
    case 'ROLLED_BACK':
      return (
        <Mark shape="rollback" tone="bad">
          taken back{when(until)}
        </Mark>
      );
    case 'WAITING':
      return <Mark shape="waiting">not yet</Mark>;
  }
}
