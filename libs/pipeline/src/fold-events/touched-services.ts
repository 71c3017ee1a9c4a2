import type { Facts, Rows } from '@leadline/ports';
import type { TableRow } from '@leadline/tables';
import { type Folded, prefixOf } from '@leadline/tracking';
import { groupedBy } from '../grouped-by.js';

/** A service that must be derived again, and the SHAs whose facts changed. */
export interface Touch {
  readonly service: string;
  readonly shas: readonly string[];
}

/**
 * Services an entity concerns: those it names, and those reached through the commits and deployments it mentions.
 *
 * @param isDerived False: no service was derived yet, so none depends on a commit.
 */
export async function touches(
  facts: Facts,
  entities: readonly string[],
  folded: readonly Folded[],
  version: number,
  isDerived: boolean,
): Promise<Touch[]> {
  const through = await servicesThrough(facts, folded, isDerived);
  const shas = new Map<string, Set<string>>();
  const touch = (service: string, sha?: string): void => {
    const known = shas.get(service) ?? new Set<string>();
    if (sha !== undefined) known.add(sha);
    shas.set(service, known);
  };
  const named: Rows['mentions'] = folded.flatMap((one, index) =>
    one.through
      .flatMap((key) => (key.startsWith('deployment:') ? (through.services.get(key) ?? []) : []))
      .map((service) => ({ mentioned: `service:${service}`, by: entities[index] ?? '', version })),
  );
  const namedBy: Rows['mentions'] = folded.flatMap((one) =>
    reportKeys(one).flatMap((key) =>
      (through.mentionedBy.get(key) ?? []).flatMap((by) =>
        one.services.map((service) => ({ mentioned: `service:${service}`, by, version })),
      ),
    ),
  );
  const cross = [...named, ...namedBy];
  if (cross.length > 0) await facts.store({ mentions: cross });
  for (const { services, through: keys } of folded) {
    for (const service of services) touch(service);
    for (const key of keys) {
      for (const service of through.services.get(key) ?? []) touch(service, shaIn(key));
      for (const { service, sha } of through.carriers.get(key) ?? []) touch(service, sha);
    }
  }
  return [...shas].map(([service, set]) => ({ service, shas: [...set].sort() }));
}

/** Keys under which others name the deployments that were folded. */
const reportKeys = ({ rows }: Folded): string[] =>
  rows.flatMap((folded) => (folded.table === 'reports' ? [`deployment:${folded.row.id}`] : []));

const shaIn = (key: string): string | undefined => (key.startsWith('sha:') ? key.slice('sha:'.length) : undefined);

interface Through {
  /**
   * Services by "deployment:<id>", those whose deployments a group's attempts name by "group:…", those that carry a flag
   * or that its changes ever named by "flag:<flag>", and those that ask about an artifact.
   */
  readonly services: ReadonlyMap<string, readonly string[]>;
  /** Services that depend on a commit, by "sha:<sha>" or "patch:<id>". */
  readonly carriers: ReadonlyMap<string, readonly { service: string; sha: string }[]>;
  /** Entities that name a report, by "deployment:<id>". */
  readonly mentionedBy: ReadonlyMap<string, readonly string[]>;
}

