import { Parameters } from '@leadline/metrics';
import type { TableRow } from '@leadline/tables';
import { z } from 'zod';
import { referencesOfDelivery } from './entity-events.js';
import { limitOf, pageOf, placeAfter } from './page.js';
import type { DeliverySummary, FindDelivery, ListQuarantine, QuarantineEntry } from './types.js';

type DeliveryRow = Omit<TableRow<'deliveries'>, 'version' | 'events'>;
type QuarantineRow = Omit<TableRow<'quarantine'>, 'version'>;

/** Time received and position: latest first. */
const place = z.tuple([z.number(), z.string()]);
const DELIVERY_COLUMNS = 'position, delivery_id, endpoint, source, event, outcome, reason, bytes, received_at';

/** What became of a delivery, with the events it was understood as. */
export const delivery: FindDelivery = async (analytics, id) => {
  const bind = new Parameters();
  const asked = bind.bind('String', id);
  const sql = `
SELECT ${DELIVERY_COLUMNS}
FROM deliveries FINAL
WHERE position = ${asked} OR delivery_id = ${asked}
ORDER BY position = ${asked} DESC, received_at DESC, position DESC
LIMIT 1`;
  const [row] = await analytics.query<DeliveryRow>({ sql, params: bind.values });
  return row ? { ...deliveryIn(row), events: await referencesOfDelivery(analytics, row.position) } : null;
};

function deliveryIn(row: DeliveryRow): Omit<DeliverySummary, 'events'> {
  return {
    position: row.position,
    deliveryId: row.delivery_id,
    endpoint: row.endpoint,
    source: row.source,
    event: row.event,
    outcome: row.outcome as DeliverySummary['outcome'],
    reason: row.reason === '' ? null : row.reason,
    bytes: row.bytes,
    receivedAt: row.received_at,
  };
}

export const listQuarantine: ListQuarantine = async (analytics, { where = {}, ...page }) => {
  const bind = new Parameters();
  const conditions = [
    ...isOneOf('id', where.ids, bind),
    ...isOneOf('state', where.states ?? ['open'], bind),
    ...isOneOf('endpoint', where.endpoints, bind),
    ...isOneOf('code', where.codes, bind),
    ...isOlder('id', placeAfter(place, page), bind),
  ];
  const sql = `
SELECT id, delivery_id, endpoint, source, stage, code, message, pointer, received_at, state, attempts
FROM quarantine FINAL
${whereAll(conditions)}ORDER BY received_at DESC, id
LIMIT ${bind.bind('Int64', limitOf(page))}`;
  const rows = await analytics.query<QuarantineRow>({ sql, params: bind.values });
  return pageOf(rows, page, { place: (row) => [row.received_at, row.id], item: quarantined });
};

const quarantined = ({ delivery_id, received_at, stage, state, ...row }: QuarantineRow): QuarantineEntry => ({
  ...row,
  deliveryId: delivery_id,
  receivedAt: received_at,
  stage: stage as QuarantineEntry['stage'],
  state: state as QuarantineEntry['state'],
});

function isOneOf(
  column: 'id' | 'state' | 'endpoint' | 'code',
  values: readonly string[] | undefined,
  bind: Parameters,
) {
  return values?.length ? [`${column} IN ${bind.bind('Array(String)', values)}`] : [];
}

function isOlder(key: 'position' | 'id', after: z.infer<typeof place> | undefined, bind: Parameters): string[] {
  if (after === undefined) return [];
  const [at, id] = [bind.bind('Int64', after[0]), bind.bind('String', after[1])];
  return [`(received_at < ${at} OR (received_at = ${at} AND ${key} > ${id}))`];
}

const whereAll = (conditions: readonly string[]): string =>
  conditions.length === 0 ? '' : `WHERE ${conditions.join('\n  AND ')}\n`;
