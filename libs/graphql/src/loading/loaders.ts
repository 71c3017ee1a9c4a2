import {
  type Blame,
  blamedDeployments,
  type CorrectionMade,
  correctionsOf,
  type DeploymentDetail,
  type DeploymentSummary,
  deploymentsByIds,
  deploymentSummaries,
  type EventReference,
  eventsByEntity,
  flagChangesById,
  type FlagChangeSummary,
  progressOf,
  type RolloutProgress,
} from '@leadline/pipeline';
import type { Analytics } from '@leadline/ports';
import { type Asked, askedLoader, type AskedLoader, idsOf } from './asked-loader.js';

export interface AskedIncident extends Asked {
  readonly service: string;
}

/** What is read beside the rows of a page: one statement for each relation, however many rows. */
export interface Loaders {
  readonly deployments: AskedLoader<DeploymentSummary>;
  /** The same with everything that lies beneath them. */
  readonly deploymentDetails: AskedLoader<DeploymentDetail>;
  readonly progress: AskedLoader<RolloutProgress>;
  /** By entity, latest first. */
  readonly corrections: AskedLoader<readonly CorrectionMade[]>;
  /** By entity, oldest first. */
  readonly events: AskedLoader<readonly EventReference[]>;
  readonly flagChanges: AskedLoader<FlagChangeSummary>;
  /** Deployments an incident is laid to. */
  readonly blames: AskedLoader<readonly Blame[], AskedIncident>;
}

export function loadersOf(analytics: Analytics): Loaders {
  return {
    deployments: askedLoader((asked, asOf) => deploymentSummaries(analytics, idsOf(asked), asOf)),
    deploymentDetails: askedLoader((asked, asOf) => deploymentsByIds(analytics, idsOf(asked), asOf)),
    progress: askedLoader((asked, asOf) => progressOf(analytics, idsOf(asked), asOf)),
    corrections: askedLoader((asked, asOf) => correctionsOf(analytics, idsOf(asked), asOf)),
    flagChanges: askedLoader((asked, asOf) => flagChangesById(analytics, idsOf(asked), asOf)),
    events: askedLoader((asked) => eventsByEntity(analytics, idsOf(asked))),
    blames: askedLoader((asked: readonly AskedIncident[], asOf) => blamedDeployments(analytics, asked, asOf)),
  };
}
