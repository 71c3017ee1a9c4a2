import type { LogRecord, RewriteBytes, StoredRecord } from '@leadline/ports';
import { Bell } from '../local/bell.js';
import type { LocalPartition, RecordCursor } from '../local/partition.js';
import { recordBytes } from '../record-size.js';

/** One partition in memory. Records are copied in, so that nobody can change what has been stored. */
export class MemoryPartition implements LocalPartition {
  readonly bell = new Bell();
  readonly #records: StoredRecord[] = [];
  #appendedBytes = 0;

  constructor(readonly partition: number) {}

  get head(): number {
    return this.#records.length;
  }

  get appendedBytes(): number {
    return this.#appendedBytes;
  }

  /** Stores the record and returns its offset; the bell is the caller's to ring. */
  store({ key, value, headers, time }: LogRecord): number {
    const offset = this.#records.length;
    const record = { key, value: Buffer.from(value), headers: { ...headers }, time, partition: this.partition, offset };
    this.#records.push(record);
    this.#appendedBytes += recordBytes(record);
    return offset;
  }

  /** Changes what is stored; returns how many records were changed. */
  rewrite(change: RewriteBytes): number {
    let changed = 0;
    for (const [index, record] of this.#records.entries()) {
      const value = change(Buffer.from(record.value));
      const headers = change(Buffer.from(JSON.stringify(record.headers)));
      if (value === undefined && headers === undefined) continue;
      const said: Record<string, string> = headers === undefined ? record.headers : JSON.parse(headers.toString());
      this.#records[index] = { ...record, value: value ?? record.value, headers: said };
      changed += 1;
    }
    return changed;
  }

  openCursor(from: number): RecordCursor {
    const records = this.#records;
    let next = from;
    return {
      async next(maxRecords, maxBytes) {
        const start = next;
        for (let bytes = 0; next < records.length && next - start < maxRecords; next += 1) {
          bytes += records[next]?.value.byteLength ?? 0;
          if (bytes > maxBytes && next > start) break;
        }
        return records.slice(start, next);
      },
      async close() {},
    };
  }
}
