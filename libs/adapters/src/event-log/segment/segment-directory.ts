import { mkdir, open, readdir, rm, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { SEGMENT_HEADER } from './frame.js';
import { parseSegmentName, Segment, segmentPath } from './segment.js';

/** The segments of one partition, in order. A packed segment replaces the raw one it was made from. */
export async function listSegments(directory: string): Promise<Segment[]> {
  const segments = new Map<number, Segment>();
  for (const name of await readdir(directory)) {
    if (name.endsWith('.tmp')) await rm(join(directory, name));
    const parsed = parseSegmentName(name);
    if (parsed === undefined) continue;
    const other = segments.get(parsed.base);
    const { size } = await stat(join(directory, name));
    const segment = new Segment(directory, parsed.base, parsed.form, size);
    if (other === undefined || segment.form === 'packed') segments.set(parsed.base, segment);
    if (other !== undefined) await rm(segmentPath(directory, parsed.base, 'raw'));
  }
  return [...segments.values()].sort((a, b) => a.base - b.base);
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
  await handle.sync().finally(() => handle.close());
}
