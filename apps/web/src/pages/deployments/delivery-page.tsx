import { useHref, useNavigation, useTimeWindow } from '../../address/navigation.js';
import { Answered, SkeletonPanel } from '../../components/answered.js';
import { CopyButton } from '../../components/copy-button.js';
import { DataTable } from '../../components/data-table.js';
import { State } from '../../components/marks.js';
import { PageHead } from '../../components/page-head.js';
import { Panel } from '../../components/panel.js';
import { useQuestion } from '../../api/use-question.js';
import { momentText } from '../../format/date.js';
import { count } from '../../format/number.js';
import { deliveryPageQuery, type DeliveryPageQuery } from '../../generated/graphql.js';
import type { PageProps } from '../../shell/pages.js';

type Delivery = NonNullable<DeliveryPageQuery['delivery']>;

/** What a sender sent, as it was received: the ground that every number stands on. */
export function DeliveryPage({ subject: id }: PageProps) {
  const href = useHref();
  const question = useQuestion(deliveryPageQuery, { id }, { refreshes: false });
  return (
    <Answered question={question} subject="The delivery" skeleton={<SkeletonPanel lines={14} />}>
      {({ delivery }) =>
        delivery === null ? (
          <PageHead title={`There is no delivery ${id}`} text={<a href={href('data')}>All sources</a>} />
        ) : (
          <Received delivery={delivery} />
        )
      }
    </Answered>
  );
}

function Received({ delivery }: { readonly delivery: Delivery }) {
  const { now } = useNavigation();
  const { timeZone } = useTimeWindow();
  const href = useHref();
  const { endpoint, event, receivedAt, bytes, body } = delivery;
  return (
    <>
      <PageHead
        title={`${event === '' ? 'Delivery' : event} received at /${endpoint === 'events' ? 'events' : `hooks/${endpoint}`}`}
        above={
          <>
            <a href={href('data')}>Data</a> / {endpoint} / <span class="mono">{delivery.id}</span>
          </>
        }
        text={`${momentText(receivedAt, timeZone, now)} ${timeZone}, ${count(bytes)} bytes, id ${delivery.deliveryId}.`}
      />
      <div class="grid">
        <Panel title="Body" note="as it was sent" width={7}>
          <pre class="code body" tabIndex={0} aria-label="Body of the delivery">
            {readable(body)}
          </pre>
          <div class="row">
            <CopyButton text={() => body} label="Copy as sent" />
          </div>
        </Panel>
        <div class="stack c5">
          <BecamePanel delivery={delivery} />
          <HeadersPanel delivery={delivery} />
        </div>
      </div>
    </>
  );
}

function BecamePanel({ delivery: { events, outcome, reason } }: { readonly delivery: Delivery }) {
  const { now } = useNavigation();
  const { timeZone } = useTimeWindow();
  return (
    <Panel title="What became of it">
      <State tone={outcome === 'QUARANTINED' ? 'error' : outcome === 'IGNORED' ? 'none' : 'ok'}>
        {outcome.toLowerCase()}
      </State>
      {reason !== null && <p class="s">{reason}</p>}
      {events.length > 0 && (
        <DataTable
          caption="Events read from it"
          rows={events}
          rowKey={({ id }) => id}
          columns={[
            { title: 'Event', place: 'title', cell: ({ kind }) => kind },
            { title: 'When', cell: ({ time }) => (time === null ? '' : momentText(time, timeZone, now)) },
            {
              title: 'Says something of',
              place: 'wide',
              cell: ({ entity }) => <bdi class="mono id">{entity}</bdi>,
            },
          ]}
        />
      )}
    </Panel>
  );
}

function HeadersPanel({ delivery: { headers } }: { readonly delivery: Delivery }) {
  return (
    <Panel title="Headers" note="secrets are never kept">
      <DataTable
        caption="Headers"
        rows={headers}
        rowKey={({ name }) => name}
        columns={[
          { title: 'Name', place: 'title', cell: ({ name }) => <bdi class="mono">{name}</bdi> },
          { title: 'Value', place: 'wide', cell: ({ value }) => <bdi class="mono id">{value}</bdi> },
        ]}
      />
    </Panel>
  );
}

/** JSON with line breaks; anything else as it is. */
function readable(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
}
