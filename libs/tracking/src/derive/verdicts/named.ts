import { FOREVER, type NamedBefore } from '@leadline/tables';
import type { Judged } from './judged.js';
import type { Occurrence } from './occurrences.js';

/** What a deployment is found under beside its key. */
export interface Named {
  /** "owner/name" of its repository, '' if nobody said. */
  readonly repository: string;
  /** Other repositories that it brought commits of, sorted. */
  readonly otherRepositories: readonly string[];
  /** Flags that it names itself, sorted. */
  readonly flags: readonly string[];
}

/** How it looked from an instant on; null: it was not there. */
interface Look {
  readonly at: number;
  readonly judged: Judged | null;
}

/** What a deployment is found under by its latest look, and what it was while that was something else. */
export function namedIn(
  looks: readonly Look[],
  first: Occurrence,
): { readonly named: Named; readonly namedBefore: readonly NamedBefore[] } {
  const named = namedBy(looks.findLast(({ judged }) => judged !== null)?.judged?.occurrence ?? first);
  const namedBefore: NamedBefore[] = [];
  looks.forEach(({ at, judged }, place) => {
    if (judged === null) return;
    const was = namedBy(judged.occurrence);
    if (isSame(was, named)) return;
    const knownUntil = looks[place + 1]?.at ?? FOREVER;
    const last = namedBefore.at(-1);
    if (last?.knownUntil === at && isSame(last, was)) last.knownUntil = knownUntil;
    else {
      const { repository, otherRepositories, flags } = was;
      const lists = { otherRepositories: [...otherRepositories], flags: [...flags] };
      namedBefore.push({ knownFrom: at, knownUntil, repository, ...lists });
    }
  });
  return { named, namedBefore };
}

function namedBy({ attempts }: Occurrence): Named {
  const repository = attempts.find((attempt) => attempt.repository)?.repository ?? '';
  const others = new Set(attempts.flatMap(({ otherRepositories = [] }) => otherRepositories));
  return {
    repository,
    otherRepositories: [...others].filter((name) => name !== '' && name !== repository).sort(),
    flags: [...new Set(attempts.flatMap(({ flags }) => flags))].sort(),
  };
}

const isSame = (a: Named, b: Named): boolean =>
  a.repository === b.repository && isSameList(a.otherRepositories, b.otherRepositories) && isSameList(a.flags, b.flags);

const isSameList = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((one, place) => one === b[place]);
