import type { Remark } from './fragment.js';

/** A team with the one above it, by their names. */
export interface NamedTeam {
  readonly name: string;
  readonly parent: string | undefined;
  readonly line: number;
  readonly file?: string | undefined;
}

/** Paths of teams: "eng/payments" where eng is above payments. Teams above themselves are problems. */
export function teamTree(teams: readonly NamedTeam[]): {
  readonly pathOf: (name: string) => string;
  readonly problems: readonly Remark[];
} {
  const parents = new Map(teams.map(({ name, parent }) => [name, parent]));
  const aboveOf = (name: string): string[] => {
    const above: string[] = [];
    for (let at = parents.get(name); at !== undefined && !above.includes(at); at = parents.get(at)) above.push(at);
    return above;
  };
  const circle = (name: string): string => [name, ...aboveOf(name)].map((one) => `"${one}"`).join(' is below ');
  return {
    pathOf: (name) => [...aboveOf(name).toReversed(), name].join('/'),
    problems: teams
      .filter(({ name }) => aboveOf(name).includes(name))
      .map(({ name, line, file }) => ({ line, file, message: `the team "${name}" is above itself: ${circle(name)}` })),
  };
}
