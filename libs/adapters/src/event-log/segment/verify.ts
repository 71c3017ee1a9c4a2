import { open, readdir, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { inflateRawSync } from 'node:zlib';
import type { Damage } from './damage.js';
import { lockDirectory } from './directory-lock.js';
import { isErrno } from './errno.js';
import { encodeGap, type Frame, SEGMENT_HEADER } from './frame.js';
import { keepCopy } from './recover.js';
import { hasSegmentHeader, nextWholeFrame, type ScanEnd, scanFrames } from './scan.js';
import { type Segment, segmentPath } from './segment.js';
import { clearAway, listSegments, syncDirectory } from './segment-directory.js';

/** Records of one segment that cannot be read: `offset` up to, but not including, `until`. */
export interface LostRecords extends Damage {
  /** Undefined where nothing readable follows: the end is not known. */
  readonly until: number | undefined;
}

export interface SegmentReport {
  readonly topic: string;
  readonly partition: number;
  readonly segment: string;
  /** Records that can be read. */
  readonly records: number;
  readonly bytes: number;
  readonly lost: readonly LostRecords[];
  /** Where the file as it was has been kept, when it was repaired. */
  readonly kept?: string;
}

export type VerifyOptions =
  /** Nobody has the log open. `repair` (default false) writes damaged segments anew. */
  | { readonly inUse?: false; readonly repair?: boolean }
  /** Somebody may have the log open, in this process or another; nothing is changed. */
  | { readonly inUse: true; readonly repair?: false };

/**
 * Reads every record of a log and reports, segment by segment, what is lost.
 *
 * With `repair` each damaged segment is copied to `<segment>.broken` and written anew: what is whole stays, a lost
 * stretch becomes a gap in the offsets. With `inUse` the log is read beside its owner: what follows the last whole
 * record may be a write under way and is not judged. Rejects with `DirectoryInUse` while the log is open, unless with
 * `inUse`.
 */
export async function* verifySegmentLog(
  directory: string,
  { inUse = false, repair = false }: VerifyOptions = {},
): AsyncGenerator<SegmentReport> {
  const lock = inUse ? undefined : await lockDirectory(directory);
  try {
    for (const topic of await subdirectories(directory)) {
      for (const id of (await subdirectories(join(directory, topic))).filter((name) => /^\d+$/.test(name))) {
        const place = { topic, partition: Number(id), inUse };
        if (!inUse) await clearAway(join(directory, topic, id));
        const segments = await listSegments(join(directory, topic, id));
        for (const [index, segment] of segments.entries()) {
          const { report, whole } = await examine(segment, place, segments[index + 1]?.base);
          const kept = repair && report.lost.length > 0 ? await rewrite(segment, whole) : undefined;
          yield kept === undefined ? report : { ...report, kept };
        }
      }
    }
  } finally {
    await lock?.release();
  }
}

async function subdirectories(directory: string): Promise<readonly string[]> {
  const entries = await readdir(directory, { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
}

/** What can be read of a segment, and the pieces a repaired file is made of. */
async function examine(
  segment: Segment,
  { topic, partition, inUse }: { topic: string; partition: number; inUse: boolean },
  following: number | undefined,
): Promise<{ report: SegmentReport; whole: readonly Buffer[] }> {
  const buffer = await readSegment(segment);
  const whole: Buffer[] = [SEGMENT_HEADER];
  const lost: LostRecords[] = [];
  let records = 0;
  const take = (place: number, next: number): ScanEnd => {
    const frames = scanFrames(buffer, partition, place, next);
    let step = frames.next();
    for (; !step.done; step = frames.next()) {
      const { frame, place: at } = step.value;
      records += recordsIn(frame, partition);
      whole.push(buffer.subarray(at, at + frame.bytes));
    }
    return step.value;
  };
  const lose = (place: number, offset: number, until: number | undefined, reason: string) => {
    lost.push({ segment: segment.path, place, offset, until, reason });
    if (until !== undefined && until > offset) whole.push(encodeGap(offset, until));
  };
  let end: ScanEnd = hasSegmentHeader(buffer)
    ? take(SEGMENT_HEADER.length, segment.base)
    : { kind: 'damaged', place: 0, next: segment.base, reason: 'its header is not that of a segment' };
  while (end.kind !== 'end') {
    const found = nextWholeFrame(buffer, partition, end.place, end.next);
    if (inUse && found === undefined && following === undefined) break;
    lose(end.place, end.next, found?.frame.offset ?? following, end.reason);
    if (found === undefined) break;
    end = take(found.place, found.frame.offset);
  }
  if (end.kind === 'end' && following !== undefined && following !== end.next) {
    lose(buffer.length, end.next, following, 'a segment after it is missing');
  }
  return { report: { topic, partition, segment: segment.path, records, bytes: buffer.length, lost }, whole };
}

/** Whoever has the log open may have packed the segment since it was listed. */
async function readSegment({ path, directory, base }: Segment): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (error) {
    if (!isErrno(error, 'ENOENT')) throw error;
    return readFile(segmentPath(directory, base, 'packed'));
  }
}

function recordsIn(frame: Frame, partition: number): number {
  switch (frame.kind) {
    case 'record':
      return 1;
    case 'gap':
      return 0;
    case 'block': {
      let records = 0;
      for (const inner of scanFrames(inflateRawSync(frame.packed), partition, 0, frame.offset)) {
        records += recordsIn(inner.frame, partition);
      }
      return records;
    }
  }
}

async function rewrite(segment: Segment, whole: readonly Buffer[]): Promise<string> {
  const kept = await keepCopy(segment.path);
  const temporary = `${segment.path}.tmp`;
  const handle = await open(temporary, 'w');
  try {
    await handle.writeFile(Buffer.concat(whole));
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(temporary, segment.path);
  await syncDirectory(segment.directory);
  return kept;
}
