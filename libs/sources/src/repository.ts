/** A repository as hooks name it. */
export interface Repository {
  /** Id of the source, e.g. "gitlab". */
  readonly source: string;
  /** The source's own id of it, the same for as long as it exists; of one's own servers with the host before it. */
  readonly key: string;
  /** "owner/name" today; an attribute, since repositories are renamed and moved. */
  readonly repo: string;
  readonly defaultBranch: string | undefined;
  /** The source's own id of the project that holds it, where the key alone does not say which repository it is. */
  readonly projectId?: string | undefined;
}

/** The attributes by which every fact names its repository. */
export const namesOf = ({ source, key, repo }: Repository): { repo: string; repositoryId: string } => ({
  repo,
  repositoryId: `${source}:${key}`,
});

/** "owner/name" → "name", which stands for the service until the catalogue says otherwise. */
export const shortNameOf = ({ repo }: Repository): string => repo.slice(repo.lastIndexOf('/') + 1);

/** Envelope of a fact: its semantic id does not depend on which of several hooks brought it. */
export function envelopeOf(
  { source, repo }: Repository,
  id: string,
  time: string | undefined,
): { id: string; source: string; time: string | undefined } {
  return { id: `${source}:${id}`, source: `${source}:${repo}`, time };
}

/**
 * Id of an object of a server that anybody may run: such servers count from 1, so two of them have different objects
 * with one id. The host in the object's own address tells them apart; the vendor's own host is left out.
 */
export function keyOn(address: string | undefined, cloud: string | null, id: string): string {
  const host = /^https?:\/\/(?:[^/@\s]*@)?([^/\s?#]+)/i.exec(address ?? '')?.[1]?.toLowerCase();
  return host === undefined || host === cloud ? id : `${host}/${id}`;
}
