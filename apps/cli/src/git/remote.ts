/**
 * "owner/name" of a remote's address: `https://user:token@host/acme/payments.git`, `git@host:acme/payments.git`,
 * `ssh://git@host:2222/group/sub/name`. The last segment alone of a path on this machine. Undefined if it says nothing.
 */
export function repositoryOfRemote(remote: string): string | undefined {
  const path = pathOfRemote(remote);
  if (path === undefined) return undefined;
  const segments = path.text.split(/[/\\]+/).filter((segment) => segment !== '' && segment !== '.' && segment !== '..');
  const last = segments.at(-1)?.replace(/\.git$/, '');
  if (last === undefined || last === '') return undefined;
  return path.isLocal ? last : [...segments.slice(0, -1), last].join('/');
}

/** "payments" of "acme/payments". */
export function lastSegment(repository: string): string {
  return repository.slice(repository.lastIndexOf('/') + 1);
}

function pathOfRemote(remote: string): { text: string; isLocal: boolean } | undefined {
  if (remote === '') return undefined;
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(remote)) {
    if (!URL.canParse(remote)) return undefined;
    const url = new URL(remote);
    return { text: decoded(url.pathname), isLocal: url.protocol === 'file:' };
  }
  // The form of scp: a colon before any slash. "C:\work" is a drive.
  const scp = /^(?:[^/@\s]+@)?([^/:\s]{2,}):(.+)$/.exec(remote);
  return scp?.[2] === undefined ? { text: remote, isLocal: true } : { text: scp[2], isLocal: false };
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
