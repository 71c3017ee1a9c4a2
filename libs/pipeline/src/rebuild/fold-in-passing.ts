import { checkEvent, type LeadlineEvent } from '@leadline/events';
import type { Batch, LogRecord, Position, StoredRecord, Topic } from '@leadline/ports';
import { setTimeout as delay } from 'node:timers/promises';
import { eventIn } from '../fold-events/event-record.js';
import type { SeenEntities } from '../fold-events/seen-entities.js';
import { type FoldRecords, foldStage } from '../fold-events/fold-stage.js';
import { normalizeBatch } from '../normalize/normalize-batch.js';
import type { PipelineDeps } from '../stages.js';
import { StoredBehind } from './stored-behind.js';

/** After fold failed, until it tries again. */
const AGAIN_MS = 1_000;

/** A record of the topic `events`, and its event where it was made here. */
interface Appended {
  readonly record: StoredRecord;
  readonly event?: LeadlineEvent;
}

/**
 * Folds events as they are made, without reading them from the log again: they were checked when they were read from
 * their delivery. A batch is folded while the next is normalized, all of them in the order of the log, and both go on
 * while rows are being stored. That fold has come so far is the caller's to write down, when all has ended.
 */
export class FoldInPassing {
  readonly #fold: FoldRecords;
  readonly #pipeline: PipelineDeps;
  readonly #facts: StoredBehind;
  #turn: Promise<void> = Promise.resolve();
  #folding: Promise<void> = Promise.resolve();
  /** What fold itself appended, to be folded with what comes next: it lies before whatever is normalized after it. */
  #restated: Appended[] = [];
  readonly #folded = new Map<number, number>();
  /** Taken last. */
  #last: Batch | undefined;

  constructor(
    pipeline: PipelineDeps,
    seen: SeenEntities | undefined,
    private readonly signal: AbortSignal,
  ) {
    const unstored = (error: unknown): void => {
      if (this.#last !== undefined) pipeline.onStageError('fold', error, this.#last);
    };
    this.#facts = new StoredBehind(pipeline.facts, unstored, signal);
    this.#pipeline = { ...pipeline, facts: this.#facts };
    const log = {
      append: (topic: Topic, records: readonly LogRecord[]) => this.#append(topic, records),
      partitions: (topic: Topic) => pipeline.log.partitions(topic),
    };
    this.#fold = foldStage({ ...this.#pipeline, log, ...(seen ? { seen } : {}) });
  }

  /** Resolves when the batch is normalized and its events are durable; they are folded, and all rows stored, soon. */
  take(batch: Batch): Promise<void> {
    this.#last = batch;
    const taken = this.#turn.then(() => this.#takeNext(batch));
    this.#turn = taken.catch(() => undefined);
    return taken;
  }

  /** Resolves when everything that was taken is folded and stored, with the next offset of each partition of events. */
  async folded(): Promise<ReadonlyMap<number, number>> {
    await this.#turn;
    await this.#folding;
    while (this.#restated.length > 0 && !this.signal.aborted) await this.#foldAll([]);
    await this.#facts.stored();
    return this.#folded;
  }

  async #takeNext(batch: Batch): Promise<void> {
    const made = await normalizeBatch(this.#pipeline, batch.records);
    await this.#folding;
    this.#folding = this.#foldAll(made);
  }

  async #append(topic: Topic, records: readonly LogRecord[]): Promise<readonly Position[]> {
    const positions = await this.#pipeline.log.append(topic, records);
    if (topic !== this.#pipeline.generation.events) return positions;
    for (const [index, position] of positions.entries()) {
      const record = records[index];
      if (record) this.#restated.push({ record: { headers: {}, ...record, ...position } });
    }
    return positions;
  }

  async #foldAll(made: readonly Appended[]): Promise<void> {
    const appended = [...made, ...this.#restated];
    this.#restated = [];
    for (const [partition, own] of byPartition(appended)) await this.#foldOne(partition, own);
  }

  async #foldOne(partition: number, own: readonly Appended[]): Promise<void> {
    const events = new Map(own.map(({ event, record }) => [record, event]));
    const records = own.map(({ record }) => record).sort((a, b) => a.offset - b.offset);
    while (!this.signal.aborted) {
      try {
        await this.#fold(partition, records, (record) => {
          const event = events.get(record);
          return event === undefined ? eventIn(record) : checkEvent(event);
        });
        this.#folded.set(partition, (records.at(-1)?.offset ?? -1) + 1);
        return;
      } catch (error) {
        this.#pipeline.onStageError('fold', error, { topic: this.#pipeline.generation.events, partition, records });
        await delay(AGAIN_MS, undefined, { signal: this.signal }).catch(() => undefined);
      }
    }
  }
}

function byPartition(appended: readonly Appended[]): Map<number, Appended[]> {
  const partitions = new Map<number, Appended[]>();
  for (const one of appended) {
    const own = partitions.get(one.record.partition);
    if (own) own.push(one);
    else partitions.set(one.record.partition, [one]);
  }
  return partitions;
}
