import type { Catalogue, ParsedEvent } from '@leadline/events';
import type { EventLog, Facts, LogRecord, StoredRecord } from '@leadline/ports';
import type { TableRow } from '@leadline/tables';
import type { Generation } from '../topics.js';
import { catalogueOf } from './catalogues.js';
import { eventIn, eventRow, isOfMeaning } from './event-record.js';
import { type MappedBodies, mapRead, mapStored } from './map-foreign.js';
import { foldBatch, foldEntities, type ReadEvent, type SeenEntities, type Touch } from './fold-batch.js';

export interface FoldDeps {
  readonly log: Pick<EventLog, 'append'>;
  readonly facts: Facts;
  readonly generation: Generation;
  /** For a generation that is made from its first event on: what of it was there before each batch. */
  readonly seen?: SeenEntities;
}

/** @param read For whoever has a record's event at hand; default: what lies in the record. */
export type FoldRecords = (
  partition: number,
  records: readonly StoredRecord[],
  read?: (record: StoredRecord) => ParsedEvent,
) => Promise<void>;

/** Entities refolded at once when a catalogue arrives. */
const REFOLDED_AT_ONCE = 5_000;

/**
 * Folds the events of one partition, whose owner is the only writer of its entities' rows. A catalogue among them, or a
 * repository that was renamed, divides the batch: what comes before is folded with the old one, and then everything with the new. What a tool said that
 * Leadline does not know becomes events of the entities it speaks of, as the catalogue maps it.
 */
export function foldStage(deps: FoldDeps): FoldRecords {
  const seen = new Map<number, { readonly catalogue: Catalogue; readonly next: number }>();
  return async function foldRecords(partition, records, read = eventIn) {
    const last = seen.get(partition);
    // A partition that was another worker's in between may have had a catalogue that this one has not seen.
    const isContinued = last !== undefined && last.next === records[0]?.offset;
    let catalogue = isContinued ? last.catalogue : await catalogueOf(deps.facts, partition);
    const version = (records.at(-1)?.offset ?? 0) + 1;
    const touches: Touch[] = [];
    let pending: ReadEvent[] = [];
    const unreadable: TableRow<'quarantine'>[] = [];
    const restated: LogRecord[] = [];
    const keep = ({ records: made, quarantine }: MappedBodies): void => {
      restated.push(...made);
      unreadable.push(...quarantine);
    };
    for (const record of records) {
      const parsed = read(record);
      if (parsed.outcome !== 'event') {
        unreadable.push(unreadableRow(record, parsed));
      } else if (isOfMeaning(parsed.known.event)) {
        touches.push(...(await foldBatch(deps.facts, catalogue, pending, version, deps.seen)));
        pending = [];
        await deps.facts.store({ events: [eventRow(parsed.known, record)] });
        catalogue = await catalogueOf(deps.facts, partition);
        touches.push(...(await refold(deps.facts, catalogue, partition, version)));
        keep(await mapStored(deps.facts, partition, catalogue, version));
      } else {
        pending.push({ known: parsed.known, record });
      }
    }
    if (pending.length > 0) touches.push(...(await foldBatch(deps.facts, catalogue, pending, version, deps.seen)));
    // What came before a catalogue was mapped anew with it.
    keep(mapRead(pending, catalogue, version));
    if (restated.length > 0) await deps.log.append(deps.generation.events, restated);
    if (unreadable.length > 0) await deps.facts.store({ quarantine: unreadable });
    seen.set(partition, { catalogue, next: version });
    const time = records.at(-1)?.time ?? 0;
    const appended = touches.map((touch) => touchRecord(touch, time));
    if (appended.length > 0) await deps.log.append(deps.generation.touched, appended);
  };
}

/** Folds every entity of the partition anew, and touches every service there was: names may mean something else now. */
async function refold(facts: Facts, catalogue: Catalogue, partition: number, version: number): Promise<Touch[]> {
  const rows = await facts.find({
    table: 'events',
    columns: ['entity'],
    where: [{ column: 'log_partition', in: [partition] }],
  });
  const entities = [...new Set(rows.map(({ entity }) => entity))].filter(
    (entity) => !/^(catalogue|repository):/.test(entity),
  );
  const touches: Touch[] = [];
  const before = await facts.find({ table: 'reports', columns: ['services'], where: [] });
  for (let start = 0; start < entities.length; start += REFOLDED_AT_ONCE) {
    touches.push(...(await foldEntities(facts, catalogue, entities.slice(start, start + REFOLDED_AT_ONCE), version)));
  }
  const known = new Set(before.flatMap(({ services }) => services));
  return [...touches, ...[...known].map((service) => ({ service, shas: [] }))];
}

function unreadableRow(
  record: StoredRecord,
  parsed:
    | { outcome: 'invalid'; problems: readonly { pointer: string; message: string }[] }
    | { outcome: 'unknown_type'; type: string },
): TableRow<'quarantine'> {
  const [problem] =
    parsed.outcome === 'invalid' ? parsed.problems : [{ pointer: '/type', message: `unknown type ${parsed.type}` }];
  return {
    id: `event:${record.partition}:${record.offset}`,
    delivery_id: record.headers['delivery'] ?? '',
    endpoint: '',
    source: '',
    stage: 'fold',
    code: parsed.outcome === 'invalid' ? 'invalid_event' : 'unknown_type',
    message: problem?.message ?? '',
    pointer: problem?.pointer ?? '',
    received_at: record.time,
    state: 'open',
    attempts: 1,
    version: record.offset + 1,
  };
}

function touchRecord({ service, shas }: Touch, time: number): LogRecord {
  return { key: service, value: Buffer.from(JSON.stringify({ shas })), time };
}

/** Reads back what {@link foldStage} appended. */
export function touchIn({ key, value }: StoredRecord): Touch {
  const { shas } = JSON.parse(Buffer.from(value).toString('utf8')) as { shas: string[] };
  return { service: key, shas };
}
