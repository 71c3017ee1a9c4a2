import { type LogRecord, LogUnavailable, type RewriteBytes } from '@leadline/ports';
import { renameSync } from 'node:fs';
import { setTimeout as rest } from 'node:timers/promises';
import { Bell } from '../local/bell.js';
import type { LocalPartition, RecordCursor } from '../local/partition.js';
import { ActiveFile } from './active-file.js';
import { LogDamaged } from './damage.js';
import { isErrno } from './errno.js';
import { encodeRecord, SEGMENT_HEADER } from './frame.js';
import { GroupCommit } from './group-commit.js';
import { packSegment } from './pack-segment.js';
import { recoverLastSegment } from './recover.js';
import { rewriteSegment } from './rewrite-segment.js';
import { Segment } from './segment.js';
import { SegmentCursor, type SegmentList } from './segment-cursor.js';
import { clearAway, createDirectory, createSegment, listSegments, syncDirectory } from './segment-directory.js';

export interface PartitionOptions {
  readonly segmentBytes: number;
  readonly fsync: boolean;
  readonly onWarning: (warning: string) => void;
}

/** More segments than this wait to be packed only while appends leave little time. */
const MOST_UNPACKED = 8;
const PATIENT_REST_MS = 200;
const BUSY_REST_MS = 20;

/** One partition: its segments, the last of which is appended to. */
export class SegmentPartition implements LocalPartition, SegmentList {
  readonly bell = new Bell();
  readonly #options: PartitionOptions;
  readonly #groups = new GroupCommit((records) => this.#commit(records));
  readonly #closing = new AbortController();
  #segments: Segment[];
  #file: ActiveFile;
  #head: number;
  #appendedBytes = 0;
  #broken: LogUnavailable | undefined;
  /** Packing or rewriting: one at a time replaces files. */
  #packing: Promise<void> | undefined;
  #wantsNewSegment = false;

  private constructor(
    readonly directory: string,
    readonly partition: number,
    options: PartitionOptions,
    opened: { segments: Segment[]; file: ActiveFile; head: number },
  ) {
    this.#options = options;
    this.#segments = opened.segments;
    this.#file = opened.file;
    this.#head = opened.head;
    this.#startPacking();
  }

  /** Opens or creates the partition's directory. Rejects with {@link LogDamaged} where the last segment is damaged. */
  static async open(directory: string, partition: number, options: PartitionOptions): Promise<SegmentPartition> {
    await createDirectory(directory, options.fsync);
    await clearAway(directory);
    const segments = await listSegments(directory);
    const [first] = segments;
    if (first !== undefined && first.base !== 0) {
      const reason = 'the records before it are missing, a segment was removed';
      throw new LogDamaged({ segment: first.path, place: 0, offset: 0, reason });
    }
    const active = segments.at(-1) ?? (await createSegment(directory, 0, options.fsync));
    if (active.form === 'packed') throw lastSegmentMissing(active);
    if (segments.length === 0) segments.push(active);
    const file = await ActiveFile.open(active.path, options.fsync);
    try {
      const { next, warning } = await recoverLastSegment(active, file.handle, partition);
      if (warning !== undefined) options.onWarning(warning);
      // A process that was killed may have left what it wrote in memory only; from here on it counts as durable.
      if (options.fsync) await file.handle.datasync();
      if (options.fsync) await syncDirectory(directory);
      return new SegmentPartition(directory, partition, options, { segments, file, head: next });
    } catch (error) {
      await file.handle.close();
      throw error;
    }
  }

  get head(): number {
    return this.#head;
  }

  get appendedBytes(): number {
    return this.#appendedBytes;
  }

  /** Resolves with the first record's offset when all are durable. */
  append(records: readonly LogRecord[], bytes: number): Promise<number> {
    if (this.#closing.signal.aborted) return Promise.reject(new LogUnavailable('The log is closed'));
    return this.#broken === undefined ? this.#groups.append(records, bytes) : Promise.reject(this.#broken);
  }

  /** Changes what was appended before the call, segment by segment. Returns how many records were changed. */
  async rewrite(change: RewriteBytes): Promise<number> {
    const end = this.#head;
    if (this.#active.size > SEGMENT_HEADER.length) {
      this.#wantsNewSegment = true;
      await this.append([], 0);
      if (this.#active.base < end) throw new LogUnavailable(`No new segment could be begun in ${this.directory}`);
    }
    while (this.#packing !== undefined) await this.#packing;
    const rewriting = this.#rewrite(change);
    const over = rewriting.then(
      () => undefined,
      () => undefined,
    );
    this.#packing = over.finally(() => {
      this.#packing = undefined;
      this.#startPacking();
    });
    return rewriting;
  }

  openCursor(from: number): RecordCursor {
    return new SegmentCursor(this, from);
  }

  holding(offset: number): Segment {
    return this.#segments.findLast(({ base }) => base <= offset) ?? this.#active;
  }

  after(segment: Segment): Segment | undefined {
    return this.#segments.find(({ base }) => base > segment.base);
  }

  /** Answers what was appended before, then lets go of the files. */
  async close(): Promise<void> {
    this.#closing.abort();
    await this.#groups.drained();
    await this.#packing;
    await this.#file.handle.close();
  }

  get #active(): Segment {
    const active = this.#segments.at(-1);
    if (active === undefined) throw new Error('unreachable: a partition has at least one segment');
    return active;
  }

