import type { Catalogue } from '@leadline/events';
import { Parameters, type Scope } from '@leadline/metrics';
import type { Analytics } from '@leadline/ports';

/** What a scope names beside teams, keys of tags, and what else lists and exports are narrowed by. */
export type NamedPart = Exclude<keyof Scope, 'teams'> | 'tagKeys' | 'sources';

/** Most names of a part that are read to find some that are near. */
const MOST_NAMES = 10_000;

const of = (name: string, table: string): string => `SELECT ${name} AS name FROM ${table}`;
const tagged = ['deployments', 'incidents', 'observations', 'pipeline_runs'];

/** Where names stand that anybody ever told of, whatever was asked for; the shortest tables first. */
const told: Readonly<Record<NamedPart, readonly string[]>> = {
  services: [
    of('arrayJoin(arrayFlatten(states.services))', 'trains'),
    of('arrayJoin(ever_services)', 'flag_changes'),
    of('arrayJoin(services)', 'incidents'),
    of('service', 'deployments'),
    of('arrayJoin(services)', 'observations'),
    of('arrayJoin(arrayConcat([service], service_before.service))', 'pipeline_runs'),
  ],
  environments: [of('environment', 'flag_changes'), of('environment', 'deployments'), of('environment', 'reports')],
  repositories: [
    of(
      'arrayJoin(arrayConcat([repository], other_repositories, named_before.repository, arrayFlatten(named_before.otherRepositories)))',
      'deployments',
    ),
    of('repository', 'changes'),
    of('repository', 'commits_by_time'),
  ],
  targets: [of('arrayJoin(arrayFlatten(base.targets))', 'deployments')],
  flags: [
    of('flag', 'flags'),
    of('arrayJoin(ever_flags)', 'flag_changes'),
    of('arrayJoin(arrayConcat(flags, carried_flags.flag, arrayFlatten(named_before.flags)))', 'deployments'),
  ],
  tags: tagged.map((table) =>
    of(`arrayJoin(arrayMap((key, value) -> concat(key, ':', value), mapKeys(tags), mapValues(tags)))`, table),
  ),
  tagKeys: tagged.map((table) => of('arrayJoin(mapKeys(tags))', table)),
  sources: [of('source', 'events')],
};

/**
 * Those of the names that the catalogue does not declare and that nobody told of, at whatever time. One statement at
 * most, which reads until it has met each of them.
 */
export async function untold(
  analytics: Analytics,
  catalogue: Catalogue,
  part: NamedPart,
  names: readonly string[],
): Promise<string[]> {
  const declared = new Set(declaredIn(catalogue, part));
  const asked = [...new Set(names)].filter((name) => !declared.has(name));
  if (asked.length === 0) return [];
  const bind = new Parameters();
  const sql = `
SELECT DISTINCT name
FROM (${told[part].join('\n  UNION ALL ')})
WHERE name IN ${bind.bind('Array(String)', asked)}
LIMIT ${asked.length}`;
  const rows = await analytics.query<{ name: string }>({ sql, params: bind.values });
  const met = new Set(rows.map(({ name }) => name));
  return asked.filter((name) => !met.has(name));
}

/** Names of a part that the catalogue declares or anybody told of: from which to choose. One statement. */
export async function namesTold(analytics: Analytics, catalogue: Catalogue, part: NamedPart): Promise<string[]> {
  const sql = `
SELECT DISTINCT name
FROM (${told[part].join('\n  UNION ALL ')})
WHERE name != ''
ORDER BY name
LIMIT ${MOST_NAMES}`;
  const rows = await analytics.query<{ name: string }>({ sql, params: {} });
  return [...new Set([...declaredIn(catalogue, part), ...rows.map(({ name }) => name)])];
}

function declaredIn({ environments, services, flags }: Catalogue, part: NamedPart): string[] {
  switch (part) {
    case 'services':
      return services.map(({ name }) => name);
    case 'environments':
      return environments.map(({ name }) => name);
    case 'repositories':
      return services.flatMap(({ repositories }) => repositories.map((name) => name.replace(/^[^:]*:/, '')));
    case 'flags':
      return flags.map(({ flag }) => flag);
    case 'tags':
      return services.flatMap(({ tags }) => Object.entries(tags).map(([key, value]) => `${key}:${value}`));
    case 'tagKeys':
      return services.flatMap(({ tags }) => Object.keys(tags));
    case 'targets':
      return services.flatMap(({ targets }) => targets);
    case 'sources':
      return [];
  }
}
