import type { Catalogue } from '@leadline/events';

/** Every team of the tree, parents included. */
export const teamPaths = (catalogue: Catalogue): string[] =>
  pathsAbove([
    ...catalogue.teams.map(({ path }) => path),
    ...catalogue.services.flatMap(({ teams }) => teams.map(({ team }) => team)),
  ]);

/** Paths with those of all their parents, in order. */
export function pathsAbove(paths: readonly string[]): string[] {
  const all = paths.flatMap((path) => {
    const parts = path.split('/');
    return parts.map((_, depth) => parts.slice(0, depth + 1).join('/'));
  });
  return [...new Set(all)].sort();
}

/** Whether a path is one of the teams or beneath one. */
export const isWithin = (path: string, teams: readonly string[]): boolean =>
  teams.some((team) => path === team || path.startsWith(`${team}/`));
