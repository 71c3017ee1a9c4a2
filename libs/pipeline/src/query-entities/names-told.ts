import type { Catalogue } from '@leadline/events';
import type { Scope } from '@leadline/metrics';
import type { Analytics } from '@leadline/ports';

/** What a scope names beside teams and services. */
export type NamedPart = Exclude<keyof Scope, 'teams' | 'services'>;

/** Most names of a part that are read. */
const MOST_NAMES = 10_000;

const distinct = (name: string, table: string): string => `SELECT DISTINCT ${name} AS name FROM ${table}`;

/** Where names stand that anybody ever told of, whatever was asked for. */
const told: Readonly<Record<NamedPart, readonly string[]>> = {
  environments: [distinct('environment', 'deployments'), distinct('environment', 'flag_changes')],
  repositories: [
    distinct(
      'arrayJoin(arrayConcat([repository], other_repositories, named_before.repository, arrayFlatten(named_before.otherRepositories)))',
      'deployments',
    ),
  ],
  targets: [distinct('arrayJoin(arrayFlatten(base.targets))', 'deployments')],
  flags: [
    distinct('arrayJoin(arrayConcat(flags, carried_flags.flag, arrayFlatten(named_before.flags)))', 'deployments'),
    distinct('flag', 'flags'),
    distinct('arrayJoin(ever_flags)', 'flag_changes'),
  ],
  tags: [
    distinct(
      `arrayJoin(arrayMap((key, value) -> concat(key, ':', value), mapKeys(tags), mapValues(tags)))`,
      'deployments',
    ),
  ],
};

/** Names of a part of a scope that the catalogue declares or anybody told of, at whatever time. One statement. */
export async function namesTold(analytics: Analytics, catalogue: Catalogue, part: NamedPart): Promise<string[]> {
  const sql = `
SELECT DISTINCT name
FROM (${told[part].join(' UNION ALL ')})
WHERE name != ''
ORDER BY name
LIMIT ${MOST_NAMES}`;
  const rows = await analytics.query<{ name: string }>({ sql, params: {} });
  return [...new Set([...declaredIn(catalogue, part), ...rows.map(({ name }) => name)])];
}

function declaredIn({ environments, services, flags }: Catalogue, part: NamedPart): string[] {
  switch (part) {
    case 'environments':
      return environments.map(({ name }) => name);
    case 'repositories':
      return services.flatMap(({ repositories }) => repositories.map((name) => name.replace(/^[^:]*:/, '')));
    case 'flags':
      return flags.map(({ flag }) => flag);
    case 'tags':
      return services.flatMap(({ tags }) => Object.entries(tags).map(([key, value]) => `${key}:${value}`));
    case 'targets':
      return services.flatMap(({ targets }) => targets);
  }
}
