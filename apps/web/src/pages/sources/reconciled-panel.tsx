import { useNavigation, useTimeWindow } from '../../address/navigation.js';
import { DataTable } from '../../components/data-table.js';
import { State } from '../../components/marks.js';
import { Panel } from '../../components/panel.js';
import { momentText } from '../../format/date.js';
import { count, counted } from '../../format/number.js';
import type { SourcesQuery } from '../../generated/graphql.js';

type Looked = SourcesQuery['sources'][number]['reconciled'][number] & { readonly endpoint: string };

/** What senders could not deliver, by their own lists, and what of it was sent again. Nothing where nobody looked. */
export function ReconciledPanel({ sources }: { readonly sources: SourcesQuery['sources'] }) {
  const { now } = useNavigation();
  const { timeZone } = useTimeWindow();
  const rows = sources.flatMap(({ endpoint, reconciled }) => reconciled.map((one): Looked => ({ ...one, endpoint })));
  if (rows.length === 0) return null;
  return (
    <Panel title="Missed and sent again" note="by each sender's own list of deliveries, at the last look">
      <DataTable
        caption="Missed and sent again"
        rows={rows}
        rowKey={({ endpoint, target }) => `${endpoint} ${target}`}
        columns={[
          { title: 'Webhook of', place: 'title', cell: ({ target }) => <bdi>{target}</bdi> },
          { title: 'Endpoint', cell: ({ endpoint }) => <bdi>{endpoint}</bdi> },
          { title: 'Looked', cell: ({ at }) => <span class="nw">{momentText(at, timeZone, now)}</span> },
          { title: 'Attempts', isNumber: true, cell: ({ attempts }) => count(attempts) },
          { title: 'Missed', isNumber: true, cell: ({ missed }) => count(missed) },
          { title: 'Sent again', isNumber: true, cell: ({ sentAgain }) => count(sentAgain) },
          { title: 'Given up', isNumber: true, cell: ({ givenUp }) => count(givenUp) },
          { title: 'State', place: 'wide', cell: (looked) => <LookedState looked={looked} /> },
        ]}
      />
    </Panel>
  );
}

function LookedState({ looked: { problem, missed, sentAgain, givenUp } }: { readonly looked: Looked }) {
  if (problem !== null)
    return (
      <State tone="error">
        <bdi>{problem}</bdi>
      </State>
    );
  if (givenUp > 0)
    return (
      <State tone="error">
        {counted(givenUp, 'delivery was', 'deliveries were')} refused again and again, and will not come by itself
      </State>
    );
  const open = missed - sentAgain - givenUp;
  if (open > 0) return <State tone="provisional">{count(open)} still to be sent again</State>;
  return <State tone="ok">{missed === 0 ? 'nothing was missed' : 'all that was missed was sent again'}</State>;
}
