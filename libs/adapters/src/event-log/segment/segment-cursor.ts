import type { StoredRecord } from '@leadline/ports';
import { type FileHandle, open } from 'node:fs/promises';
import { promisify } from 'node:util';
import { inflateRaw } from 'node:zlib';
import type { RecordCursor } from '../local/partition.js';
import { LogDamaged } from './damage.js';
import { isErrno } from './errno.js';
import type { BlockFrame } from './frame.js';
import { type ScanEnd, scanFrames } from './scan.js';
import type { Segment } from './segment.js';

/** Values are views of what is read at once, so a record that is kept keeps no more than this in memory. */
const CHUNK_BYTES = 256 * 1024;

const inflate = promisify(inflateRaw);

/** The segments of a partition as a cursor needs them. */
export interface SegmentList {
  readonly partition: number;
  /** The segment that holds the offset, or would if it existed. */
  holding(offset: number): Segment;
  /** The segment that begins where this one ends; undefined while this one is appended to. */
  after(segment: Segment): Segment | undefined;
}

/** Bytes of a segment from `start` on. */
interface Chunk {
  readonly start: number;
  readonly buffer: Buffer;
}

interface OpenSegment {
  readonly segment: Segment;
  readonly handle: FileHandle;
  /** Byte of the next frame, and its first record. */
  place: number;
  next: number;
  /** What was read last; it may reach beyond `place`. */
  chunk?: Chunk;
}

/** Streams a partition's records from its segments. Holds the file it is in open, so packing it meanwhile does no harm. */
export class SegmentCursor implements RecordCursor {
  readonly #segments: SegmentList;
  /** Records below this are passed over: reading begins at the frame before the one wanted. */
  readonly #from: number;
  #open: OpenSegment | undefined;
  #ready: StoredRecord[] = [];
  #taken = 0;

  constructor(segments: SegmentList, from: number) {
    this.#segments = segments;
    this.#from = from;
  }

  async next(maxRecords: number, maxBytes: number): Promise<readonly StoredRecord[]> {
    const records: StoredRecord[] = [];
    let bytes = 0;
    while (records.length < maxRecords) {
      const record = this.#ready[this.#taken];
      if (record === undefined) {
        if (!(await this.#readOnAfter(records.length))) break;
        continue;
      }
      bytes += record.value.byteLength + record.key.length;
      if (bytes > maxBytes && records.length > 0) break;
      records.push(record);
      this.#taken += 1;
    }
    return records;
  }

  async close(): Promise<void> {
    await this.#open?.handle.close();
    this.#open = undefined;
  }

  /** What lies before damage is handed out first; the damage is met again by the next call. */
  async #readOnAfter(found: number): Promise<boolean> {
    try {
      return await this.#readOn();
    } catch (error) {
      if (found > 0) return false;
      throw error;
    }
  }

  /** Decodes the next stretch into `#ready`; false at the end of what is durable. */
  async #readOn(): Promise<boolean> {
    this.#ready = [];
    this.#taken = 0;
    this.#open ??= await this.#openAt(this.#from);
    const { segment, place, next } = this.#open;
    if (place < segment.size) {
      await this.#readStretch(this.#open, segment.size);
      return true;
    }
    const following = this.#segments.after(segment);
    if (following === undefined) return false;
    await this.#moveTo(following, next);
    return true;
  }

  async #readStretch(at: OpenSegment, size: number): Promise<void> {
    const start = at.place;
    const left = size - start;
    let { chunk } = at;
    if (chunk === undefined || start >= chunk.start + chunk.buffer.length) {
      chunk = { start, buffer: await readAt(at, Math.min(CHUNK_BYTES, left)) };
    }
    for (;;) {
      at.chunk = chunk;
      const end = await this.#decode(at, chunk);
      if (end.kind === 'end' || at.place > start) return;
      if (end.kind === 'damaged' || end.bytes > left) throw damagedAt(at, start, end.reason);
      chunk = { start, buffer: await readAt(at, Math.min(Math.max(CHUNK_BYTES, end.bytes), left)) };
    }
  }

  /** Takes the records of all whole frames of the chunk, or of one block, and moves `at` behind them. */
  async #decode(at: OpenSegment, { buffer, start }: Chunk): Promise<ScanEnd> {
    const frames = scanFrames(buffer, this.#segments.partition, at.place - start, at.next);
    for (let step = frames.next(); ; step = frames.next()) {
      if (step.done) return step.value;
      const { frame, place } = step.value;
      at.segment.index.note(frame.offset, start + place);
      if (frame.kind === 'record') this.#take(frame.record);
      if (frame.kind === 'block' && frame.next > this.#from) await this.#unpack(frame, at);
      at.place = start + place + frame.bytes;
      at.next = frame.next;
      if (frame.kind === 'block') return { kind: 'end', place: at.place, next: at.next };
    }
  }

  async #unpack(block: BlockFrame, at: OpenSegment): Promise<void> {
    const { unpackedBytes } = block;
    // In one piece: by default it would come in 16 KiB pieces to be put together.
    const unpacked = await inflate(block.packed, { chunkSize: unpackedBytes + 64, maxOutputLength: unpackedBytes });
    const frames = scanFrames(unpacked, this.#segments.partition, 0, block.offset, true);
    let step = frames.next();
    for (; !step.done; step = frames.next()) {
      if (step.value.frame.kind === 'record') this.#take(step.value.frame.record);
    }
    if (step.value.kind !== 'end') throw damagedAt(at, at.place, step.value.reason);
  }

  #take(record: StoredRecord): void {
    if (record.offset >= this.#from) this.#ready.push(record);
  }

  async #openAt(offset: number): Promise<OpenSegment> {
    const { segment, handle } = await this.#openFile(() => this.#segments.holding(offset));
    const { place, offset: next } = segment.index.before(offset);
    return { segment, handle, place, next };
  }

  async #moveTo(following: Segment, expected: number): Promise<void> {
    if (following.base !== expected) {
      const reason = `the records from ${expected} up to it are missing, a segment was removed`;
      throw new LogDamaged({ segment: following.path, place: 0, offset: expected, reason });
    }
    await this.close();
    this.#open = await this.#openAt(expected);
  }

  /** Packing and rewriting may replace a file between looking it up and opening it. */
  async #openFile(find: () => Segment): Promise<{ segment: Segment; handle: FileHandle }> {
    for (;;) {
      const segment = find();
      try {
        const handle = await open(segment.path, 'r');
        if (find() === segment) return { segment, handle };
        await handle.close();
      } catch (error) {
        if (!isErrno(error, 'ENOENT') || find() === segment) throw error;
      }
    }
  }
}

async function readAt({ handle, place, segment, next }: OpenSegment, length: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafeSlow(length);
  for (let filled = 0; filled < length;) {
    const { bytesRead } = await handle.read(buffer, filled, length - filled, place + filled);
    if (bytesRead === 0) {
      const reason = 'the file has become shorter than it was';
      throw new LogDamaged({ segment: segment.path, place: place + filled, offset: next, reason });
    }
    filled += bytesRead;
  }
  return buffer;
}

function damagedAt({ segment, next }: OpenSegment, place: number, reason: string): LogDamaged {
  return new LogDamaged({ segment: segment.path, place, offset: next, reason });
}