async function servicesThrough(facts: Facts, folded: readonly Folded[], isDerived: boolean): Promise<Through> {
  const keys = keysOf(folded, isDerived);
  const deployments = keys.filter((key) => key.startsWith('deployment:'));
  const patches = keys.filter((key) => key.startsWith('patch:'));
  const reports = folded.flatMap(reportKeys);
  const flags = keys.filter((key) => key.startsWith('flag:') || key.startsWith('artifact:'));
  const groups = keys.filter((key) => key.startsWith('group:'));
  const asked = [...patches, ...reports, ...flags, ...groups];
  const [mentions, byFlag] = await Promise.all([
    mentionsOf(facts, asked),
    servicesByFlag(facts, isDerived ? flags.filter((key) => key.startsWith('flag:')) : []),
  ]);
  const namedByGroups = mentions.flatMap(({ mentioned, by }) => (mentioned.startsWith('group:') ? [by] : []));
  const named = await servicesByDeployment(facts, [...deployments, ...namedByGroups]);
  const shasByKey = new Map<string, string[]>();
  for (const key of keys) if (key.startsWith('sha:')) shasByKey.set(key, namesOfCommit(key.slice('sha:'.length)));
  for (const { mentioned, by } of mentions) {
    if (!mentioned.startsWith('patch:')) continue;
    shasByKey.set(mentioned, [...(shasByKey.get(mentioned) ?? []), by.slice('commit:'.length)]);
  }
  const shas = [...new Set([...shasByKey.values()].flat())];
  const index =
    shas.length === 0
      ? []
      : await facts.find({ table: 'link_index', columns: ['sha', 'service'], where: [{ column: 'sha', in: shas }] });
  const servicesOfSha = groupedBy(index, ({ sha }) => sha);
  const byMentioned = groupedBy(mentions, ({ mentioned }) => mentioned);
  const waiting = mentions.flatMap(({ by }) => (by.startsWith('artifact:') ? [by] : []));
  const byWaiting = groupedBy(await mentionsOf(facts, waiting), ({ mentioned }) => mentioned);
  const carrying = (flag: string): string[] =>
    (byMentioned.get(flag) ?? [])
      .flatMap(({ by }) => (by.startsWith('artifact:') ? (byWaiting.get(by) ?? []) : [{ by }]))
      .flatMap(({ by }) => (by.startsWith('service:') ? [by.slice('service:'.length)] : []));
  return {
    services: new Map([
      ...named,
      ...groups.map((group) => {
        const namedByIt = byMentioned.get(group) ?? [];
        return [group, [...new Set(namedByIt.flatMap(({ by }) => named.get(by) ?? []))]] as const;
      }),
      ...flags.map((flag) => [flag, [...carrying(flag), ...(byFlag.get(flag) ?? [])]] as const),
    ]),
    carriers: new Map([...shasByKey].map(([key, own]) => [key, own.flatMap((sha) => servicesOfSha.get(sha) ?? [])])),
    mentionedBy: new Map([...byMentioned].map(([key, rows]) => [key, rows.map(({ by }) => by)])),
  };
}

function keysOf(folded: readonly Folded[], isDerived: boolean): string[] {
  const keys = new Set<string>();
  for (const { through } of folded) for (const key of through) if (isDerived || !isOfCommit(key)) keys.add(key);
  return [...keys];
}

const isOfCommit = (key: string): boolean => key.startsWith('sha:') || key.startsWith('patch:');

/** Services of the deployments with these keys, "deployment:<id>". */
async function servicesByDeployment(
  facts: Facts,
  keys: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  if (keys.length === 0) return new Map();
  const ids = [...new Set(keys)].map((key) => key.slice('deployment:'.length));
  const rows = await facts.find({ table: 'reports', columns: ['id', 'services'], where: [{ column: 'id', in: ids }] });
  const byId = groupedBy(rows, ({ id }) => `deployment:${id}`);
  return new Map([...byId].map(([key, own]) => [key, own.flatMap(({ services }) => services)]));
}

/** Services that any change of these flags, "flag:<flag>", ever named: whether a step widens is seen beside all others. */
async function servicesByFlag(facts: Facts, keys: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
  if (keys.length === 0) return new Map();
  const changes = await facts.find({
    table: 'flag_changes',
    columns: ['ever_flags', 'ever_services'],
    where: [{ column: 'ever_flags', hasAny: [...new Set(keys)].map((key) => key.slice('flag:'.length)) }],
  });
  const each = changes.flatMap(({ ever_flags: flags, ever_services: services }) =>
    flags.flatMap((flag) => services.map((service) => ({ flag: `flag:${flag}`, service }))),
  );
  return new Map(
    [...groupedBy(each, ({ flag }) => flag)].map(([flag, own]) => [
      flag,
      [...new Set(own.map(({ service }) => service))],
    ]),
  );
}

async function mentionsOf(facts: Facts, mentioned: readonly string[]): Promise<readonly TableRow<'mentions'>[]> {
  return mentioned.length === 0
    ? []
    : facts.find({ table: 'mentions', where: [{ column: 'mentioned', in: mentioned }] });
}

/** A commit is also asked for by the beginning of its SHA. */
const namesOfCommit = (sha: string): string[] => [...new Set([sha, prefixOf(sha)])];
