import type { Catalogue, EventData, EventProblem, LeadlineEvent } from '@leadline/events';
import type { Facts, LogRecord } from '@leadline/ports';
import { absurdTimes } from '@leadline/sources';
import type { TableRow } from '@leadline/tables';
import { mapForeign } from '@leadline/tracking';
import { eventRecord } from './event-record.js';
import type { People } from '../people/people.js';
import type { ReadEvent } from './fold-batch.js';

/** A body of a tool that Leadline does not know, and the delivery it came with. */
interface Foreign {
  readonly data: EventData<'foreign'>;
  /** Position of the delivery. */
  readonly delivery: string;
  /** Epoch milliseconds. */
  readonly receivedAt: number;
  /** Of the event in its topic. */
  readonly partition: number;
  readonly offset: number;
}

/** What the catalogue makes of such bodies: events to append, and what of the mapping does not fit. */
export interface MappedBodies {
  readonly records: readonly LogRecord[];
  readonly quarantine: readonly TableRow<'quarantine'>[];
}

/** Maps the bodies among events that are being folded. */
export function mapRead(
  events: readonly ReadEvent[],
  catalogue: Catalogue,
  version: number,
  people: People,
): MappedBodies {
  return mapAll(
    events.flatMap(({ known, record }) =>
      known.kind === 'foreign'
        ? [
            {
              data: known.event.data,
              delivery: record.headers['delivery'] ?? '',
              receivedAt: record.time,
              partition: record.partition,
              offset: record.offset,
            },
          ]
        : [],
    ),
    catalogue,
    version,
    people,
  );
}

/** Maps every body of a partition anew: its mapping may be another one now. */
export async function mapStored(
  { facts, people }: { readonly facts: Facts; readonly people: People },
  partition: number,
  catalogue: Catalogue,
  version: number,
): Promise<MappedBodies> {
  const rows = await facts.find({
    table: 'events',
    columns: ['data', 'delivery', 'received_at', 'version'],
    where: [
      { column: 'kind', in: ['foreign'] },
      { column: 'log_partition', in: [partition] },
    ],
  });
  const bodies = rows.map((row) => ({
    data: JSON.parse(row.data) as EventData<'foreign'>,
    delivery: row.delivery,
    receivedAt: row.received_at,
    partition,
    offset: row.version - 1,
  }));
  const { records, quarantine } = mapAll(bodies, catalogue, version, people);
  const misfits = new Set(quarantine.map(({ id }) => id));
  const mended = await openAmong(
    facts,
    bodies.map(entryId).filter((id) => !misfits.has(id)),
  );
  return { records, quarantine: [...quarantine, ...mended.map((row) => ({ ...row, state: 'resolved', version }))] };
}

async function openAmong(facts: Facts, ids: readonly string[]): Promise<TableRow<'quarantine'>[]> {
  if (ids.length === 0) return [];
  const rows = await facts.find({ table: 'quarantine', where: [{ column: 'id', in: ids }] });
  return rows.filter(({ state }) => state === 'open');
}

function mapAll(bodies: readonly Foreign[], catalogue: Catalogue, version: number, people: People): MappedBodies {
  const records: LogRecord[] = [];
  const quarantine: TableRow<'quarantine'>[] = [];
  for (const body of bodies) {
    const { events, problems } = mapForeign({ ...body.data, body: people.opened(body.data.body) }, catalogue);
    const absurd = events.flatMap((known) => absurdTimes(known, body.receivedAt));
    const [problem] = [...problems, ...absurd];
    if (problem !== undefined) quarantine.push(misfitRow(body, problem, version));
    else records.push(...events.map(({ event }) => recordOf(people.veiled(event, 'sender'), body)));
  }
  return { records, quarantine };
}

const recordOf = (event: LeadlineEvent, { delivery, receivedAt }: Foreign): LogRecord =>
  eventRecord(event, { position: delivery, receivedAt });

const entryId = ({ partition, offset }: Foreign): string => `mapping:${partition}:${offset}`;

function misfitRow(body: Foreign, { pointer, message }: EventProblem, version: number): TableRow<'quarantine'> {
  return {
    id: entryId(body),
    delivery_id: body.data.id,
    endpoint: body.data.endpoint,
    source: 'standard',
    stage: 'fold',
    code: 'invalid_event',
    message,
    pointer,
    received_at: body.receivedAt,
    state: 'open',
    attempts: 1,
    version,
  };
}