  async #commit(records: readonly LogRecord[]): Promise<number> {
    if (this.#broken !== undefined) throw this.#broken;
    const first = this.#head;
    const frames = records.flatMap((record, index) => encodeRecord(record, first + index, first));
    const bytes = frames.reduce((sum, frame) => sum + frame.byteLength, 0);
    if (bytes > 0) {
      await this.#write(frames, bytes);
      if (this.#file.needsSync) await this.#sync();
      this.#active.index.note(first, this.#active.size);
    }
    const active = this.#active;
    active.size += bytes;
    this.#appendedBytes += bytes;
    this.#head += records.length;
    this.bell.ring();
    if (active.size >= this.#options.segmentBytes || this.#wantsNewSegment) await this.#rotate();
    return first;
  }

  /**
   * A write that fails leaves the file as it was, so that appending goes on when there is space again. Of what fails for
   * any other reason nobody knows what is on the disk, and the next one may report success: never try again.
   */
  async #write(frames: readonly Uint8Array[], bytes: number): Promise<void> {
    const { size, path } = this.#active;
    try {
      await this.#file.write(frames, bytes, size);
    } catch (error) {
      const full = isErrno(error, 'ENOSPC', 'EDQUOT');
      const failed = new LogUnavailable(
        full ? `No space is left for ${path}` : `Writing to ${path} failed: restart once the disk is in order`,
        { cause: error },
      );
      if (!full) this.#broken = failed;
      await this.#file.handle.truncate(size).catch(() => (this.#broken = failed));
      throw failed;
    }
  }

  /** As after a write that failed. */
  async #sync(): Promise<void> {
    try {
      await this.#file.handle.datasync();
    } catch (cause) {
      const message = `${this.#active.path} could not be made durable: restart once the disk is in order`;
      this.#broken = new LogUnavailable(message, { cause });
      throw this.#broken;
    }
  }

  /** Goes on in a new segment. Where none can be created the old one just grows, until the next attempt. */
  async #rotate(): Promise<void> {
    try {
      const segment = await createSegment(this.directory, this.#head, this.#options.fsync);
      const complete = this.#file;
      this.#file = await ActiveFile.open(segment.path, this.#options.fsync);
      this.#segments.push(segment);
      this.#wantsNewSegment = false;
      await complete.handle.close();
      this.#startPacking();
    } catch (error) {
      this.#options.onWarning(`No new segment could be begun in ${this.directory}: ${String(error)}`);
    }
  }

  /** Appends come first, while not too much waits to be packed. */
  #packingRestMs(): number {
    if (!this.#groups.busy) return 0;
    const waiting = this.#segments.filter(({ form }) => form === 'raw').length;
    return waiting > MOST_UNPACKED ? BUSY_REST_MS : PATIENT_REST_MS;
  }

  /** Resolves when nothing is being appended, or too much waits to be packed, or the log closes. */
  async #quiet(): Promise<void> {
    const { signal } = this.#closing;
    while (this.#packingRestMs() >= PATIENT_REST_MS && !signal.aborted) {
      await rest(PATIENT_REST_MS, undefined, { ref: false, signal }).catch(() => undefined);
    }
  }

  async #rewrite(change: RewriteBytes): Promise<number> {
    let records = 0;
    for (const segment of this.#segments.filter((each) => each !== this.#active)) {
      if (this.#closing.signal.aborted) throw new LogUnavailable('The log is closed');
      const rewritten = await rewriteSegment(segment, this.partition, change);
      if (rewritten === undefined) continue;
      // In one turn: who looks a segment up and finds the same after opening it has the file that it describes.
      renameSync(rewritten.temporary, segment.path);
      this.#segments[this.#segments.indexOf(segment)] = new Segment(
        this.directory,
        segment.base,
        segment.form,
        rewritten.size,
      );
      records += rewritten.records;
    }
    if (records > 0 && this.#options.fsync) await syncDirectory(this.directory);
    return records;
  }

  #startPacking(): void {
    if (this.#closing.signal.aborted) return;
    this.#packing ??= this.#pack().finally(() => (this.#packing = undefined));
  }

  /** Compresses all segments that are not appended to any more, one after the other. */
  async #pack(): Promise<void> {
    const pace = { restMs: () => this.#packingRestMs(), stop: this.#closing.signal };
    try {
      for (;;) {
        const raw = this.#segments.find((segment) => segment.form === 'raw' && segment !== this.#active);
        if (raw === undefined) return;
        await this.#quiet();
        if (this.#closing.signal.aborted) return;
        const packed = await packSegment(raw, this.partition, pace);
        if (packed === undefined) return;
        this.#segments[this.#segments.indexOf(raw)] = packed.segment;
        await packed.removeRaw();
      }
    } catch (error) {
      this.#options.onWarning(`A segment in ${this.directory} stays uncompressed: ${String(error)}`);
    }
  }
}

/** Only segments with a successor are packed. */
function lastSegmentMissing(last: Segment): LogDamaged {
  const reason = 'the segment after it is missing';
  return new LogDamaged({ segment: last.path, place: last.size, offset: last.base, reason });
}
