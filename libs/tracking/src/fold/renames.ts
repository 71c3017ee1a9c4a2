import type { Catalogue } from '@leadline/events';
import { list, text } from './attributes.js';
import { isForge } from './standing.js';
import { attributesSaid, inOrderOfRevision, type Patch } from './patches.js';

/**
 * Current names of repositories that were renamed or moved, by their id and by each former name that no other one bears
 * or bore.
 */
export function renamedRepositories(told: readonly Patch[]): Readonly<Record<string, string>> {
  const byId = new Map<string, { current: string; former: Set<string> }>();
  for (const said of inOrderOfRevision(told).flatMap(attributesSaid)) {
    const [id, current] = [text(said, 'repositoryId'), text(said, 'repo')];
    if (id === null || current === null) continue;
    const known = byId.get(id);
    const former = new Set([
      ...(known?.former ?? []),
      ...(known ? [known.current] : []),
      ...(list(said, 'formerly') ?? []),
    ]);
    byId.set(id, { current, former });
  }
  const all = [...byId.values()];
  const bearers = (name: string): number =>
    all.filter(({ current, former }) => current === name || former.has(name)).length;
  const renamed = new Map<string, string>();
  for (const [id, { current, former }] of byId) {
    renamed.set(id, current);
    for (const name of former) if (name !== current && bearers(name) === 1) renamed.set(name, current);
  }
  return Object.fromEntries([...renamed].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/**
 * What was said of an entity, with its repository under the name it has today. A forge names a service after its
 * repository: such a name changes with it.
 */
export function underCurrentNames(patches: readonly Patch[], { renamed }: Catalogue): readonly Patch[] {
  if (renamed === undefined) return patches;
  return patches.map((patch) => {
    const said = patch.kind === 'correction' ? null : currently(patch.data, renamed);
    return said === null ? patch : { ...patch, data: said };
  });
}

function currently(said: Patch['data'], renamed: Readonly<Record<string, string>>): Patch['data'] | null {
  const [repo, id] = [text(said, 'repo'), text(said, 'repositoryId')];
  if (repo === null) return null;
  const current = renamed[id ?? repo];
  if (current === undefined || current === repo) return null;
  const isNamedAfter = isForge(text(said, 'source')) && said['service'] === lastPart(repo);
  return { ...said, repo: current, ...(isNamedAfter && { service: lastPart(current) }) };
}

const lastPart = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
