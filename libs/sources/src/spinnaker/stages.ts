import type { EventData } from '@leadline/events';
import type { BodyReading, Place } from '../body-reading.js';

/** What an execution brought into one account or cluster. */
export interface DeployedStage {
  /** Account of the cloud provider, which Spinnaker users name after the environment. */
  readonly environment: string;
  readonly version: string | undefined;
  readonly kind: 'rollback' | undefined;
  /** undefined: that of the execution. */
  readonly status: NonNullable<EventData<'deployment'>['status']> | undefined;
  /** From the first stage's start to the last one's end, where the stages say. */
  readonly startedAt: string | undefined;
  readonly finishedAt: string | undefined;
}

/** What a stage's own status says of what it deployed; the others leave that to the execution. */
const outcomes: ReadonlyMap<string | undefined, DeployedStage['status']> = new Map([
  ['TERMINAL', 'failed'],
  ['FAILED_CONTINUE', 'failed'],
  ['CANCELED', 'cancelled'],
  ['STOPPED', 'cancelled'],
  ['SUCCEEDED', 'succeeded'],
]);

/** Types of stages that bring a version somewhere: https://spinnaker.io/docs/reference/pipeline/stages/ */
const DEPLOYING = new Map<string, 'rollback' | undefined>([
  ['deploy', undefined],
  ['createServerGroup', undefined],
  ['deployManifest', undefined],
  ['deployCloudFormation', undefined],
  ['deployCloudrunManifest', undefined],
  ['rollbackCluster', 'rollback'],
  ['rollbackServerGroup', 'rollback'],
  ['undoRolloutManifest', 'rollback'],
]);

/** One per account: several clusters or manifests of one account are one deployment. */
export function deployedIn(reading: BodyReading, execution: Place): DeployedStage[] {
  const byEnvironment = new Map<string, DeployedStage>();
  for (const stage of reading.objects(execution, 'stages')) {
    const type = reading.text(stage, 'type') ?? '';
    const status = reading.text(stage, 'status');
    if (!DEPLOYING.has(type) || status === 'NOT_STARTED' || status === 'SKIPPED') continue;
    const context = reading.object(stage, 'context');
    const environment = accountOf(reading, context);
    if (environment === undefined) continue;
    const before = byEnvironment.get(environment);
    const outcome = outcomes.get(status);
    byEnvironment.set(environment, {
      environment,
      version: before?.version ?? versionOf(reading, context),
      kind: DEPLOYING.get(type),
      status: before?.status === 'failed' ? 'failed' : outcome,
      startedAt: before?.startedAt ?? reading.moment(stage, 'startTime'),
      finishedAt: reading.moment(stage, 'endTime') ?? before?.finishedAt,
    });
  }
  return [...byEnvironment.values()];
}

function accountOf(reading: BodyReading, context: Place | null): string | undefined {
  const direct = reading.text(context, 'account') ?? reading.text(context, 'credentials');
  if (direct !== undefined || context === null) return direct;
  const [cluster] = reading.objects(context, 'clusters');
  return cluster === undefined ? undefined : (reading.text(cluster, 'account') ?? reading.text(cluster, 'credentials'));
}

/** The image of the first artifact a manifest stage deployed. */
function versionOf(reading: BodyReading, context: Place | null): string | undefined {
  const artifacts = context === null ? [] : reading.objects(context, 'artifacts');
  const image = artifacts.find((artifact) => /image/i.test(reading.text(artifact, 'type') ?? ''));
  return image && (reading.text(image, 'version') ?? reading.text(image, 'reference'));
}
