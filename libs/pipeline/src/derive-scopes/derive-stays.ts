import { ALWAYS, type CommitElement, type TableRow } from '@leadline/tables';
import {
  type Carried,
  carriedIn,
  stayKey,
  Stays,
  staysIn,
  type StayRow,
  type VerdictContent,
} from '@leadline/tracking';
import { rowKey } from './row-key.js';

type StoredStay = TableRow<'stays'>;

export interface CarryingCommits {
  /** Commits that a deployment carries, by its row's key; undefined: as before. */
  readonly commitsOf: (key: string) => readonly CommitElement[] | undefined;
  /** Of a commit; '' where it is not told. */
  readonly repositoryOf: (sha: string) => string;
}

const nothing: ReadonlyMap<string, Carried> = new Map();

/** Takes in what changed; gives rows that are not as they are stored, where all told before is. */
export function changeStays(
  stays: Stays,
  contents: readonly VerdictContent[],
  { commitsOf, repositoryOf }: CarryingCommits,
  carriedBefore: (key: string) => ReadonlyMap<string, Carried> | undefined = (key) => stays.carriedBy(key),
): StayRow[] {
  return stays.change(
    contents.map((content) => {
      const key = rowKey(content);
      const commits = commitsOf(key);
      const carried =
        commits === undefined ? (carriedBefore(key) ?? nothing) : carriedIn(commits, content.repository, repositoryOf);
      return { key, content, carried };
    }),
  );
}

/** What all of a service's deployments tell, with the rows that are not as they are stored. */
export function staysAnew(
  contents: readonly VerdictContent[],
  stored: readonly StoredStay[],
  commits: CarryingCommits,
): { readonly stays: Stays; readonly rows: readonly StayRow[] } {
  const storedOf = carriedAsStored(stored);
  const stays = new Stays();
  const told = changeStays(stays, contents, commits, (key) => storedOf.get(key));
  const before = new Map(stored.map((row) => [stayKey(row), row]));
  const changed: StayRow[] = [];
  for (const row of told) {
    const key = stayKey(row);
    if (before.get(key)?.told !== row.told) changed.push(row);
    before.delete(key);
  }
  const over = [...before.values()].filter(({ told: text }) => text !== '');
  return { stays, rows: [...changed, ...over.map(({ version: _version, ...row }) => ({ ...row, told: '' }))] };
}

/** What each deployment carried, by its row's key and by repository. */
function carriedAsStored(rows: readonly StoredStay[]): ReadonlyMap<string, ReadonlyMap<string, Carried>> {
  const found = new Map<string, Map<string, Carried>>();
  for (const row of rows) {
    for (const stay of staysIn(row.told) ?? []) {
      // It stood under the repository, and brought nothing of it.
      if (stay.carried.shas.length === 0 && stay.carried.knownAt === ALWAYS) continue;
      const key = rowKey(stay);
      const known = found.get(key) ?? new Map<string, Carried>();
      found.set(key, known.set(row.repository, stay.carried));
    }
  }
  return found;
}
