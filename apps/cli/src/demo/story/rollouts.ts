import type { Fact } from '../delivery.js';
import { bots, type Account } from '../company/people.js';
import type { Service } from '../company/services.js';
import {
  deploymentBody,
  deploymentStatusBody,
  type DeploymentState,
  type DeploymentView,
} from '../github/deployment.js';
import { MINUTE, SECOND } from '../time.js';
import { exact, revisionAt, said } from './events.js';
import type { Version } from './trunk.js';
import type { World } from './world.js';

/** A version put into one place. */
export interface Rollout {
  readonly service: Service;
  readonly environment: 'staging' | 'production';
  readonly region: string | null;
  readonly version: Version;
  readonly startedAt: number;
  readonly finishedAt: number;
  /** aborted: some users saw it fail. */
  readonly outcome: 'succeeded' | 'failed' | 'aborted';
  /** Id of the release; its regions share it. */
  readonly run: number;
  readonly by: Account;
  /** Deployment that it repairs. */
  readonly fixes: string | null;
}

/** Tells of a rollout the way its service does; the id under which Leadline knows the deployment. */
export function tellRollout(world: World, rollout: Rollout, previous: LiveRollout | null): LiveRollout {
  switch (rollout.service.reports) {
    case 'github':
      return tellByGithub(world, rollout, previous);
    case 'pipeline':
      return tellByPipeline(world, rollout);
  }
}

export interface LiveRollout {
  readonly deployment: string;
  readonly view: DeploymentView | null;
}

/** Leadline's id of a deployment on GitHub. */
export const githubDeployment = (id: number): string => `github/${id}`;

function tellByGithub(world: World, rollout: Rollout, previous: LiveRollout | null): LiveRollout {
  const { repository, record, nextId } = world;
  const { environment, region, version, startedAt, finishedAt } = rollout;
  const view: DeploymentView = {
    id: nextId(),
    sha: version.sha,
    environment: region === null ? environment : `${environment}-${region}`,
    isProduction: environment === 'production',
    createdAt: startedAt,
    creator: rollout.by,
    run: rollout.run,
    pushedAt: startedAt,
  };
  const status = (of: DeploymentView, state: DeploymentState, at: number): Fact => {
    const change = { id: nextId(), state, at };
    return { at, kind: 'hook', event: 'deployment_status', body: () => deploymentStatusBody(repository, of, change) };
  };
  record({ at: startedAt, kind: 'hook', event: 'deployment', body: () => deploymentBody(repository, view) });
  // The script that deploys to staging tells only how it went.
  if (environment === 'production') record(status(view, 'in_progress', startedAt + 12 * SECOND));
  record(status(view, rollout.outcome === 'succeeded' ? 'success' : 'failure', finishedAt));
  if (rollout.outcome === 'succeeded' && environment === 'production' && previous?.view) {
    record(status(previous.view, 'inactive', finishedAt + 2 * SECOND));
  }
  return { deployment: githubDeployment(view.id), view };
}

function tellByPipeline(world: World, rollout: Rollout): LiveRollout {
  const { repository, record } = world;
  const { service, environment, region, version, startedAt, finishedAt, run, fixes } = rollout;
  const id = pipelineDeployment(service, environment, run, region);
  const begun = {
    id,
    // The regions of a release are one deployment.
    ...(region === null ? {} : { target: region, group: pipelineDeployment(service, environment, run, null) }),
    service: service.name,
    environment,
    envTier: environment,
    source: 'pipeline',
    status: 'in_progress' as const,
    startedAt: exact(startedAt),
    sha: version.sha,
    repo: repository.fullName,
    repositoryId: `github:${repository.id}`,
    ref: 'main',
    version: `${version.order}-${version.sha.slice(0, 8)}`,
    trigger: rollout.by.type === 'Bot' ? ('auto' as const) : ('manual' as const),
    steps: { automated: 11, manual: service.isGated === true && environment === 'production' ? 1 : 0 },
    url: `https://ci.halden.example/${repository.name}/runs/${run}`,
    ...(fixes === null ? {} : { fixes }),
  };
  const status = rollout.outcome === 'succeeded' ? ('succeeded' as const) : ('failed' as const);
  const ended = {
    id,
    status,
    finishedAt: exact(finishedAt),
    ...(status === 'failed' ? { exposed: rollout.outcome === 'aborted' } : {}),
  };
  record(
    said(
      'deployment',
      { by: 'pipeline', at: startedAt, what: `${id}/started` },
      { ...begun, revision: revisionAt(startedAt) },
    ),
  );
  record(
    said(
      'deployment',
      { by: 'pipeline', at: finishedAt, what: `${id}/finished` },
      { ...ended, revision: revisionAt(finishedAt, 5) },
    ),
  );
  if (service.isGradual === true && environment === 'production') tellSteps(world, id, rollout);
  return { deployment: id, view: null };
}

export function pipelineDeployment(service: Service, environment: string, run: number, region: string | null): string {
  return ['pipeline', service.name, environment, run, ...(region === null ? [] : [region])].join('/');
}

/** A tenth of the traffic, half of it, all; the check of the first step decides whether it goes on. */
function tellSteps({ record }: World, deployment: string, { startedAt, finishedAt, outcome }: Rollout): void {
  const at = (share: number): number => startedAt + share * (finishedAt - startedAt);
  const isAborted = outcome !== 'succeeded';
  const steps = isAborted
    ? ([
        ['started', 10, at(0.1)],
        ['aborted', 0, at(0.95)],
      ] as const)
    : ([
        ['started', 10, at(0.1)],
        ['stepped', 50, at(0.5)],
        ['promoted', 100, at(0.85)],
      ] as const);
  steps.forEach(([action, weight, stepAt], index) => {
    const id = `${deployment}/step/${index + 1}`;
    record(
      said(
        'rollout_step',
        { by: 'pipeline', at: stepAt, what: id },
        { id, deployment, action, weight, at: exact(stepAt) },
      ),
    );
  });
  const checkedAt = at(0.45);
  const check = `${deployment}/check/1`;
  record(
    said(
      'verification',
      { by: 'pipeline', at: checkedAt, what: check },
      {
        id: check,
        deployment,
        stage: 'canary',
        check: 'error rate',
        step: 1,
        startedAt: exact(at(0.15)),
        finishedAt: exact(checkedAt),
        result: isAborted ? 'failed' : 'passed',
      },
    ),
  );
}

/** Puts what passed CI into staging; when it is there. */
export function stage(world: World, service: Service, version: Version, at: number): number {
  const startedAt = at + 40 * SECOND;
  const finishedAt = startedAt + world.chance.skewed(2.2, 0.2) * MINUTE;
  const run = world.nextId();
  tellRollout(
    world,
    {
      service,
      environment: 'staging',
      region: null,
      version,
      startedAt,
      finishedAt,
      outcome: 'succeeded',
      run,
      by: bots.deployer,
      fixes: null,
    },
    null,
  );
  return finishedAt;
}
