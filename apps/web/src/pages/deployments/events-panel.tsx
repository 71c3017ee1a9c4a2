import { EventsTable } from '../../components/events-table.js';
import { Panel } from '../../components/panel.js';
import { counted } from '../../format/number.js';
import type { Deployment } from './deployment-timeline.js';

/** Every event a deployment was made from, each with its delivery as it was received. */
export function EventsPanel({ deployment: { events, reports } }: { readonly deployment: Deployment }) {
  const sources = [...new Set(reports.map(({ source }) => source))].join(', ');
  return (
    <Panel
      title="Where it comes from"
      note={`${counted(events.length, 'event')}${sources === '' ? '' : ` from ${sources}`}`}
    >
      <EventsTable events={events} />
    </Panel>
  );
}
