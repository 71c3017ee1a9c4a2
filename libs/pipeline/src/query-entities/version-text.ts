/** Versions that name a branch tell nothing apart. */
const branches: ReadonlySet<string> = new Set(['main', 'master', 'trunk', 'develop', 'HEAD', 'latest']);
const SHORT_SHA = 7;

/** What people call a deployment's version: the version, else the commit. */
export function versionText(version: string | null, sha: string | null): string | null {
  if (version !== null && version !== '' && !branches.has(version)) return version;
  return sha === null || sha === '' ? version : sha.slice(0, SHORT_SHA);
}
