import { hash } from 'node:crypto';
import { compareText } from '@leadline/events';
import type { ChainVersion, LinkMemo, LinkOptions } from './facts.js';
import type { Span } from './span.js';

/** Order of the chain: by finish, then id (then row and knowledge, so that it is total). */
export function inChainOrder(a: ChainVersion, b: ChainVersion): number {
  return (
    a.finishedAt - b.finishedAt || compareText(a.id, b.id) || compareText(a.row, b.row) || a.knownFrom - b.knownFrom
  );
}

export const isBefore = (a: ChainVersion, b: ChainVersion): boolean => inChainOrder(a, b) < 0;

/** The deployments of a service in order, and which of them an earlier run has already found the commits of. */
export class Chain {
  readonly versions: readonly ChainVersion[];
  private readonly given: readonly ChainVersion[];
  private readonly pathsVersion: string;
  /** SHA-256 over every version up to each one: equal if nothing before it or of it has changed. */
  private readonly hashes: string[];
  /** Places of each row's versions, ascending. */
  private readonly places: Map<string, number[]>;
  /** Rows with versions in several places. */
  private readonly scattered: Set<string>;
  /** Of the versions before this place the stored results still hold. */
  private readonly reusedUntil: number;

  /**
   * @param before The same service's chain of before, of which all rows are stored as they were derived: what begins
   * alike is taken over from it, and it must not be used any more.
   */
  constructor(versions: readonly ChainVersion[], options: LinkOptions, before?: Chain) {
    this.given = versions;
    this.versions = before?.orderOf(versions) ?? inOrder(versions);
    const isContinued = before !== undefined && before.pathsVersion === (options.pathsVersion ?? '');
    const alike = isContinued ? placesAlike(before.versions, this.versions) : 0;
    const cut = isContinued ? before.cutAt(alike) : [];
    this.pathsVersion = options.pathsVersion ?? '';
    this.hashes = isContinued ? before.hashes : [];
    this.places = isContinued ? before.places : new Map<string, number[]>();
    this.scattered = isContinued ? before.scattered : new Set<string>();
    for (let place = alike; place < this.versions.length; place++) this.append(place);
    const { memo } = options;
    this.reusedUntil = memo === undefined ? 0 : this.unchangedUntil(memo, alike, cut);
  }

  /** Versions whose commits have to be found. */
  fresh(): readonly ChainVersion[] {
    return this.versions.slice(this.reusedUntil);
  }

  /** The hash up to the row's last version; '' of a row that is not in the chain. */
  hashOf(row: string): string {
    return this.hashes[this.places.get(row)?.at(-1) ?? -1] ?? '';
  }

  /** Whether the row's stored result still holds. */
  isReused(row: string): boolean {
    const first = this.places.get(row)?.[0];
    return first !== undefined && first < this.reusedUntil;
  }

  reusedRows(): string[] {
    return [...new Set(this.versions.slice(0, this.reusedUntil).map(({ row }) => row))];
  }

  versionsOf(row: string): readonly ChainVersion[] {
    return (this.places.get(row) ?? []).flatMap((place) => this.versions[place] ?? []);
  }

  versionAt(row: string, span: Span): ChainVersion | undefined {
    return this.versionsOf(row).find(({ knownFrom, knownUntil }) => span.within(knownFrom, knownUntil));
  }

  /** Whether the service had deployed anything before, by the chain alone. */
  hasPredecessor(version: ChainVersion, span: Span): boolean {
    for (const earlier of this.versions) {
      if (!isBefore(earlier, version)) return false;
      const says = earlier.sha !== null || earlier.listed !== null;
      if (says && earlier.row !== version.row && span.within(earlier.knownFrom, earlier.knownUntil)) return true;
    }
    return false;
  }

  /** The versions in order where they only add to the end of these; undefined: they do not. */
  private orderOf(versions: readonly ChainVersion[]): readonly ChainVersion[] | undefined {
    const { length } = this.given;
    if (placesAlike(this.given, versions) < length) return undefined;
    const added = inOrder(versions.slice(length));
    const [last, first] = [this.versions.at(-1), added[0]];
    const isLater = last === undefined || first === undefined || isBefore(last, first);
    return isLater ? [...this.versions, ...added] : undefined;
  }

  /** Takes away all from a place on; gives the rows that had something there. */
  private cutAt(place: number): string[] {
    const cut = new Set(this.versions.slice(place).map(({ row }) => row));
    for (const row of cut) {
      const left = (this.places.get(row) ?? []).filter((each) => each < place);
      if (left.length === 0) this.places.delete(row);
      else this.places.set(row, left);
      if (left.length < 2) this.scattered.delete(row);
    }
    this.hashes.length = place;
    return [...cut];
  }

  private append(place: number): void {
    const version = this.versions[place];
    if (version === undefined) return;
    this.hashes.push(hashAfter(this.hashes[place - 1] ?? this.pathsVersion, version));
    const same = this.places.get(version.row);
    if (same === undefined) {
      this.places.set(version.row, [place]);
    } else {
      same.push(place);
      this.scattered.add(version.row);
    }
  }

  /**
   * A stored row holds if its hash is the same and so is every row before it. The rows that hold are a prefix of the
   * chain that cuts through no row's versions. Of rows that lie before `alike` as a whole the hash is known to be stored.
   */
  private unchangedUntil(memo: LinkMemo, alike: number, cut: readonly string[]): number {
    let end = this.versions.length;
    const endBefore = (row: string): void => {
      end = Math.min(end, this.places.get(row)?.[0] ?? end);
    };
    for (const row of memo.invalid) endBefore(row);
    const asked = new Set([...cut, ...this.versions.slice(alike).map(({ row }) => row)]);
    for (const row of asked) if (memo.chainHash(row) !== this.hashOf(row)) endBefore(row);
    for (let wanted = -1; wanted !== end;) {
      wanted = end;
      for (const row of this.scattered) if ((this.places.get(row)?.at(-1) ?? 0) >= end) endBefore(row);
    }
    return end;
  }
}

const inOrder = (versions: readonly ChainVersion[]): ChainVersion[] =>
  versions.filter((version) => version.knownFrom < version.knownUntil).toSorted(inChainOrder);

/** How many versions both begin with that are the same objects. */
function placesAlike(before: readonly ChainVersion[], now: readonly ChainVersion[]): number {
  const most = Math.min(before.length, now.length);
  let place = 0;
  while (place < most && before[place] === now[place]) place++;
  return place;
}

/** Of a version that is the same object, after the same chain, the hash is the same. */
const hashes = new WeakMap<ChainVersion, { after: string; hash: string }>();

function hashAfter(after: string, version: ChainVersion): string {
  const known = hashes.get(version);
  if (known?.after === after) return known.hash;
  const hashed = hash('sha256', `${after}\n${contentOf(version)}`);
  hashes.set(version, { after, hash: hashed });
  return hashed;
}

function contentOf(version: ChainVersion): string {
  const { row, environment, id, sha, finishedAt, knownFrom, knownUntil, kindClass, listed, replacedSha, others } =
    version;
  const said = [row, environment, id, sha, finishedAt, knownFrom, knownUntil, kindClass, listed, replacedSha];
  return JSON.stringify(others === undefined ? said : [...said, others]);
}
