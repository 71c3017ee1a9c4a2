import type { Loaders } from '../loading/loaders.js';
import { type AskedDeployment, deploymentAt } from './deployment.type.js';

/** The deployment with that id; null: there is none, or none was named. */
export async function loadDeployment(
  id: string | null,
  asOf: number,
  { deployments }: Pick<Loaders, 'deployments'>,
): Promise<AskedDeployment | null> {
  return id === null ? null : deploymentAt(await deployments.load({ id, asOf }), asOf);
}

/** Those of the ids that there are, in their order. */
export async function loadDeployments(
  ids: readonly string[],
  asOf: number,
  loaders: Pick<Loaders, 'deployments'>,
): Promise<AskedDeployment[]> {
  const found = await Promise.all([...new Set(ids)].map((id) => loadDeployment(id, asOf, loaders)));
  return found.filter((deployment) => deployment !== null);
}
