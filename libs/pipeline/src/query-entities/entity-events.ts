import { Parameters } from '@leadline/metrics';
import type { Analytics } from '@leadline/ports';
import type { TableRow } from '@leadline/tables';
import { z } from 'zod';
import { groupedBy } from '../grouped-by.js';
import { limitOf, pageOf, placeAfter } from './page.js';
import type { EventReference, ListEvents, StoredEvent } from './types.js';

type EventRow = Pick<
  TableRow<'events'>,
  'entity' | 'event_id' | 'hash' | 'kind' | 'source' | 'time' | 'revision' | 'data' | 'delivery' | 'received_at'
> & { readonly ordered_at: number };

const place = z.tuple([z.number(), z.string(), z.string()]);

/** Every event of an entity ("deployment:<id>", "commit:<sha>", …), oldest first; those without a time come first. */
export const listEvents: ListEvents = async (analytics, entity, page) => {
  const bind = new Parameters();
  const after = placeAfter(place, page);
  const beyond =
    after === undefined
      ? ''
      : `\n  AND (ordered_at, event_id, hash) > (${bind.bind('Int64', after[0])}, ${bind.bind('String', after[1])}, ${bind.bind('String', after[2])})`;
  const sql = `
SELECT entity, event_id, hash, kind, source, time, revision, data, delivery, received_at, ifNull(time, 0) AS ordered_at
FROM events FINAL
WHERE entity = ${bind.bind('String', entity)}${beyond}
ORDER BY ordered_at, event_id, hash
LIMIT ${bind.bind('Int64', limitOf(page))}`;
  const rows = await analytics.query<EventRow>({ sql, params: bind.values });
  return pageOf(rows, page, {
    place: ({ ordered_at: at, event_id: id, hash }) => [at, id, hash],
    item: storedEvent,
  });
};

function storedEvent({ event_id: id, data, received_at: receivedAt, ...row }: EventRow): StoredEvent {
  const { entity, kind, time, delivery, source, revision } = row;
  return {
    id,
    entity,
    kind,
    time,
    delivery,
    source,
    revision,
    receivedAt,
    data: JSON.parse(data) as StoredEvent['data'],
  };
}

/** Most events that are named beside an entity, or of a delivery; all of them are told by {@link listEvents}. */
const MOST_REFERENCES = 1_000;
/** Most that are named in one answer. */
const MOST_ANSWERED = 100_000;

/** Events of entities, oldest first. */
export function referencesOf(analytics: Analytics, entities: readonly string[]): Promise<EventReference[]> {
  return references(analytics, 'entity', entities);
}

/** The same, by entity. */
export async function eventsByEntity(
  analytics: Analytics,
  entities: readonly string[],
): Promise<ReadonlyMap<string, readonly EventReference[]>> {
  return groupedBy(await referencesOf(analytics, entities), ({ entity }) => entity);
}

/** Events that came with a delivery, oldest first. */
export function referencesOfDelivery(analytics: Analytics, position: string): Promise<EventReference[]> {
  return references(analytics, 'delivery', [position]);
}

async function references(
  analytics: Analytics,
  column: 'entity' | 'delivery',
  values: readonly string[],
): Promise<EventReference[]> {
  if (values.length === 0) return [];
  const bind = new Parameters();
  const sql = `
SELECT event_id AS id, entity, kind, time, delivery
FROM events FINAL
WHERE ${column} IN ${bind.bind('Array(String)', values)}
ORDER BY ifNull(time, 0), id, hash
LIMIT ${MOST_REFERENCES} BY ${column}
LIMIT ${MOST_ANSWERED}`;
  return analytics.query<EventReference>({ sql, params: bind.values });
}
