/** A commit of a repository that a deployment brought. */
export interface Component {
  readonly repository: string;
  readonly sha: string;
}

/** Commits of other repositories than its own that an attempt brought, each once and sorted; absent: none. */
export interface OtherCommits {
  readonly others?: readonly string[];
  /** "owner/name" of each of `others`, in their order. */
  readonly otherRepositories?: readonly string[];
}

/** The schema has checked what sources say; what people correct is read with care. */
export function componentsIn(said: unknown): Component[] {
  return (Array.isArray(said) ? said : []).flatMap((one: unknown) => {
    if (typeof one !== 'object' || one === null) return [];
    const { repository, sha } = one as { repository?: unknown; sha?: unknown };
    return typeof repository === 'string' && typeof sha === 'string' ? [{ repository, sha }] : [];
  });
}

/** As an attempt holds them. Of a commit that two repositories have, the first by name. */
export function withOthers(components: readonly Component[]): OtherCommits {
  if (components.length === 0) return {};
  const repositories = new Map<string, string>();
  for (const { repository, sha } of components) {
    const known = repositories.get(sha);
    if (known === undefined || repository < known) repositories.set(sha, repository);
  }
  const others = [...repositories.keys()].sort();
  return { others, otherRepositories: others.map((sha) => repositories.get(sha) ?? '') };
}

/** The same as they were told. What was folded before repositories were kept has '' in their place. */
export const othersOf = ({ others = [], otherRepositories = [] }: OtherCommits): Component[] =>
  others.map((sha, index) => ({ repository: otherRepositories[index] ?? '', sha }));
