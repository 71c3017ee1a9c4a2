import { ALWAYS, type CommitElement, FOREVER, type TableRow } from '@leadline/tables';

/** A version at one place: where it went, or is about to, and what came after it. */
export interface Stay {
  readonly service: string;
  readonly environment: string;
  readonly tier: string;
  /** '' where it names none. */
  readonly target: string;
  readonly deployment: string;
  readonly occurrence: number;
  readonly sha: string;
  /** `gone`: it stood somewhere once. `elsewhere`: commits of this repository came with a deployment of another. */
  readonly status: 'succeeded' | 'in_progress' | 'gone' | 'elsewhere';
  /** Its finish; of one in progress its start. */
  readonly at: number;
  /** When the next version came there; FOREVER: none did. */
  readonly until: number;
  /** When the service brought this commit to production first; null: never. */
  readonly firstAt: number | null;
  /** The last instant at which any of this became known. */
  readonly changedAt: number;
  readonly carried: Carried;
}

/** Commits of one repository that a deployment carried for the first time, in the latest state. */
export interface Carried {
  readonly shas: readonly string[];
  /** The last instant at which any of them became known, or turned out to be another's; ALWAYS: none ever was. */
  readonly knownAt: number;
  /** The latest of their committer dates. */
  readonly committedAt: number;
}

export type StayRow = Omit<TableRow<'stays'>, 'version'>;

export const nothingCarried: Carried = { shas: [], knownAt: ALWAYS, committedAt: ALWAYS };

/** @param repositoryOf '' where it is not told: such commits are taken for the deployment's own. */
export function carriedIn(
  commits: readonly CommitElement[],
  own: string,
  repositoryOf: (sha: string) => string,
): Map<string, Carried> {
  const found = new Map<string, { shas: string[]; knownAt: number; committedAt: number }>();
  for (const { sha, knownFrom, knownUntil, committedAt } of commits) {
    const repository = repositoryOf(sha) || own;
    const carried = found.get(repository) ?? { shas: [], knownAt: ALWAYS, committedAt: ALWAYS };
    found.set(repository, carried);
    carried.knownAt = Math.max(carried.knownAt, knownUntil === FOREVER ? knownFrom : knownUntil);
    if (knownUntil !== FOREVER) continue;
    carried.shas.push(sha);
    carried.committedAt = Math.max(carried.committedAt, committedAt);
  }
  return found;
}
