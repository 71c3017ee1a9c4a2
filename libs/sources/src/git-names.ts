const HEX = /^[0-9a-f]+$/;
const NO_COMMIT = /^0+$/;
/** Longer text is no address, and would keep the expressions below busy. */
const LONGEST_URL = 2_000;

/** A full commit hash (SHA-1 or SHA-256) in lower case, or undefined where the text is anything else. */
export function fullShaOf(text: string | undefined): string | undefined {
  if (text === undefined || (text.length !== 40 && text.length !== 64)) return undefined;
  const sha = text.toLowerCase();
  return HEX.test(sha) && !NO_COMMIT.test(sha) ? sha : undefined;
}

/** A commit as people name one: the full hash, or seven digits of it and more; undefined where the text is anything else. */
export function namedShaOf(text: string | undefined): string | undefined {
  const short = text?.toLowerCase();
  return fullShaOf(text) ?? (short !== undefined && /^[0-9a-f]{7,39}$/.test(short) ? short : undefined);
}

/**
 * "owner/name" of a clone URL or web address of a repository: https, ssh or scp-like, with or without ".git"; groups
 * within groups stay. undefined: the text names no repository.
 */
export function repositoryNameOf(url: string | undefined): string | undefined {
  if (url === undefined || url.length > LONGEST_URL) return undefined;
  const path = /^[a-z][a-z0-9+.-]*:\/\/[^/]+\/(.+)$/i.exec(url)?.[1] ?? /^[^/\s]+@[^/:\s]+:(.+)$/.exec(url)?.[1];
  const name = path
    ?.replace(/[?#].*$/, '')
    .replace(/\/+$/, '')
    .replace(/\.git$/, '');
  return name !== undefined && /^[^/\s]+(\/[^/\s]+)+$/.test(name) ? name : undefined;
}
