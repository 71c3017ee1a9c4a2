import { type Entity, nameIn, remarkOn } from './backstage-entity.js';
import type { Remark } from './fragment.js';
import { type NamedTeam, teamTree } from './team-tree.js';

/** The teams that Groups are: above a Group stands its parent, or the one that names it among its children. */
export function groupTree(groups: readonly Entity[]): {
  /** Of a Group's name, in whatever letters it is referred to. */
  readonly pathOf: (name: string) => string;
  readonly isKnown: (name: string) => boolean;
  readonly problems: readonly Remark[];
  /** Groups below one that nobody read. */
  readonly remarks: readonly Remark[];
} {
  const written = new Map(groups.map(({ metadata: { name } }) => [name.toLowerCase(), name]));
  const own = (name: string): string => written.get(name.toLowerCase()) ?? name;
  const ofChildren = new Map(
    groups.flatMap(({ metadata, spec }) =>
      (spec?.children ?? []).map((child) => [own(nameIn(child) ?? ''), metadata.name] as const),
    ),
  );
  const teams = groups.map(({ metadata: { name }, spec, line, file }): NamedTeam => {
    const parent = nameIn(spec?.parent) ?? ofChildren.get(name);
    return { name, parent: parent === undefined ? undefined : own(parent), line, file };
  });
  const { pathOf, problems } = teamTree(teams);
  const isKnown = (name: string): boolean => written.has(name.toLowerCase());
  return {
    pathOf: (name) => pathOf(own(name)),
    isKnown,
    problems,
    remarks: groups.flatMap((group) => {
      const parent = nameIn(group.spec?.parent);
      if (parent === undefined || isKnown(parent)) return [];
      return [
        remarkOn(
          group,
          `${group.metadata.name}: its parent "${parent}" is no Group here; read its file too, or correct it`,
        ),
      ];
    }),
  };
}
