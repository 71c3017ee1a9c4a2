import type { GroupBy } from '@leadline/metrics';
import { type NamedPart, type UnknownName, unknownNames } from '@leadline/pipeline';
import type { ArgumentProblem } from '../errors.js';
import type { RequestContext } from '../request-context.js';

/** Names by what they are of: those of a scope, or of another filter. */
type Named = { readonly [P in NamedPart]?: readonly string[] | null | undefined };

const parts = [
  'services',
  'environments',
  'repositories',
  'targets',
  'flags',
  'tags',
] as const satisfies readonly NamedPart[];

/**
 * Names of a scope that nobody declared and nobody ever told of: a misspelt one would be answered as if nothing had
 * happened there. Teams are judged where the scope is read.
 */
export async function nameProblems(
  { scope, by = [] }: { readonly scope: Named; readonly by?: readonly GroupBy[] },
  { analytics, catalogue: inForce }: Pick<RequestContext, 'analytics' | 'catalogue'>,
  argument = 'scope',
): Promise<ArgumentProblem[]> {
  const { catalogue } = await inForce();
  const asked = [
    ...parts.map((part) => ({ part, names: scope[part], place: `${argument}.${part}` })),
    // The key of a tag that nothing has: everything would be in one group without a name.
    ...by.map(({ tagKey }, index) => ({
      part: 'tagKeys' as const,
      names: tagKey ? [tagKey] : [],
      place: `by[${index}].tagKey`,
    })),
  ];
  const unknown = await unknownNames(analytics, catalogue, asked);
  return unknown.map(({ place, ...name }) => problemAt(place, name));
}

export const problemAt = (argument: string, { message, fix }: UnknownName): ArgumentProblem => ({
  argument,
  message,
  fix,
});
