import type { LogRecord } from '@leadline/ports';

/** A record whose value is the text. */
export function record(key: string, value: string, more: Partial<LogRecord> = {}): LogRecord {
  return { key, value: Buffer.from(value), time: Date.UTC(2026, 0, 15, 12), ...more };
}

/** `count` records per key, valued `0`, `1`, … in the order in which they are to be seen. */
export function numbered(keys: readonly string[], count: number): readonly LogRecord[] {
  return Array.from({ length: count }, (_, number) => keys.map((key) => record(key, String(number)))).flat();
}

/** Bytes that look like nothing in particular and compress badly, the same for the same length. */
export function noise(bytes: number): Buffer {
  const buffer = Buffer.allocUnsafe(bytes);
  let state = 0x9e3779b9;
  for (let at = 0; at < bytes; at += 1) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    buffer[at] = state >>> 24;
  }
  return buffer;
}
