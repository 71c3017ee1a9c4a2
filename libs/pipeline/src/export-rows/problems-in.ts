import type { GroupBy } from '@leadline/metrics';
import { unknownNames, unknownTeams } from '../query-entities/unknown-names.js';
import type { ExportDeps, ParameterProblem } from './exported.js';
import type { ReadParameters } from './parameters.js';

/** Parameters whose names somebody must have told of. */
const parts = ['services', 'environments', 'repositories', 'targets', 'flags', 'tags', 'sources'] as const;

type Named = { readonly [P in (typeof parts)[number] | 'teams']?: readonly string[] | undefined } & {
  readonly by?: readonly GroupBy[];
};

/**
 * What is wrong with parameters: how they are written, else the names among them that nobody declared and nobody ever
 * told of. A misspelt one would be answered without rows, as if nothing had happened there.
 */
export async function problemsIn(
  { analytics, catalogue: inForce }: Pick<ExportDeps, 'analytics' | 'catalogue'>,
  read: ReadParameters<Named>,
): Promise<readonly ParameterProblem[]> {
  if (read.outcome === 'problems') return read.problems;
  const { parameters } = read;
  const catalogue = await inForce();
  const teams = unknownTeams(catalogue, parameters.teams ?? []).map((name) => ({ ...name, place: 'teams' }));
  const keys = (parameters.by ?? []).flatMap(({ tagKey }) => (tagKey === undefined ? [] : [tagKey]));
  const unknown = await unknownNames(analytics(), catalogue, [
    ...parts.map((part) => ({ part, names: parameters[part], place: part })),
    { part: 'tagKeys', names: keys, place: 'by' },
  ]);
  return [...teams, ...unknown].map(({ place, message, fix }) => ({ parameter: place, message: `${message}. ${fix}` }));
}
