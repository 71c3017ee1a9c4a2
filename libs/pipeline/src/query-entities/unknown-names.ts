import { type Catalogue, namesInstead } from '@leadline/events';
import type { Analytics } from '@leadline/ports';
import { teamPaths } from '../query-metrics/team-paths.js';
import { type NamedPart, namesTold, untold } from './names-told.js';

/** Most names that are told to be unknown at once. */
const MOST_TOLD = 20;

/** What is wrong with a name, and what to write in its place. */
export interface UnknownName {
  readonly message: string;
  readonly fix: string;
}

/** Names by what they are of, each list with the place at which they were asked for. */
export interface AskedNames<P> {
  readonly part: NamedPart;
  readonly names: readonly string[] | null | undefined;
  readonly place: P;
}

/**
 * Names that nobody declared and nobody ever told of: a misspelt one would be answered as if nothing had happened there.
 * A statement for each list whose names are not all declared, and one more for each that has an unknown one.
 */
export async function unknownNames<P>(
  analytics: Analytics,
  catalogue: Catalogue,
  asked: readonly AskedNames<P>[],
): Promise<(UnknownName & { readonly place: P })[]> {
  const unknown = await Promise.all(
    asked.map(async ({ part, names, place }) => {
      const found = await unknownOf(analytics, catalogue, part, names ?? []);
      return found.map((name) => ({ ...name, place }));
    }),
  );
  return unknown.flat().slice(0, MOST_TOLD);
}

/** Teams that the catalogue does not declare: nobody else can tell of one. */
export const unknownTeams = (catalogue: Catalogue, names: readonly string[]): UnknownName[] =>
  unknownAmong(names, teamPaths(catalogue), 'team');

/** Those of the names that are not among the known. `what` they are of, in the singular. */
export function unknownAmong(names: readonly string[], known: readonly string[], what: string): UnknownName[] {
  return names
    .filter((name) => !known.includes(name))
    .map((name) => ({ message: `there is no ${what} "${shortened(name)}"`, fix: namesInstead(name, known, what) }));
}

const words: Readonly<Record<NamedPart, string>> = {
  services: 'service',
  environments: 'environment',
  repositories: 'repository',
  targets: 'target',
  flags: 'flag',
  tags: 'tag',
  tagKeys: 'tag',
  sources: 'source',
};

async function unknownOf(
  analytics: Analytics,
  catalogue: Catalogue,
  part: NamedPart,
  names: readonly string[],
): Promise<UnknownName[]> {
  const unknown = await untold(analytics, catalogue, part, names);
  if (unknown.length === 0) return [];
  const known = await namesTold(analytics, catalogue, part);
  // Before anything was told, everything that is asked for is as unknown.
  if (known.length === 0 && part !== 'services') return [];
  return unknownAmong(unknown, known, words[part]);
}

/** As much of a name as an answer repeats. */
export const shortened = (text: string): string => (text.length > 80 ? `${text.slice(0, 80)}…` : text);
