import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

const SUFFIX = '.json';

/** Next offset by partition. */
const Positions = z.record(z.string().regex(/^\d+$/), z.number().int().nonnegative());

/**
 * Where the groups of one topic stand, in one small file per group. A file is replaced as a whole and not synced: a
 * position that is behind repeats work, which is harmless. One that is ahead of the log is clipped when it is read.
 */
export class GroupPositions {
  readonly #directory: string;
  readonly #groups = new Map<string, Map<number, number>>();
  readonly #unwritten = new Set<string>();
  readonly #onWarning: (warning: string) => void;
  #writing: Promise<void> | undefined;

  private constructor(directory: string, onWarning: (warning: string) => void) {
    this.#directory = directory;
    this.#onWarning = onWarning;
  }

  /** `headOf` a partition bounds what is read; 0 for a partition that does not exist. */
  static async open(
    directory: string,
    headOf: (partition: number) => number,
    onWarning: (warning: string) => void,
  ): Promise<GroupPositions> {
    await mkdir(directory, { recursive: true });
    const positions = new GroupPositions(directory, onWarning);
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
    this.#writing ??= this.#write();
  }

  /** Resolves when what has been set is in the files. */
  async written(): Promise<void> {
    await this.#writing;
  }

  /** One write at a time; whatever is set meanwhile goes into the next. */
  async #write(): Promise<void> {
    for (const group of this.#unwritten) {
      this.#unwritten.delete(group);
      const path = join(this.#directory, `${encodeURIComponent(group)}${SUFFIX}`);
      try {
        await writeFile(`${path}.tmp`, JSON.stringify(Object.fromEntries(this.#groups.get(group) ?? [])));
        await rename(`${path}.tmp`, path);
      } catch (error) {
        this.#onWarning(`${path} could not be written, the group may repeat work after a restart: ${String(error)}`);
      }
    }
    this.#writing = undefined;
  }
}

function parse(text: string): Record<string, number> | undefined {
  try {
    return Positions.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
