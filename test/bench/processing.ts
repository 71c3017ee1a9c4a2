import type { LeadlineEvent } from '@leadline/events';
import {
  deriveBatch,
  DeriveMemory,
  eventRecord,
  foldStage,
  generation,
  touchIn,
  peopleAsTold,
} from '@leadline/pipeline';
import type { Facts, LogRecord, StoredRecord } from '@leadline/ports';

/** Folds and derives events handed over in pieces, with the product's own stages and nothing between them. */
export interface Processing {
  fold(events: readonly LeadlineEvent[]): Promise<void>;
  /** What was touched since the last time. */
  derive(): Promise<void>;
  /** Forgets what derive remembers, as a restart does. */
  forget(): void;
}

/** @param remembering What derive remembers from one time to the next; without, nothing. */
export function processingInto(facts: Facts, remembering = (): DeriveMemory => new DeriveMemory(0)): Processing {
  const folded = new Offsets();
  const touched = new Offsets();
  let waiting: StoredRecord[] = [];
  let memory = remembering();
  const append = async (_: string, records: readonly LogRecord[]): Promise<StoredRecord[]> => {
    const stored = touched.give(records);
    waiting.push(...stored);
    return stored;
  };
  const log = { append, partitions: () => Promise.resolve(1) };
  const fold = foldStage({ log, facts, generation: generation(1), people: peopleAsTold });
  return {
    fold: (events) =>
      fold(0, folded.give(events.map((event) => eventRecord(event, { position: '0:0', receivedAt: 0 })))),
    async derive() {
      const touches = waiting.map(touchIn);
      waiting = [];
      const onFailure = ({ error }: { error: Error }): never => {
        throw error;
      };
      await deriveBatch(facts, touches, touched.next, onFailure, { memory });
    },
    forget() {
      memory = remembering();
    },
  };
}

/** Gives records their places in a topic of one partition. */
class Offsets {
  next = 0;

  give(records: readonly LogRecord[]): StoredRecord[] {
    return records.map(({ headers = {}, ...record }) => ({ ...record, headers, partition: 0, offset: this.next++ }));
  }
}
