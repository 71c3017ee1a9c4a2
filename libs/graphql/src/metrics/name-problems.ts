import type { GroupBy, Scope } from '@leadline/metrics';
import { listServices, type NamedPart, namesTold } from '@leadline/pipeline';
import type { ArgumentProblem } from '../errors.js';
import type { RequestContext } from '../request-context.js';
import { unknownName } from './read-query.js';

type Context = Pick<RequestContext, 'analytics' | 'catalogue' | 'now'>;

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
    serviceProblems(scope, argument, context),
    ...by.map((group, index) => tagKeyProblems(group, `by[${index}].tagKey`, context)),
    ...parts.map((part) => problemsOf(part, scope[part] ?? [], argument, context)),
  ]);
  return problems.flat().slice(0, 20);
}

const words: Readonly<Record<NamedPart, string>> = {
  environments: 'environment',
  repositories: 'repository',
  targets: 'target',
  flags: 'flag',
  tags: 'tag',
};
const parts: readonly NamedPart[] = ['environments', 'repositories', 'targets', 'flags', 'tags'];

async function problemsOf(
  part: NamedPart,
  names: readonly string[],
  argument: string,
  { analytics, catalogue }: Context,
): Promise<ArgumentProblem[]> {
  if (names.length === 0) return [];
  const known = await namesTold(analytics, (await catalogue()).catalogue, part);
  // Before anything was told, everything that is asked for is as unknown.
  if (known.length === 0) return [];
  const isKnown = new Set(known);
  return names
    .filter((name) => !isKnown.has(name))
    .map((name) => unknownName(`${argument}.${part}`, words[part], name, known));
}

/** The key of a tag that nothing has: everything would be in one group without a name. */
async function tagKeyProblems(
  { tagKey }: GroupBy,
  argument: string,
  { analytics, catalogue }: Context,
): Promise<ArgumentProblem[]> {
  if (tagKey === undefined) return [];
  const tags = await namesTold(analytics, (await catalogue()).catalogue, 'tags');
  const keys = [...new Set(tags.map((tag) => tag.slice(0, tag.indexOf(':'))))];
  return keys.length === 0 || keys.includes(tagKey) ? [] : [unknownName(argument, 'tag', tagKey, keys)];
}

/** Services that nobody declared and nothing was ever deployed of. */
async function serviceProblems(
  { services = [] }: Scope,
  argument: string,
  { analytics, catalogue, now }: Context,
): Promise<ArgumentProblem[]> {
  const inForce = (await catalogue()).catalogue;
  const declared = new Set(inForce.services.map(({ name }) => name));
  const undeclared = services.filter((name) => !declared.has(name));
  if (undeclared.length === 0) return [];
  const known = (names?: readonly string[]) =>
    listServices(analytics, inForce, { first: 500, asOf: now, ...(names ? { where: { names } } : {}) });
  const deployed = new Set((await known(undeclared)).items.map(({ name }) => name));
  const unknown = undeclared.filter((name) => !deployed.has(name));
  if (unknown.length === 0) return [];
  const names = (await known()).items.map(({ name }) => name);
  return unknown.map((name) => unknownName(`${argument}.services`, 'service', name, names));
}
