import { useHref, useNavigation, useTimeWindow } from '../address/navigation.js';
import { momentText } from '../format/date.js';
import { DataTable } from './data-table.js';

/** An event, and the delivery it came with. */
interface Said {
  readonly id: string;
  readonly kind: string;
  readonly time: string | null;
  readonly delivery: string;
  readonly entity: string;
}

/** Events oldest first, each with its delivery as it was received. */
export function EventsTable({ events }: { readonly events: readonly Said[] }) {
  const { now } = useNavigation();
  const { timeZone } = useTimeWindow();
  const href = useHref();
  return (
    <DataTable
      caption="Events, oldest first"
      rows={events}
      rowKey={({ id, delivery }) => `${id} ${delivery}`}
      columns={[
        {
          title: 'Event',
          place: 'title',
          cell: ({ kind, entity }) => (
            <>
              {kind}
              <bdi class="entity">{entity.slice(entity.indexOf(':') + 1)}</bdi>
            </>
          ),
        },
        {
          title: 'When',
          cell: ({ time }) => <span class="nw">{time === null ? '' : momentText(time, timeZone, now)}</span>,
        },
        {
          title: 'As received',
          cell: ({ delivery }) => (
            <a class="nw" href={href('delivery', delivery)}>
              delivery {delivery}
            </a>
          ),
        },
      ]}
    />
  );
}
