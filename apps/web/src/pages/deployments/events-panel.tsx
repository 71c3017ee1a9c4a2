import { useHref, useNavigation, useTimeWindow } from '../../address/navigation.js';
import { Panel } from '../../components/panel.js';
import { DataTable } from '../../components/data-table.js';
import { momentText } from '../../format/date.js';
import { counted } from '../../format/number.js';
import type { Deployment } from './deployment-timeline.js';

/** Every event a deployment was made from, each with its delivery as it was received. */
export function EventsPanel({ deployment: { events, reports } }: { readonly deployment: Deployment }) {
  const { now } = useNavigation();
  const { timeZone } = useTimeWindow();
  const href = useHref();
  const sources = [...new Set(reports.map(({ source }) => source))].join(', ');
  return (
    <Panel
      title="Where it comes from"
      note={`${counted(events.length, 'event')}${sources === '' ? '' : ` from ${sources}`}`}
    >
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
    </Panel>
  );
}
