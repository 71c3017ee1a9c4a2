import { mkdir, open, readdir, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { isErrno } from './errno.js';
import { SEGMENT_HEADER } from './frame.js';
import { parseSegmentName, Segment, segmentPath } from './segment.js';

/** The segments of one partition, in order. A packed segment replaces the raw one it was made from. */
export async function listSegments(directory: string): Promise<Segment[]> {
  const segments = new Map<number, Segment>();
  for (const name of await readdir(directory)) {
    const parsed = parseSegmentName(name);
    if (parsed === undefined) continue;
    const size = await sizeOf(join(directory, name));
    // A raw segment that is gone was packed since the names were read.
    if (size === undefined) return listSegments(directory);
    const isReplaced = parsed.form === 'raw' && segments.get(parsed.base)?.form === 'packed';
    if (!isReplaced) segments.set(parsed.base, new Segment(directory, parsed.base, parsed.form, size));
  }
  return [...segments.values()].sort((a, b) => a.base - b.base);
}

/** Removes what was left behind when packing was interrupted. Only for whoever has the log open. */
export async function clearAway(directory: string): Promise<void> {
  const names = await readdir(directory);
  for (const name of names) {
    const parsed = parseSegmentName(name);
    const isReplaced =
      parsed?.form === 'raw' && names.includes(basename(segmentPath(directory, parsed.base, 'packed')));
    if (isReplaced || name.endsWith('.tmp')) await rm(join(directory, name));
  }
}

async function sizeOf(path: string): Promise<number | undefined> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return undefined;
    throw error;
  }
}

/** A new, empty segment that survives a loss of power. */
export async function createSegment(directory: string, base: number, fsync: boolean): Promise<Segment> {
  const segment = new Segment(directory, base, 'raw', SEGMENT_HEADER.length);
  // 'w': a failed attempt to create it may have left the file behind; it holds no record.
  const handle = await open(segment.path, 'w');
  try {
    await handle.write(SEGMENT_HEADER, 0, SEGMENT_HEADER.length, 0);
    if (fsync) await handle.sync();
  } finally {
    await handle.close();
  }
  if (fsync) await syncDirectory(directory);
  return segment;
}

/** The directory and those above it that are missing, so that none of them is gone after a loss of power. */
export async function createDirectory(directory: string, fsync: boolean): Promise<void> {
  const first = await mkdir(directory, { recursive: true });
  if (first === undefined || !fsync) return;
  for (let created = resolve(directory); ; created = dirname(created)) {
    await syncDirectory(dirname(created));
    if (created === resolve(first)) return;
  }
}

/** Makes created, renamed and removed names of a directory durable. */
export async function syncDirectory(directory: string): Promise<void> {
  const handle = await open(directory, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
