import type { StoredRecord } from '@leadline/ports';
import type { Bell } from './bell.js';

/** One partition of a log that lives in this process, as delivery and reading see it. */
export interface LocalPartition {
  readonly partition: number;
  /** Offset the next record will get. Everything below it is durable and may be read. */
  readonly head: number;
  /** Bytes appended since the log was opened. */
  readonly appendedBytes: number;
  /** Rings when the head has moved. */
  readonly bell: Bell;
  openCursor(from: number): RecordCursor;
}

/** Reads one partition forwards and stays where it stopped, so that it can go on when more has been appended. */
export interface RecordCursor {
  /** The next records, as many as are there within the bounds; a single record over `maxBytes` comes alone. */
  next(maxRecords: number, maxBytes: number): Promise<readonly StoredRecord[]>;
  close(): Promise<void>;
}

const READ_RECORDS = 1_000;
const READ_BYTES = 4 * 1024 * 1024;

/** The records of one partition from `from` up to, but not including, `to`. */
export async function* readPartition(
  partition: LocalPartition,
  from: number,
  to: number,
): AsyncGenerator<StoredRecord> {
  if (from >= to) return;
  const cursor = partition.openCursor(from);
  try {
    for (let next = from; next < to;) {
      const records = await cursor.next(Math.min(READ_RECORDS, to - next), READ_BYTES);
      if (records.length === 0) return;
      for (const record of records) {
        next = record.offset + 1;
        if (next > to) return;
        yield record;
      }
    }
  } finally {
    await cursor.close();
  }
}
