import { type CommitElement, type TableRow } from '@leadline/tables';
import {
  type Carried,
  carriedIn,
  type Stay,
  staysIn,
  type StayRow,
  staysOf,
  type VerdictContent,
} from '@leadline/tracking';
import { rowKey } from './row-key.js';

type StoredStay = TableRow<'stays'>;

export interface StaysToDerive {
  readonly contents: readonly VerdictContent[];
  readonly stored: readonly StoredStay[];
  /** Commits that a deployment carries, by its row's key; undefined: as they are stored. */
  readonly commitsOf: (key: string) => readonly CommitElement[] | undefined;
  /** Of a commit; '' where it is not told. */
  readonly repositoryOf: (sha: string) => string;
}

const nothing: ReadonlyMap<string, Carried> = new Map();

/** Rows of what stood where that are not as they are stored. */
export function staysToWrite({ contents, stored, commitsOf, repositoryOf }: StaysToDerive): StayRow[] {
  const before = new Map(stored.map((row) => [keyOf(row), row]));
  const storedOf = carriedAsStored(stored);
  const derived = staysOf(
    contents.map((content) => {
      const key = rowKey(content);
      const commits = commitsOf(key);
      const carried =
        commits === undefined ? (storedOf.get(key) ?? nothing) : carriedIn(commits, content.repository, repositoryOf);
      return { key, content, carried };
    }),
  );
  const changed: StayRow[] = [];
  for (const row of derived) {
    const key = keyOf(row);
    if (before.get(key)?.told !== row.told) changed.push(row);
    before.delete(key);
  }
  const over = [...before.values()].filter(({ told }) => told !== '');
  return [...changed, ...over.map(({ version: _version, ...row }) => ({ ...row, told: '' }))];
}

const keys = new WeakMap<StayRow, string>();

function keyOf(stay: StayRow): string {
  const known = keys.get(stay);
  if (known !== undefined) return known;
  const { repository, last_instant: last, place, row } = stay;
  const key = `${last} ${repository}\n${place}\n${row}`;
  keys.set(stay, key);
  return key;
}

/** By the row: one that is found again as the same object tells the same. */
const stays = new WeakMap<StoredStay, readonly Stay[]>();

/** What each deployment carried, by its row's key and by repository. */
function carriedAsStored(rows: readonly StoredStay[]): ReadonlyMap<string, ReadonlyMap<string, Carried>> {
  const found = new Map<string, Map<string, Carried>>();
  for (const row of rows) {
    const told = stays.get(row) ?? staysIn(row.told) ?? [];
    stays.set(row, told);
    for (const stay of told) {
      const key = rowKey(stay);
      const known = found.get(key) ?? new Map<string, Carried>();
      found.set(key, known.set(row.repository, stay.carried));
    }
  }
  return found;
}
