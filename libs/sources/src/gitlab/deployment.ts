import { type EventData, eventOf, type LeadlineEvent } from '@leadline/events';
import type { BodyReading, Place } from '../body-reading.js';
import { fullShaOf } from '../git-names.js';
import { ignored, quoted, says, type Understood } from '../json-hook.js';
import { envelopeOf, namesOf, shortNameOf } from '../repository.js';
import { personOf, type Project, type ProjectHook, revisionIn } from './project.js';

interface State {
  readonly rank: number;
  readonly status: NonNullable<EventData<'deployment'>['status']>;
}

/** States of deployments and jobs that tell something has begun, in the order in which those of one second happened. */
const begun: ReadonlyMap<string, State> = new Map([
  ['running', { rank: 4, status: 'in_progress' }],
  ['canceled', { rank: 5, status: 'cancelled' }],
  ['failed', { rank: 7, status: 'failed' }],
  ['success', { rank: 8, status: 'succeeded' }],
]);

const stateOf = (name: string): State | undefined => begun.get(name);

/** https://docs.gitlab.com/user/project/integrations/webhook_events/#deployment-events */
export function deployment(hook: ProjectHook): Understood {
  const { body, reading, project } = hook;
  const id = reading.requiredKey(body, 'deployment_id');
  const name = reading.requiredText(body, 'status');
  const at = reading.requiredMoment(body, 'status_changed_at');
  const environment = reading.requiredText(body, 'environment');
  const job = reading.key(body, 'deployable_id');
  const state = stateOf(name);
  if (state === undefined) return ignored(`a deployment that is ${quoted(name)} has not begun`);
  const isOver = state.status !== 'in_progress';
  return says(
    eventOf('deployment', envelopeOf(project, `deployment:${project.on(id)}:${name}:${at}`, at), {
      id: job === undefined ? `gitlab/${project.on(id)}` : deploymentOf(project, job),
      service: shortNameOf(project),
      source: 'gitlab',
      ...namesOf(project),
      environment,
      ...tierOf(reading.text(body, 'environment_tier')),
      status: state.status,
      // A job that is retried is another deployment, so what ended has ended.
      ...(isOver ? { finishedAt: at } : { startedAt: at, finishedAt: null }),
      sha: shaOf(body, reading),
      ref: reading.text(body, 'ref'),
      actor: personOf(reading, body),
      url: reading.link(body, 'deployable_url'),
      occurredAt: at,
      revision: revisionIn(hook, at, state.rank),
    }),
  );
}

/** One deployment is told by its own hook, by that of its job and by that of the pipeline: the job is what all three name. */
const deploymentOf = (project: Project, job: string): string => `gitlab/job/${project.on(job)}`;

/** The hook has the short hash; the address of the commit ends in the full one. */
function shaOf(body: Place, reading: BodyReading): string | undefined {
  const full = fullShaOf(reading.text(body, 'commit_url')?.split('/').at(-1));
  return full?.startsWith(reading.text(body, 'short_sha') ?? '') ? full : undefined;
}

const tiers: ReadonlyMap<string, string> = new Map([['testing', 'test']]);
const tierOf = (said: string | undefined): { envTier?: string } =>
  said === undefined ? {} : { envTier: tiers.get(said) ?? said };

/** What is told of a job, alike by its own hook and by that of its pipeline. */
export interface Job {
  readonly id: string;
  /** Of the pipeline. */
  readonly run: string | undefined;
  readonly state: string;
  readonly startedAt: string | undefined;
  readonly finishedAt: string | undefined;
  readonly environment: Place | null;
  readonly sha: string | undefined;
  readonly ref: string | undefined;
  /** Whether a person started it. */
  readonly manual: boolean | undefined;
  /** The account of the person who did, or whose push or merge did. */
  readonly actor: string | undefined;
}

/** The deployment that a job is, or why it is none. */
export function jobDeployment(hook: ProjectHook, job: Job): LeadlineEvent<'deployment'> | string {
  const { project, reading } = hook;
  const { environment, startedAt, finishedAt } = job;
  if (environment === null) return 'a job without an environment is read from the pipeline it belongs to';
  const action = reading.text(environment, 'action') ?? 'start';
  if (action !== 'start') return `a job with the action ${quoted(action)} deploys nothing`;
  const state = stateOf(job.state);
  if (state === undefined) return `a job that is ${quoted(job.state)} has not begun`;
  const isOver = state.status !== 'in_progress';
  const at = isOver ? (finishedAt ?? startedAt) : startedAt;
  if (at === undefined) return `a job that is ${quoted(job.state)} without having started deployed nothing`;
  // Only the pipeline's hook tells who started a job: what the two say differs, so it is not one event.
  const told = job.manual === undefined ? '' : ':pipeline';
  return eventOf('deployment', envelopeOf(project, `job:${project.on(job.id)}:${job.state}${told}`, at), {
    id: deploymentOf(project, job.id),
    ...(job.run !== undefined && { group: `gitlab/${project.on(job.run)}` }),
    service: shortNameOf(project),
    source: 'gitlab',
    ...namesOf(project),
    environment: reading.requiredText(environment, 'name'),
    ...tierOf(reading.text(environment, 'deployment_tier')),
    status: state.status,
    startedAt,
    finishedAt: isOver ? finishedAt : null,
    sha: job.sha,
    ref: job.ref,
    actor: job.actor,
    ...(job.manual !== undefined && { trigger: job.manual ? ('manual' as const) : ('auto' as const) }),
    occurredAt: at,
    revision: revisionIn(hook, at, state.rank),
  });
}

/** https://docs.gitlab.com/user/project/integrations/webhook_events/#job-events */
export function job(hook: ProjectHook): Understood {
  const { body, reading } = hook;
  const environment = reading.object(body, 'environment');
  const deployed = jobDeployment(hook, {
    id: reading.requiredKey(body, 'build_id'),
    run: reading.key(body, 'pipeline_id'),
    state: reading.requiredText(body, 'build_status'),
    startedAt: reading.moment(body, 'build_started_at'),
    finishedAt: reading.moment(body, 'build_finished_at'),
    environment,
    sha: fullShaOf(reading.text(body, 'sha')),
    ref: reading.text(body, 'ref'),
    manual: reading.truth(body, 'manual'),
    actor: personOf(reading, body),
  });
  return typeof deployed === 'string' ? ignored(deployed) : says(deployed);
}
