import { type LogRecord, LogUnavailable } from '@leadline/ports';

/** More than this is not written at once: who came first would wait for the bytes of who came last. */
const GROUP_BYTES = 8 * 1024 * 1024;
/**
 * How long after the begin of one commit the next one waits for those who will append again, while several do. A commit
 * costs a processor some hundred microseconds however much is in it (a visit to another thread, and what the kernel does
 * for a sync), as much as one or two requests; who appends alone never waits.
 */
const APART_MS = 10;
/** Of those who were answered or wait, so many at once are a group. */
const MOST_OF_THEM = 0.9;
const QUIET_AFTER_MS = 250;
/** More than this does not wait in memory: the disk has stalled, and senders are better told so. */
const WAITING_BYTES = 256 * 1024 * 1024;

interface Waiting {
  readonly records: readonly LogRecord[];
  readonly bytes: number;
  readonly resolve: (firstOffset: number) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Coalesces concurrent appends: one group is being written and synced while the next one forms. Every append of a group
 * is answered when the whole group is durable.
 */
export class GroupCommit {
  readonly #commit: (records: readonly LogRecord[]) => Promise<number>;
  #waiting: Waiting[] = [];
  #waitingBytes = 0;
  #running: Promise<void> | undefined;
  #begunAt = -Infinity;
  /** Who was answered last, or came meanwhile: so many are likely to append. */
  #likely = 0;
  #gathered: (() => void) | undefined;

  /** `commit` makes the records durable, in order, and resolves with the offset of the first. */
  constructor(commit: (records: readonly LogRecord[]) => Promise<number>) {
    this.#commit = commit;
  }

  /** Whether a group is being written, or was a moment ago: more is likely to come. */
  get busy(): boolean {
    return this.#running !== undefined || performance.now() - this.#begunAt < QUIET_AFTER_MS;
  }

  /** Resolves with the first record's offset; the others follow it. */
  append(records: readonly LogRecord[], bytes: number): Promise<number> {
    if (this.#waitingBytes > WAITING_BYTES) {
      return Promise.reject(
        new LogUnavailable(`The disk does not keep up: ${this.#waitingBytes} bytes wait to be written`),
      );
    }
    this.#waitingBytes += bytes;
    return new Promise((resolve, reject) => {
      this.#waiting.push({ records, bytes, resolve, reject });
      if (this.#isGathered()) this.#gathered?.();
      this.#running ??= this.#run();
    });
  }

  /** Resolves when everything appended so far has been answered. */
  async drained(): Promise<void> {
    await this.#running;
  }

  async #run(): Promise<void> {
    // Requests that arrived together are handled in one turn of the event loop: let all of them get in.
    await new Promise((resolve) => setImmediate(resolve));
    while (this.#waiting.length > 0) {
      await this.#apart();
      const group = this.#nextGroup();
      this.#begunAt = performance.now();
      try {
        let offset = await this.#commit(group.flatMap(({ records }) => records));
        for (const { records, resolve } of group) {
          resolve(offset);
          offset += records.length;
        }
      } catch (error) {
        for (const { reject } of group) reject(error);
      }
      this.#likely = group.length + this.#waiting.length;
    }
    this.#running = undefined;
  }

  /** Lets a group gather where several append at once. */
  async #apart(): Promise<void> {
    const left = this.#begunAt + APART_MS - performance.now();
    if (left <= 0 || this.#isGathered()) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, left);
      this.#gathered = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.#gathered = undefined;
  }

  #isGathered(): boolean {
    return (
      this.#likely <= 2 || this.#waiting.length >= this.#likely * MOST_OF_THEM || this.#waitingBytes >= GROUP_BYTES
    );
  }

  #nextGroup(): readonly Waiting[] {
    let bytes = 0;
    let count = 0;
    for (const waiting of this.#waiting) {
      if (count > 0 && bytes + waiting.bytes > GROUP_BYTES) break;
      bytes += waiting.bytes;
      count += 1;
    }
    this.#waitingBytes -= bytes;
    return this.#waiting.splice(0, count);
  }
}
