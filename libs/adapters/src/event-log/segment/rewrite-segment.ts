import type { RewriteBytes } from '@leadline/ports';
import { open, readFile } from 'node:fs/promises';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { promisify } from 'node:util';
import { constants, deflateRaw, inflateRaw } from 'node:zlib';
import { LogDamaged } from './damage.js';
import { type BlockFrame, encodeBlock, rewriteFrame, SEGMENT_HEADER } from './frame.js';
import { hasSegmentHeader, type ScanEnd, scanFrames } from './scan.js';
import type { Segment } from './segment.js';

const deflate = promisify(deflateRaw);
const inflate = promisify(inflateRaw);

/** After so many bytes others get their turn. */
const TURN_BYTES = 512 * 1024;

export interface RewrittenSegment {
  readonly records: number;
  /** Bytes of the new file. */
  readonly size: number;
  /** The new file, durable beside the old one, which it is to replace by a rename. */
  readonly temporary: string;
}

/**
 * Writes a segment that nobody appends to anew, with its records changed; undefined where none was. Frames keep their
 * offsets, and raw segments their lengths.
 *
 * @throws LogDamaged where the segment is damaged: it can be repaired first ("leadline log verify --repair").
 */
export async function rewriteSegment(
  segment: Segment,
  partition: number,
  change: RewriteBytes,
): Promise<RewrittenSegment | undefined> {
  const buffer = await readFile(segment.path);
  if (!hasSegmentHeader(buffer)) throw damagedAt(segment, 0, segment.base, 'its header is not that of a segment');
  const pieces: Uint8Array[] = [SEGMENT_HEADER];
  let records = 0;
  let sinceTurn = 0;
  const frames = scanFrames(buffer, partition, SEGMENT_HEADER.length, segment.base);
  let step = frames.next();
  for (; !step.done; step = frames.next()) {
    const { frame, place } = step.value;
    const whole = buffer.subarray(place, place + frame.bytes);
    const block = frame.kind === 'block' ? await rewriteBlock(segment, frame, place, partition, change) : undefined;
    const isChanged = rewriteFrame(buffer, place, frame, change);
    records += (block?.records ?? 0) + (isChanged ? 1 : 0);
    pieces.push(...(block?.pieces ?? [whole]));
    sinceTurn += frame.bytes;
    if (sinceTurn >= TURN_BYTES) {
      sinceTurn = 0;
      await nextTurn();
    }
  }
  throwUnlessWhole(step.value, segment);
  if (records === 0) return undefined;
  return { records, ...(await writtenBeside(segment, pieces)) };
}

async function rewriteBlock(
  segment: Segment,
  { packed, unpackedBytes, offset, next }: BlockFrame,
  at: number,
  partition: number,
  change: RewriteBytes,
): Promise<{ records: number; pieces: readonly Uint8Array[] } | undefined> {
  const unpacked = await inflate(packed, { maxOutputLength: unpackedBytes });
  const frames = scanFrames(unpacked, partition, 0, offset, true);
  let records = 0;
  let step = frames.next();
  for (; !step.done; step = frames.next()) {
    if (rewriteFrame(unpacked, step.value.place, step.value.frame, change)) records += 1;
  }
  if (step.value.kind !== 'end') throw damagedAt(segment, at, step.value.next, step.value.reason);
  if (records === 0) return undefined;
  const again = await deflate(unpacked, { level: constants.Z_BEST_SPEED });
  return { records, pieces: encodeBlock(offset, next, again, unpackedBytes) };
}

async function writtenBeside(segment: Segment, pieces: readonly Uint8Array[]) {
  const temporary = `${segment.path}.tmp`;
  const handle = await open(temporary, 'w');
  try {
    const content = Buffer.concat(pieces);
    await handle.writeFile(content);
    await handle.sync();
    return { size: content.length, temporary };
  } finally {
    await handle.close();
  }
}

function throwUnlessWhole(end: ScanEnd, segment: Segment): void {
  if (end.kind !== 'end') throw damagedAt(segment, end.place, end.next, end.reason);
}

function damagedAt(segment: Segment, place: number, offset: number, reason: string): LogDamaged {
  return new LogDamaged({ segment: segment.path, place, offset, reason });
}
