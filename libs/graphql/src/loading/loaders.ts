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
  namesOfPeople,
  type PhasedSample,
  phasesOfSamples,
  type PointReference,
  progressOf,
  type RolloutProgress,
  type ToldPhases,
} from '@leadline/pipeline';
import type { Analytics } from '@leadline/ports';
import { type Asked, askedLoader, type AskedLoader, idsOf } from './asked-loader.js';

export interface AskedIncident extends Asked {
  readonly service: string;
  readonly causedBy: readonly string[];
}

/** A sample of lead time of a point. */
export interface AskedPhases extends Asked {
  readonly point: PointReference;
  readonly sample: PhasedSample;
}

/** What is read beside the rows of a page: one statement for each relation, however many rows. */
export interface Loaders {
  readonly deployments: AskedLoader<DeploymentSummary>;
  /** The same with everything that lies beneath them. */
  readonly deploymentDetails: AskedLoader<DeploymentDetail>;
  readonly progress: AskedLoader<RolloutProgress>;
  /** By entity, latest first. */
  readonly corrections: AskedLoader<readonly CorrectionMade[]>;
  /** What is shown of a person, by the hash that stands for them. */
  readonly people: AskedLoader<string>;
  /** By entity, oldest first. */
  readonly events: AskedLoader<readonly EventReference[]>;
  readonly flagChanges: AskedLoader<FlagChangeSummary>;
  /** Deployments an incident is laid to. */
  readonly blames: AskedLoader<readonly Blame[], AskedIncident>;
  /** Lead time in its phases, of samples. */
  readonly phases: AskedLoader<ToldPhases, AskedPhases>;
}

export function loadersOf(analytics: Analytics): Loaders {
  return {
    deployments: askedLoader((asked, asOf) => deploymentSummaries(analytics, idsOf(asked), asOf)),
    deploymentDetails: askedLoader((asked, asOf) => deploymentsByIds(analytics, idsOf(asked), asOf)),
    progress: askedLoader((asked, asOf) => progressOf(analytics, idsOf(asked), asOf)),
    corrections: askedLoader((asked, asOf) => correctionsOf(analytics, idsOf(asked), asOf)),
    flagChanges: askedLoader((asked, asOf) => flagChangesById(analytics, idsOf(asked), asOf)),
    people: askedLoader((asked) => shownPeople(analytics, idsOf(asked))),
    events: askedLoader((asked) => eventsByEntity(analytics, idsOf(asked))),
    phases: askedLoader((asked: readonly AskedPhases[]) => phasesByPoint(analytics, asked)),
    blames: askedLoader((asked: readonly AskedIncident[], asOf) => blamedDeployments(analytics, asked, asOf)),
  };
}

async function shownPeople(analytics: Analytics, people: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const nameOf = await namesOfPeople(analytics, people);
  return new Map(people.map((person) => [person, nameOf(person)]));
}

/** Points that are the same object are asked together. */
async function phasesByPoint(
  analytics: Analytics,
  asked: readonly AskedPhases[],
): Promise<ReadonlyMap<string, ToldPhases>> {
  const found = new Map<string, ToldPhases>();
  for (const point of new Set(asked.map((one) => one.point))) {
    const samples = asked.filter((one) => one.point === point).map(({ sample }) => sample);
    for (const [key, phases] of await phasesOfSamples(analytics, point, samples)) found.set(key, phases);
  }
  return found;
}
