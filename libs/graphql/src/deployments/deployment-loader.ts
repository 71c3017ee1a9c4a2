import { deployment, type DeploymentDetail } from '@leadline/pipeline';
import type { Analytics } from '@leadline/ports';
import DataLoader from 'dataloader';

export interface DeploymentReference {
  readonly id: string;
  readonly asOf: number;
}

/** Details of deployments, each read once in a request however many fields ask for it. */
export type DeploymentLoader = DataLoader<DeploymentReference, DeploymentDetail | null, string>;

export function deploymentLoader(analytics: Analytics): DeploymentLoader {
  return new DataLoader(
    (references) => Promise.all(references.map(({ id, asOf }) => deployment(analytics, id, asOf))),
    { cacheKeyFn: ({ id, asOf }) => `${asOf} ${id}` },
  );
}
