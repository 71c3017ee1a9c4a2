import { type LeadlineEvent, type ParsedEvent, unknownType } from '@leadline/events';
import type { EventLog, Facts, LogRecord, StoredRecord } from '@leadline/ports';
import type { TableRow } from '@leadline/tables';
import type { People } from '../people/people.js';
import type { Generation } from '../topics.js';
import { type Meaning, meaningIn } from './catalogues.js';
import { eventIn, eventRecords, eventRow, isOfMeaning } from './event-record.js';
import { type MappedBodies, mapRead, mapStored } from './map-foreign.js';
import { foldBatch, type FoldedBatch, foldEntities, type ReadEvent } from './fold-batch.js';
import type { SeenEntities } from './seen-entities.js';
import type { Touch } from './touched-services.js';

export interface FoldDeps {
  readonly log: Pick<EventLog, 'append' | 'partitions'>;
  readonly facts: Facts;
  readonly generation: Generation;
  readonly people: People;
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
 * Leadline does not know becomes events of the entities it speaks of, as the catalogue maps it; and that one repository was
 * spoken of under two names becomes its renaming.
 */
export function foldStage(deps: FoldDeps): FoldRecords {
  const seen = new Map<number, { readonly meaning: Meaning; readonly next: number }>();
  return async function foldRecords(partition, records, read = eventIn) {
    const last = seen.get(partition);
    // A partition that was another worker's in between may have had a catalogue that this one has not seen.
    const isContinued = last !== undefined && last.next === records[0]?.offset;
    let meaning = isContinued ? last.meaning : await meaningIn(deps.facts, partition);
    const version = (records.at(-1)?.offset ?? 0) + 1;
    const touches: Touch[] = [];
    const renamings: LeadlineEvent[] = [];
    const took = (folded: FoldedBatch): void => {
      touches.push(...folded.touches);
      renamings.push(...folded.renamings);
    };
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
        took(await foldBatch(deps.facts, meaning, pending, version, deps.seen));
        pending = [];
        await deps.facts.store({ events: [eventRow(parsed.known, record)] });
        meaning = await meaningIn(deps.facts, partition);
        took(await refold(deps, meaning, partition, version));
        keep(await mapStored(deps, partition, meaning.catalogue, version));
      } else {
        pending.push({ known: parsed.known, record });
      }
    }
    if (pending.length > 0) took(await foldBatch(deps.facts, meaning, pending, version, deps.seen));
    // What came before a catalogue was mapped anew with it.
    keep(mapRead(pending, meaning.catalogue, version, deps.people));
    if (renamings.length > 0) restated.push(...(await renamingRecords(deps, renamings, records.at(-1))));
    await deps.people.note(deps.facts);
    if (restated.length > 0) await deps.log.append(deps.generation.events, restated);
    if (unreadable.length > 0) await deps.facts.store({ quarantine: unreadable });
    seen.set(partition, { meaning, next: version });
    const time = records.at(-1)?.time ?? 0;
    const appended = touches.map((touch) => touchRecord(touch, time));
    if (appended.length > 0) await deps.log.append(deps.generation.touched, appended);
  };
}

/** Folds every entity of the partition anew, and touches every service there was: names may mean something else now. */
async function refold(
  { facts, seen }: FoldDeps,
  meaning: Meaning,
  partition: number,
  version: number,
): Promise<FoldedBatch> {
  const rows = await facts.find({
    table: 'events',
    columns: ['entity'],
    where: [{ column: 'log_partition', in: [partition] }],
  });
  const entities = [...new Set(rows.map(({ entity }) => entity))].filter(
    (entity) => !/^(catalogue|repository):/.test(entity),
  );
  const folded: FoldedBatch[] = [];
  const before = await facts.find({ table: 'reports', columns: ['services'], where: [] });
  for (let start = 0; start < entities.length; start += REFOLDED_AT_ONCE) {
    folded.push(await foldEntities(facts, meaning, entities.slice(start, start + REFOLDED_AT_ONCE), version, seen));
  }
  const known = new Set(before.flatMap(({ services }) => services));
  const touches = folded.flatMap((one) => one.touches);
  return {
    touches: [...touches, ...[...known].map((service) => ({ service, shas: [] }))],
    renamings: folded.flatMap(({ renamings }) => renamings),
  };
}

/** Each renaming once, for every partition, in the name of the delivery that was folded last. */
async function renamingRecords(
  { log, generation }: FoldDeps,
  renamings: readonly LeadlineEvent[],
  last: StoredRecord | undefined,
): Promise<LogRecord[]> {
  const partitions = await log.partitions(generation.events);
  const delivery = { position: last?.headers['delivery'] ?? '', receivedAt: last?.time ?? 0 };
  const distinct = new Map(renamings.map((event) => [event.id, event]));
  return [...distinct.values()].flatMap((event) => eventRecords(event, delivery, partitions));
}

function unreadableRow(
  record: StoredRecord,
  parsed:
    | { outcome: 'invalid'; problems: readonly { pointer: string; message: string }[] }
    | { outcome: 'unknown_type'; type: string },
): TableRow<'quarantine'> {
  const [problem] =
    parsed.outcome === 'invalid' ? parsed.problems : [{ pointer: '/type', message: unknownType(parsed.type) }];
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
