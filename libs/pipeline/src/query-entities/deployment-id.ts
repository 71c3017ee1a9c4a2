import { z } from 'zod';
import { referenceTo } from './page.js';
import type { DeploymentKey } from './types.js';

const key = z.tuple([z.string(), z.string(), z.string(), z.number().int()]);

/** Opaque id of a deployment; it holds as long as its row, which never disappears. */
export const deploymentId = ({ service, environment, deployment, occurrence }: DeploymentKey): string =>
  referenceTo([service, environment, deployment, occurrence]);

/** The key an id stands for; undefined: it was not made by {@link deploymentId}, and may be an attempt's own id. */
export function deploymentKeyIn(id: string): DeploymentKey | undefined {
  let json: unknown;
  try {
    json = JSON.parse(Buffer.from(id, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
  const parsed = key.safeParse(json);
  if (!parsed.success) return undefined;
  const [service, environment, deployment, occurrence] = parsed.data;
  return { service, environment, deployment, occurrence };
}
