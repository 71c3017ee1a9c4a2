import { hash } from 'node:crypto';
import type { ChainVersion, LinkMemo, LinkOptions } from './facts.js';
import type { Span } from './span.js';

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Order of the chain: by finish, then id (then row and knowledge, so that it is total). */
export function inChainOrder(a: ChainVersion, b: ChainVersion): number {
  return a.finishedAt - b.finishedAt || byText(a.id, b.id) || byText(a.row, b.row) || a.knownFrom - b.knownFrom;
}

export const isBefore = (a: ChainVersion, b: ChainVersion): boolean => inChainOrder(a, b) < 0;

/** The deployments of a service in order, and which of them an earlier run has already found the commits of. */
export class Chain {
  readonly versions: readonly ChainVersion[];
  /** SHA-256 over every version up to the row's last: equal if nothing before it or of it has changed. */
  readonly hashes = new Map<string, string>();
  /** Rows whose stored result still holds. */
  readonly reused = new Set<string>();
  private readonly versionsByRow = new Map<string, ChainVersion[]>();

  constructor(versions: readonly ChainVersion[], options: LinkOptions) {
    this.versions = versions.filter((version) => version.knownFrom < version.knownUntil).toSorted(inChainOrder);
    let last = options.pathsVersion ?? '';
    const lastPosition = new Map<string, number>();
    for (const [position, version] of this.versions.entries()) {
      last = hashAfter(last, version);
      this.hashes.set(version.row, last);
      lastPosition.set(version.row, position);
      const same = this.versionsByRow.get(version.row);
      if (same === undefined) this.versionsByRow.set(version.row, [version]);
      else same.push(version);
    }
    if (options.memo !== undefined) this.reuse(options.memo, lastPosition);
  }

  /** Versions whose commits have to be found. */
  fresh(): readonly ChainVersion[] {
    return this.versions.filter(({ row }) => !this.reused.has(row));
  }

  versionsOf(row: string): readonly ChainVersion[] {
    return this.versionsByRow.get(row) ?? [];
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

  /**
   * A stored row holds if its hash is the same and so is every row before it. The rows that hold are a prefix of the
   * chain that cuts through no row's versions.
   */
  private reuse(memo: LinkMemo, lastPosition: ReadonlyMap<string, number>): void {
    let end = this.versions.findIndex(
      ({ row }) => memo.invalid.has(row) || memo.chainHash(row) !== this.hashes.get(row),
    );
    if (end < 0) end = this.versions.length;
    for (let position = end - 1; position >= 0; position--) {
      const row = this.versions[position]?.row ?? '';
      if ((lastPosition.get(row) ?? 0) >= end) end = position;
    }
    for (const { row } of this.versions.slice(0, end)) this.reused.add(row);
  }
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
