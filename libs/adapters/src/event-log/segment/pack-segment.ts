import { type FileHandle, open, readFile, rename, rm } from 'node:fs/promises';
import { setTimeout as rest } from 'node:timers/promises';
import { promisify } from 'node:util';
import { constants, deflateRaw } from 'node:zlib';
import { LogDamaged } from './damage.js';
import { encodeBlock, SEGMENT_HEADER } from './frame.js';
import { hasSegmentHeader, scanFrames } from './scan.js';
import { Segment, segmentPath } from './segment.js';
import { syncDirectory } from './segment-directory.js';

/** Enough for deflate's window many times over, little enough to be unpacked for one record. */
const BLOCK_BYTES = 256 * 1024;
const deflate = promisify(deflateRaw);

export interface Pace {
  /** Milliseconds to rest before the next block, which takes about 2 ms of one core. */
  readonly restMs: () => number;
  readonly stop: AbortSignal;
}

/**
 * Compresses a segment that is complete into a file beside it. Compression is kept from the way of an append because
 * there it would cost more than all the rest of it (deflate of a 15 KB body at its fastest: 150 µs of a core).
 *
 * The raw file is to be removed once nobody looks it up any more. Undefined when stopped before the end.
 */
export async function packSegment(
  raw: Segment,
  partition: number,
  pace: Pace,
): Promise<{ segment: Segment; removeRaw: () => Promise<void> } | undefined> {
  const path = segmentPath(raw.directory, raw.base, 'packed');
  const temporary = `${path}.tmp`;
  const handle = await open(temporary, 'w');
  try {
    const size = await writeBlocks(raw, partition, handle, pace);
    if (size === undefined) return undefined;
    await handle.sync();
    await rename(temporary, path);
    await syncDirectory(raw.directory);
    return {
      segment: new Segment(raw.directory, raw.base, 'packed', size),
      removeRaw: () => rm(raw.path),
    };
  } finally {
    await handle.close();
    await rm(temporary, { force: true });
  }
}

/** Returns the size of the file written, or undefined when stopped. */
async function writeBlocks(
  raw: Segment,
  partition: number,
  handle: FileHandle,
  { restMs, stop }: Pace,
): Promise<number | undefined> {
  const buffer = await readFile(raw.path);
  let size = SEGMENT_HEADER.length;
  await handle.write(SEGMENT_HEADER, 0, size, 0);
  for (const { from, to, offset, next } of blocksOf(raw, buffer, partition)) {
    if (stop.aborted) return undefined;
    const packed = await deflate(buffer.subarray(from, to), { level: constants.Z_BEST_SPEED });
    for (const piece of encodeBlock(offset, next, packed, to - from)) {
      await handle.write(piece, 0, piece.byteLength, size);
      size += piece.byteLength;
    }
    const resting = restMs();
    if (resting > 0) await rest(resting, undefined, { ref: false });
  }
  return size;
}

interface Block {
  readonly from: number;
  readonly to: number;
  readonly offset: number;
  readonly next: number;
}

/** Cuts the segment into stretches of whole frames. */
function* blocksOf(raw: Segment, buffer: Buffer, partition: number): Generator<Block> {
  if (!hasSegmentHeader(buffer)) throw damagedAt(raw, 0, raw.base, 'its header is not that of a segment');
  const frames = scanFrames(buffer, partition, SEGMENT_HEADER.length, raw.base);
  let from = SEGMENT_HEADER.length;
  let offset = raw.base;
  for (let step = frames.next(); ; step = frames.next()) {
    const place = step.done ? step.value.place : step.value.place + step.value.frame.bytes;
    const next = step.done ? step.value.next : step.value.frame.next;
    if (step.done && step.value.kind !== 'end') throw damagedAt(raw, place, next, step.value.reason);
    if (place - from >= BLOCK_BYTES || (step.done && place > from)) {
      yield { from, to: place, offset, next };
      from = place;
      offset = next;
    }
    if (step.done) return;
  }
}

function damagedAt(raw: Segment, place: number, offset: number, reason: string): LogDamaged {
  return new LogDamaged({ segment: raw.path, place, offset, reason });
}
