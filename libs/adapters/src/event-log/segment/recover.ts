import { constants, copyFile, type FileHandle, open } from 'node:fs/promises';
import { LogDamaged } from './damage.js';
import { isErrno } from './errno.js';
import { SEGMENT_HEADER } from './frame.js';
import { hasSegmentHeader, nextWholeFrame, type ScanEnd, scanFrames } from './scan.js';
import type { Segment } from './segment.js';

export interface Recovered {
  /** Offset the next record will get. */
  readonly next: number;
  /** What was cut off, when a write had been torn. */
  readonly warning?: string;
}

/**
 * Reads the last segment of a partition, cuts off a torn write, and sets the segment's size to what is whole.
 *
 * A write that was torn by a crash had not been acknowledged, so cutting it loses nothing that was promised; a copy of
 * the file is kept all the same. Where a later write is whole, the damaged one had been durable: {@link LogDamaged}.
 */
export async function recoverLastSegment(segment: Segment, handle: FileHandle, partition: number): Promise<Recovered> {
  const buffer = await handle.readFile();
  if (!hasSegmentHeader(buffer)) return beginAnew(segment, handle, buffer, partition);
  const end = scan(segment, buffer, partition);
  segment.size = end.place;
  if (end.kind === 'end') return { next: end.next };
  if (hasLaterWrite(buffer, partition, end)) {
    throw new LogDamaged({ segment: segment.path, place: end.place, offset: end.next, reason: end.reason });
  }
  const kept = await keepCopy(segment.path);
  await handle.truncate(end.place);
  return {
    next: end.next,
    warning:
      `Segment ${segment.path} ended in a torn write at byte ${end.place} (record ${end.next}, ${end.reason}): ` +
      `${buffer.length - end.place} bytes that had not been acknowledged were cut off. The file as it was: ${kept}`,
  };
}

function scan(segment: Segment, buffer: Buffer, partition: number): ScanEnd {
  const frames = scanFrames(buffer, partition, SEGMENT_HEADER.length, segment.base);
  for (;;) {
    const step = frames.next();
    if (step.done) return step.value;
    segment.index.note(step.value.frame.offset, step.value.place);
  }
}

/** Whether a whole frame follows that was written after the damaged record had become durable. */
function hasLaterWrite(buffer: Buffer, partition: number, damaged: ScanEnd): boolean {
  for (let place = damaged.place; ;) {
    const found = nextWholeFrame(buffer, partition, place, damaged.next);
    if (found === undefined) return false;
    if (found.frame.group > damaged.next) return true;
    place = found.place;
  }
}

/** A segment whose header was not written to the end holds nothing; one with another header is no segment. */
async function beginAnew(segment: Segment, handle: FileHandle, buffer: Buffer, partition: number): Promise<Recovered> {
  const damage = { segment: segment.path, place: 0, offset: segment.base };
  if (nextWholeFrame(buffer, partition, -1, segment.base)) {
    throw new LogDamaged({ ...damage, reason: 'its header is not that of a segment' });
  }
  const kept = buffer.length > 0 ? await keepCopy(segment.path) : undefined;
  await handle.truncate(0);
  await handle.write(SEGMENT_HEADER, 0, SEGMENT_HEADER.length, 0);
  segment.size = SEGMENT_HEADER.length;
  return {
    next: segment.base,
    ...(kept && { warning: `Segment ${segment.path} had a torn header and no record. The file as it was: ${kept}` }),
  };
}

/** Copies the file to `<path>.broken`, or `<path>.broken.2` and so on where earlier copies lie. Returns the copy's path. */
export async function keepCopy(path: string): Promise<string> {
  for (let number = 1; ; number += 1) {
    const copy = number === 1 ? `${path}.broken` : `${path}.broken.${number}`;
    try {
      await copyFile(path, copy, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
      const handle = await open(copy, 'r+');
      try {
        await handle.sync();
      } finally {
        await handle.close();
      }
      return copy;
    } catch (error) {
      if (!isErrno(error, 'EEXIST')) throw error;
    }
  }
}
