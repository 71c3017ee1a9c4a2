import { decodeFrame, type Frame, SEGMENT_HEADER, SMALLEST_FRAME_BYTES } from './frame.js';

/** A frame and the byte at which it begins. */
export interface ScannedFrame {
  readonly frame: Frame;
  readonly place: number;
}

/** Where the walk ended: at the end of the buffer, within a frame of `bytes` bytes, or at what is no frame in its place. */
export type ScanEnd =
  | { readonly kind: 'end'; readonly place: number; readonly next: number }
  | {
      readonly kind: 'cut';
      readonly place: number;
      readonly next: number;
      readonly reason: string;
      readonly bytes: number;
    }
  | { readonly kind: 'damaged'; readonly place: number; readonly next: number; readonly reason: string };

/** Yields frames from `place` on while each begins with the record that is due; returns where that ended. */
export function* scanFrames(
  buffer: Buffer,
  partition: number,
  place: number,
  next: number,
  vouchedFor = false,
): Generator<ScannedFrame, ScanEnd> {
  while (place < buffer.length) {
    const frame = decodeFrame(buffer, place, partition, vouchedFor);
    switch (frame.kind) {
      case 'incomplete':
        return { kind: 'cut', place, next, reason: 'it ends in the middle of a record', bytes: frame.bytes };
      case 'damaged':
        return { kind: 'damaged', place, next, reason: frame.reason };
      default:
        if (frame.offset !== next) {
          return { kind: 'damaged', place, next, reason: `record ${frame.offset} stands in the place of ${next}` };
        }
        yield { frame, place };
        place += frame.bytes;
        next = frame.next;
    }
  }
  return { kind: 'end', place, next };
}

/** The first whole frame after `place` that holds records after `offset`. */
export function nextWholeFrame(
  buffer: Buffer,
  partition: number,
  place: number,
  offset: number,
): ScannedFrame | undefined {
  // A packed block holds more records than it has bytes only if they compress a thousandfold.
  const highest = offset + (buffer.length - place) * 1000;
  for (let at = place + 1; at <= buffer.length - SMALLEST_FRAME_BYTES; at += 1) {
    const kind = buffer[at + 8] ?? 0;
    if (kind < 1 || kind > 3) continue;
    const first = buffer.readUIntLE(at + 9, 6);
    if (first < offset || first > highest || at + 8 + buffer.readUInt32LE(at) > buffer.length) continue;
    const frame = decodeFrame(buffer, at, partition);
    if (frame.kind !== 'damaged' && frame.kind !== 'incomplete' && frame.next > offset) return { frame, place: at };
  }
  return undefined;
}

export function hasSegmentHeader(buffer: Buffer): boolean {
  return buffer.subarray(0, SEGMENT_HEADER.length).equals(SEGMENT_HEADER);
}
