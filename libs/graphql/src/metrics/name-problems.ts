import type { GroupBy, Scope } from '@leadline/metrics';
import { type NamedPart, namesTold, untold } from '@leadline/pipeline';
import type { ArgumentProblem } from '../errors.js';
import type { RequestContext } from '../request-context.js';
import { unknownName } from './read-query.js';

type Context = Pick<RequestContext, 'analytics' | 'catalogue'>;

/**
 * Names of a scope that nobody declared and nobody ever told of: a misspelt one would be answered as if nothing had
 * happened there. Teams are judged where the scope is read.
 */
export async function nameProblems(
  { scope, by = [] }: { readonly scope: Scope; readonly by?: readonly GroupBy[] },
  context: Context,
  argument = 'scope',
): Promise<ArgumentProblem[]> {
  const problems = await Promise.all([
    ...parts.map((part) => problemsOf(part, scope[part] ?? [], `${argument}.${part}`, context)),
    // The key of a tag that nothing has: everything would be in one group without a name.
    ...by.map(({ tagKey }, place) => problemsOf('tagKeys', tagKey ? [tagKey] : [], `by[${place}].tagKey`, context)),
  ]);
  return problems.flat().slice(0, 20);
}

const words: Readonly<Record<NamedPart, string>> = {
  services: 'service',
  environments: 'environment',
  repositories: 'repository',
  targets: 'target',
  flags: 'flag',
  tags: 'tag',
  tagKeys: 'tag',
};
const parts = ['services', 'environments', 'repositories', 'targets', 'flags', 'tags'] as const;

async function problemsOf(
  part: NamedPart,
  names: readonly string[],
  argument: string,
  { analytics, catalogue: inForce }: Context,
): Promise<ArgumentProblem[]> {
  const { catalogue } = await inForce();
  const unknown = await untold(analytics, catalogue, part, names);
  if (unknown.length === 0) return [];
  const known = await namesTold(analytics, catalogue, part);
  // Before anything was told, everything that is asked for is as unknown.
  if (known.length === 0 && part !== 'services') return [];
  return unknown.map((name) => unknownName(argument, words[part], name, known));
}
