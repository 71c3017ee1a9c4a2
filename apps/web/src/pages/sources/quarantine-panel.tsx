import { useHref, useNavigation, useTimeWindow } from '../../address/navigation.js';
import type { View } from '../../address/view.js';
import { ActionButton } from '../../components/action-button.js';
import { DataTable } from '../../components/data-table.js';
import { Panel } from '../../components/panel.js';
import { ask } from '../../api/ask.js';
import { momentText } from '../../format/date.js';
import { counted } from '../../format/number.js';
import { type SourcesQuery, retryQuarantinedMutation } from '../../generated/graphql.js';

/** Deliveries that could not be understood: where, why, and their bytes; to be read again once the cause is repaired. */
export function QuarantinePanel({
  quarantine: { nodes, pageInfo },
  isResolved,
  endpoint,
  again,
  hrefHere,
}: {
  readonly quarantine: SourcesQuery['quarantine'];
  readonly isResolved: boolean;
  /** Only what came to this one; null: to any. */
  readonly endpoint: string | null;
  readonly again: () => void;
  readonly hrefHere: (changes: Partial<View>) => string;
}) {
  return (
    <Panel
      id="quarantine"
      title={`${isResolved ? 'Resolved' : 'Quarantine'}${endpoint === null ? '' : ` of ${endpoint}`}`}
      note={
        <>
          {endpoint !== null && (
            <>
              <a href={hrefHere({ of: null, after: null })}>Of every endpoint</a>
              {' · '}
            </>
          )}
          <a href={hrefHere({ only: isResolved ? null : 'resolved', after: null })}>
            {isResolved ? 'What is still open' : 'What was resolved'}
          </a>
        </>
      }
    >
      {nodes.length === 0 ? (
        <p class="mute">{isResolved ? 'Nothing had to be read again.' : 'Nothing: every delivery was understood.'}</p>
      ) : (
        <Waiting nodes={nodes} />
      )}
      <div class="row">
        {!isResolved && nodes.length > 0 && <RetryButton ids={nodes.map(({ id }) => id)} again={again} />}
        {pageInfo.hasNextPage && (
          <a class="btn" href={hrefHere({ after: pageInfo.endCursor })}>
            Next 25
          </a>
        )}
      </div>
    </Panel>
  );
}

function Waiting({ nodes }: { readonly nodes: SourcesQuery['quarantine']['nodes'] }) {
  const { now } = useNavigation();
  const { timeZone } = useTimeWindow();
  const href = useHref();
  return (
    <DataTable
      caption="Quarantine, latest first"
      rows={nodes}
      rowKey={({ id }) => id}
      columns={[
        { title: 'Why', place: 'title', cell: ({ message }) => <bdi>{message}</bdi> },
        {
          title: 'Where',
          cell: ({ pointer }) => (pointer === '' ? 'the whole' : <bdi class="mono id">{pointer}</bdi>),
        },
        { title: 'Endpoint', cell: ({ endpoint }) => <bdi>{endpoint}</bdi> },
        {
          title: 'Received',
          cell: ({ receivedAt }) => <span class="nw">{momentText(receivedAt, timeZone, now)}</span>,
        },
        { title: 'Tried', isNumber: true, cell: ({ attempts }) => attempts },
        { title: 'As received', cell: ({ deliveryId }) => <a href={href('delivery', deliveryId)}>delivery</a> },
      ]}
    />
  );
}

function RetryButton({ ids, again }: { readonly ids: readonly string[]; readonly again: () => void }) {
  return (
    <ActionButton
      label={`Read ${ids.length === 1 ? 'it' : `these ${ids.length}`} again`}
      act={() => ask(retryQuarantinedMutation, { ids })}
      said={({ retryQuarantined: { retried } }) => `${counted(retried, 'delivery is', 'deliveries are')} read again`}
      done={again}
    />
  );
}
