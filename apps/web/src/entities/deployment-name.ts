import type { DeploymentNameFragment } from '../generated/graphql.js';

/** Versions that name a branch tell nothing apart. */
const branches = new Set(['main', 'master', 'trunk', 'develop', 'HEAD', 'latest']);
const SHORT_SHA = 7;

export const shortSha = (sha: string): string => sha.slice(0, SHORT_SHA);

/** What people call a deployment's version: the version, else the commit. */
export function versionText({ version, sha }: Pick<DeploymentNameFragment, 'version' | 'sha'>): string {
  if (version !== null && version !== '' && !branches.has(version)) return version;
  if (sha !== null && sha !== '') return shortSha(sha);
  return version ?? '';
}

/** "checkout 9.5.0". */
export const deploymentName = (deployment: Pick<DeploymentNameFragment, 'service' | 'version' | 'sha'>): string =>
  `${deployment.service} ${versionText(deployment)}`.trim();
