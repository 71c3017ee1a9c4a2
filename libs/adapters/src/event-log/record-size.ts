import { type LogRecord, RecordTooLarge } from '@leadline/ports';

/** What a log takes by default: GitHub's largest body (25 MiB) and a mebibyte for the headers kept with it. */
export const DEFAULT_MAX_RECORD_BYTES = 26 * 1024 * 1024;

/** Bytes of key, headers and value: what the limit of a log is about, the same in every log. */
export function recordBytes({ key, value, headers }: LogRecord): number {
  let bytes = Buffer.byteLength(key) + value.byteLength;
  for (const name in headers) bytes += Buffer.byteLength(name) + Buffer.byteLength(headers[name] ?? '');
  return bytes;
}

/** Sum over the records. Throws {@link RecordTooLarge} for the first one over the limit, before anything is stored. */
export function checkedBytes(records: readonly LogRecord[], limit: number): number {
  let sum = 0;
  for (const record of records) {
    const bytes = recordBytes(record);
    if (bytes > limit) throw new RecordTooLarge(bytes, limit);
    sum += bytes;
  }
  return sum;
}
