import { LogUnavailable } from '@leadline/ports';
import { open, readdir, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { Bell } from '../local/bell.js';
import { createDirectory, syncDirectory } from './segment-directory.js';

const SUFFIX = '.json';

/** Next offset by partition. */
const Positions = z.record(z.string().regex(/^\d+$/), z.number().int().nonnegative());

/** Writes of one topic's positions rest this long in between: each sync takes its time from those of the records. */
const REST_MS = 1_000;

export interface GroupPositionsOptions {
  readonly directory: string;
  readonly fsync: boolean;
  readonly onWarning: (warning: string) => void;
  /** Bounds what is read; 0 for a partition that does not exist. */
  readonly headOf: (partition: number) => number;
}

/**
 * Where the groups of one topic stand, in one small file per group, which is replaced as a whole: written beside, synced,
 * renamed. A position that is behind repeats work, which is harmless, so what is set is on the disk a little later. One
 * that is ahead of the log is clipped when it is read.
 */
export class GroupPositions {
  readonly #options: GroupPositionsOptions;
  readonly #groups = new Map<string, Map<number, number>>();
  readonly #unwritten = new Set<string>();
  /** Why the last attempt to write a group's file failed. */
  readonly #failures = new Map<string, unknown>();
  readonly #hurry = new Bell();
  readonly #progress = new Bell();
  /** How often something was set, and how many of those times are in the files (or could not be written). */
  #set = 0;
  #written = 0;
  #waiting = 0;
  #isWriting = false;

  private constructor(options: GroupPositionsOptions) {
    this.#options = options;
  }

  static async open(options: GroupPositionsOptions): Promise<GroupPositions> {
    const { directory, fsync, onWarning, headOf } = options;
    await createDirectory(directory, fsync);
    const positions = new GroupPositions(options);
    for (const name of await readdir(directory)) {
      if (!name.endsWith(SUFFIX)) continue;
      const read = parse(await readFile(join(directory, name), 'utf8'));
      if (read === undefined) {
        onWarning(`${join(directory, name)} is unreadable: the group begins at the beginning again`);
        continue;
      }
      const clipped = Object.entries(read).map(([id, at]) => [Number(id), Math.min(at, headOf(Number(id)))] as const);
      positions.#groups.set(decodeURIComponent(name.slice(0, -SUFFIX.length)), new Map(clipped));
    }
    return positions;
  }

  at(group: string, partition: number): number {
    return this.#groups.get(group)?.get(partition) ?? 0;
  }

  set(group: string, partition: number, position: number): void {
    let positions = this.#groups.get(group);
    if (positions === undefined) this.#groups.set(group, (positions = new Map<number, number>()));
    positions.set(partition, position);
    this.#unwritten.add(group);
    this.#set += 1;
    if (!this.#isWriting) void this.#write();
  }

  /** Sets positions and resolves when they survive a loss of power; rejects where they could not be written. */
  async store(group: string, positions: ReadonlyMap<number, number>): Promise<void> {
    for (const [partition, position] of positions) this.set(group, partition, position);
    await this.written();
    const cause = this.#failures.get(group);
    if (cause !== undefined) throw new LogUnavailable(`${this.#pathOf(group)} could not be written`, { cause });
    if (this.#options.fsync) await syncDirectory(this.#options.directory);
  }

  /** Resolves when what has been set was written, or could not be, of which the operator is warned. */
  async written(): Promise<void> {
    const { signal } = new AbortController();
    const wanted = this.#set;
    this.#waiting += 1;
    while (this.#written < wanted) {
      this.#hurry.ring();
      await this.#progress.heard(signal);
    }
    this.#waiting -= 1;
  }

  /** One write at a time; whatever is set meanwhile goes into the next. */
  async #write(): Promise<void> {
    const { signal } = new AbortController();
    this.#isWriting = true;
    while (this.#unwritten.size > 0) {
      const set = this.#set;
      const groups = [...this.#unwritten];
      this.#unwritten.clear();
      for (const group of groups) await this.#writeGroup(group);
      this.#written = set;
      this.#progress.ring();
      if (this.#waiting === 0) await this.#hurry.heard(signal, REST_MS);
    }
    this.#isWriting = false;
  }

  async #writeGroup(group: string): Promise<void> {
    const path = this.#pathOf(group);
    try {
      const handle = await open(`${path}.tmp`, 'w');
      try {
        await handle.writeFile(JSON.stringify(Object.fromEntries(this.#groups.get(group) ?? [])));
        if (this.#options.fsync) await handle.datasync();
      } finally {
        await handle.close();
      }
      await rename(`${path}.tmp`, path);
      this.#failures.delete(group);
    } catch (error) {
      this.#failures.set(group, error);
      this.#options.onWarning(
        `${path} could not be written, the group may repeat work after a restart: ${String(error)}`,
      );
    }
  }

  #pathOf(group: string): string {
    return join(this.#options.directory, `${encodeURIComponent(group)}${SUFFIX}`);
  }
}

function parse(text: string): Record<string, number> | undefined {
  try {
    return Positions.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
