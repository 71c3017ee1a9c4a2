import { bots } from '../company/people.js';
import type { Service } from '../company/services.js';
import { HOUR, MINUTE, SECOND } from '../time.js';
import { exact, revisionAt, said } from './events.js';
import { tellMeasurements } from './measurements.js';
import { type LiveRollout, pipelineDeployment, type Rollout, tellRollout } from './rollouts.js';
import type { Version } from './trunk.js';
import type { World } from './world.js';

export type Cause = 'change' | 'upgrade' | 'retry' | 'rollback' | 'hotfix';

export interface ReleaseOrder {
  readonly version: Version;
  readonly cause: Cause;
  /** Deployment that it repairs. */
  readonly fixes?: string;
  /** The rollout breaks: nothing new is live afterwards. */
  readonly breaks?: boolean;
  readonly onDone?: (release: Release) => void;
}

/** A release that ran. */
export interface Release {
  readonly service: Service;
  /** Leadline's ids of its deployments, one per region. */
  readonly deployments: readonly string[];
  readonly version: Version;
  /** What was live before. */
  readonly previous: Version | null;
  readonly startedAt: number;
  readonly finishedAt: number;
  readonly cause: Cause;
  readonly outcome: Rollout['outcome'];
}

/** A service's production: one release at a time, and none of changes while something is wrong. */
export interface ProductionLine {
  readonly service: Service;
  /** Changes wait from now on. */
  hold(): void;
  resume(): void;
  /** Releases now, or as soon as the line is free. */
  release(order: ReleaseOrder): void;
}

/**
 * @param judge Told of each release of a change that went live or was seen to fail, at the instant at which it ended.
 */
export function createProductionLine(
  world: World,
  service: Service,
  judge: (line: ProductionLine, release: Release) => void,
): ProductionLine {
  const { agenda, chance } = world;
  const live = new Map<string | null, LiveRollout>();
  let version: Version | null = null;
  let isHeld = false;
  let busyUntil = 0;

  const release = (order: ReleaseOrder): void => {
    if (agenda.now() < busyUntil) {
      agenda.at(busyUntil + 45 * SECOND, () => release(order));
      return;
    }
    const isOrdinary = order.cause === 'change' || order.cause === 'retry';
    if (isOrdinary && (isHeld || order.version.order <= (version?.order ?? -1))) return;
    if (order.cause === 'rollback' && order.version.order === version?.order) return;
    const run = world.nextId();
    const beginsAt = service.isGated === true && isOrdinary ? awaitApproval(world, service, run) : agenda.now();
    if (beginsAt === null) return;
    const done = rollOut(order, run, beginsAt);
    busyUntil = done.finishedAt;
    agenda.at(done.finishedAt, () => {
      order.onDone?.(done);
      if (isOrdinary || order.cause === 'upgrade') judge(line, done);
    });
  };

  const rollOut = (order: ReleaseOrder, run: number, beginsAt: number): Release => {
    const previous = version;
    const deployments: string[] = [];
    const outcome = outcomeOf(world, service, order);
    let at = beginsAt;
    for (const region of service.regions ?? [null]) {
      const finishedAt = at + chance.skewed(world.repository.team.deployMinutes, 0.3) * MINUTE + MINUTE;
      const rollout = rolloutOf(world, order, { service, region, startedAt: at, finishedAt, outcome, run });
      const told = tellRollout(world, rollout, live.get(region) ?? null);
      deployments.push(told.deployment);
      at = finishedAt;
      if (outcome !== 'succeeded') break;
      live.set(region, told);
      at += 90 * SECOND;
    }
    if (outcome === 'succeeded') version = order.version;
    const times = { startedAt: beginsAt, finishedAt: at };
    const done = { service, deployments, version: order.version, previous, cause: order.cause, outcome, ...times };
    tellMeasurements(world, done, run);
    return done;
  };

  const line: ProductionLine = {
    service,
    hold: () => void (isHeld = true),
    resume: () => void (isHeld = false),
    release,
  };
  return line;
}

function rolloutOf(
  { chance, people }: World,
  { version, cause, fixes }: ReleaseOrder,
  done: Pick<Rollout, 'service' | 'region' | 'startedAt' | 'finishedAt' | 'outcome' | 'run'>,
): Rollout {
  const by = cause === 'change' ? bots.deployer : chance.pick(people);
  return { ...done, environment: 'production', version, by, fixes: fixes ?? null };
}

function outcomeOf({ chance, repository: { team } }: World, service: Service, order: ReleaseOrder): Rollout['outcome'] {
  if (order.breaks === true) return 'failed';
  if (order.cause !== 'change') return 'succeeded';
  if (service.isGradual === true && chance.happens(team.failRate * 0.5)) return 'aborted';
  return chance.happens(0.012 + team.failRate * 0.1) ? 'failed' : 'succeeded';
}

/** Asks a person; when the release may begin, or null where the answer was no. */
function awaitApproval(world: World, service: Service, run: number): number | null {
  const { agenda, calendar, chance, record } = world;
  const deployment = pipelineDeployment(service, 'production', run, null);
  const request = `${deployment}/approval`;
  const askedAt = agenda.now();
  const givenAt = calendar.after(askedAt, chance.skewed(0.5, 0.9) * HOUR) + MINUTE;
  const decision = chance.happens(0.04) ? 'rejected' : 'approved';
  record(
    said(
      'approval_requested',
      { by: 'pipeline', at: askedAt, what: `${request}/asked` },
      {
        id: request,
        deployment,
        gate: 'finance release',
        at: exact(askedAt),
        revision: revisionAt(askedAt),
      },
    ),
  );
  record(
    said(
      'approval_given',
      { by: 'pipeline', at: givenAt, what: `${request}/${decision}` },
      {
        id: `${request}/answer`,
        request,
        at: exact(givenAt),
        decision,
        by: 'person',
        revision: revisionAt(givenAt),
      },
    ),
  );
  return decision === 'approved' ? givenAt + 20 * SECOND : null;
}
