import type { LogRecord, RewriteBytes, StoredRecord } from '@leadline/ports';
import { crc32 } from 'node:zlib';

/*
 * A segment file is SEGMENT_HEADER and then frames without anything between them. Numbers are little-endian.
 *
 *   frame    length u32 (of the content) · crc32 u32 (of the content) · content
 *   content  kind u8 · offset u48 · group u48 · body
 *
 * `offset` is the frame's first record. `group` is the offset at which the write that stored it began: what lies below
 * was durable before this frame was written, so a frame whose group is past a damaged record proves that the damaged
 * record had been acknowledged, and its absence proves nothing was.
 *
 *   record   time f64 · key length u32 · headers length u32 · key · headers as JSON (nothing where there are none) · value
 *   block    next u48 · unpacked length u32 · raw deflate of whole record and gap frames       (packed segments only)
 *   gap      next u48: the records from `offset` up to `next` were lost, and a person accepted that
 */
export const SEGMENT_HEADER = Buffer.from('leadline-log 1\r\n', 'latin1');
export const FRAME_PREFIX_BYTES = 8;
export const SMALLEST_FRAME_BYTES = FRAME_PREFIX_BYTES + 19;

const KINDS = { record: 1, block: 2, gap: 3 } as const;
const CONTENT_HEADER_BYTES = 13;
const BODY_AT = FRAME_PREFIX_BYTES + CONTENT_HEADER_BYTES;
const RECORD_FIXED_BYTES = 16;
const NO_HEADERS: Readonly<Record<string, string>> = Object.freeze({});
/** Values up to this size are copied behind their header: one buffer costs less than one more for the kernel to gather. */
const COPIED_VALUE_BYTES = 4096;

interface Placed {
  /** Bytes of the whole frame. */
  readonly bytes: number;
  readonly offset: number;
  /** Offset after the frame's last record. */
  readonly next: number;
  readonly group: number;
}

export interface RecordFrame extends Placed {
  readonly kind: 'record';
  readonly record: StoredRecord;
}

export interface BlockFrame extends Placed {
  readonly kind: 'block';
  readonly packed: Buffer;
  readonly unpackedBytes: number;
}

export interface GapFrame extends Placed {
  readonly kind: 'gap';
}

export type Frame = RecordFrame | BlockFrame | GapFrame;

export type Decoded =
  | Frame
  /** The buffer ends within the frame; `bytes` of it are needed at least. */
  | { readonly kind: 'incomplete'; readonly bytes: number }
  | { readonly kind: 'damaged'; readonly reason: string };

/** The frame as it goes to disk, in one or two pieces. */
export function encodeRecord(record: LogRecord, offset: number, group: number): readonly Uint8Array[] {
  const { key, value, headers, time } = record;
  const keyBytes = Buffer.byteLength(key);
  const headersJson = hasAny(headers) ? JSON.stringify(headers) : '';
  const headersBytes = Buffer.byteLength(headersJson);
  const fixed = CONTENT_HEADER_BYTES + RECORD_FIXED_BYTES + keyBytes + headersBytes;
  const copied = value.byteLength <= COPIED_VALUE_BYTES;
  const head = Buffer.allocUnsafe(FRAME_PREFIX_BYTES + fixed + (copied ? value.byteLength : 0));
  writeContentHeader(head, KINDS.record, offset, group);
  head.writeDoubleLE(time, BODY_AT);
  head.writeUInt32LE(keyBytes, BODY_AT + 8);
  head.writeUInt32LE(headersBytes, BODY_AT + 12);
  head.write(key, BODY_AT + RECORD_FIXED_BYTES);
  head.write(headersJson, BODY_AT + RECORD_FIXED_BYTES + keyBytes);
  if (copied) head.set(value, FRAME_PREFIX_BYTES + fixed);
  seal(head, copied ? undefined : value);
  return copied ? [head] : [head, value];
}

export function encodeBlock(
  offset: number,
  next: number,
  packed: Buffer,
  unpackedBytes: number,
): readonly Uint8Array[] {
  const head = Buffer.allocUnsafe(BODY_AT + 10);
  writeContentHeader(head, KINDS.block, offset, offset);
  head.writeUIntLE(next, BODY_AT, 6);
  head.writeUInt32LE(unpackedBytes, BODY_AT + 6);
  seal(head, packed);
  return [head, packed];
}

export function encodeGap(offset: number, next: number): Buffer {
  const frame = Buffer.alloc(SMALLEST_FRAME_BYTES);
  writeContentHeader(frame, KINDS.gap, offset, offset);
  frame.writeUIntLE(next, BODY_AT, 6);
  seal(frame);
  return frame;
}

/**
 * The frame that begins at `at`; values are views of the buffer. `partition` goes into the record. Frames within a
 * block are `vouchedFor` by the block's checksum.
 */
export function decodeFrame(buffer: Buffer, at: number, partition: number, vouchedFor = false): Decoded {
  const available = buffer.length - at;
  if (available < FRAME_PREFIX_BYTES) return { kind: 'incomplete', bytes: FRAME_PREFIX_BYTES };
  const bytes = FRAME_PREFIX_BYTES + buffer.readUInt32LE(at);
  if (bytes < SMALLEST_FRAME_BYTES) return damaged('its length is impossible');
  if (available < bytes) return { kind: 'incomplete', bytes };
  const end = at + bytes;
  if (!vouchedFor && crc32(buffer.subarray(at + FRAME_PREFIX_BYTES, end)) !== buffer.readUInt32LE(at + 4)) {
    return damaged('its checksum differs');
  }
  const kind = buffer[at + FRAME_PREFIX_BYTES];
  const offset = buffer.readUIntLE(at + FRAME_PREFIX_BYTES + 1, 6);
  const group = buffer.readUIntLE(at + FRAME_PREFIX_BYTES + 7, 6);
  const body = at + BODY_AT;
  switch (kind) {
    case KINDS.record:
      return {
        kind: 'record',
        bytes,
        offset,
        next: offset + 1,
        group,
        record: decodeRecord(buffer, body, end, partition, offset),
      };
    case KINDS.block: {
      const next = buffer.readUIntLE(body, 6);
      const unpackedBytes = buffer.readUInt32LE(body + 6);
      return { kind: 'block', bytes, offset, next, group, unpackedBytes, packed: buffer.subarray(body + 10, end) };
    }
    case KINDS.gap:
      return { kind: 'gap', bytes, offset, next: buffer.readUIntLE(body, 6), group };
    default:
      return damaged(`it is of kind ${kind}, which this version of Leadline does not know`);
  }
}

/** Changes headers and value of a record's frame where it lies, and renews its checksum; says whether anything changed. */
export function rewriteFrame(buffer: Buffer, place: number, { bytes, kind }: Frame, change: RewriteBytes): boolean {
  if (kind !== 'record') return false;
  const headersAt = place + BODY_AT + RECORD_FIXED_BYTES + buffer.readUInt32LE(place + BODY_AT + 8);
  const valueAt = headersAt + buffer.readUInt32LE(place + BODY_AT + 12);
  const end = place + bytes;
  const parts = [buffer.subarray(headersAt, valueAt), buffer.subarray(valueAt, end)];
  let isChanged = false;
  for (const part of parts) {
    const changed = change(part);
    if (changed === undefined) continue;
    if (changed.length !== part.length) throw new RangeError('A record may not change its length where it lies');
    changed.copy(part);
    isChanged = true;
  }
  if (isChanged) buffer.writeUInt32LE(crc32(buffer.subarray(place + FRAME_PREFIX_BYTES, end)), place + 4);
  return isChanged;
}

function decodeRecord(buffer: Buffer, body: number, end: number, partition: number, offset: number): StoredRecord {
  const keyAt = body + RECORD_FIXED_BYTES;
  const headersAt = keyAt + buffer.readUInt32LE(body + 8);
  const valueAt = headersAt + buffer.readUInt32LE(body + 12);
  return {
    key: buffer.toString('utf8', keyAt, headersAt),
    value: buffer.subarray(valueAt, end),
    headers: headersAt === valueAt ? NO_HEADERS : parseHeaders(buffer.toString('utf8', headersAt, valueAt)),
    time: buffer.readDoubleLE(body),
    partition,
    offset,
  };
}

/** What the checksum vouches for was written by {@link encodeRecord}. */
function parseHeaders(json: string): Readonly<Record<string, string>> {
  const headers: Record<string, string> = JSON.parse(json);
  return headers;
}

function writeContentHeader(frame: Buffer, kind: number, offset: number, group: number): void {
  frame[FRAME_PREFIX_BYTES] = kind;
  frame.writeUIntLE(offset, FRAME_PREFIX_BYTES + 1, 6);
  frame.writeUIntLE(group, FRAME_PREFIX_BYTES + 7, 6);
}

function seal(head: Buffer, rest?: Uint8Array): void {
  head.writeUInt32LE(head.length - FRAME_PREFIX_BYTES + (rest?.byteLength ?? 0), 0);
  const checksum = crc32(head.subarray(FRAME_PREFIX_BYTES));
  head.writeUInt32LE(rest === undefined ? checksum : crc32(rest, checksum), 4);
}

function hasAny(headers: LogRecord['headers']): headers is Readonly<Record<string, string>> {
  for (const _ in headers) return true;
  return false;
}

function damaged(reason: string): Decoded {
  return { kind: 'damaged', reason };
}
