import { type EventData, eventOf } from '@leadline/events';
import type { BodyReading, Place } from '../body-reading.js';
import {
  envelope,
  type Hook,
  ignored,
  isAutomatonAccount,
  personOf,
  revisionIn,
  says,
  shaOf,
  type Understood,
} from './hook.js';

/** https://docs.github.com/webhooks/webhook-events-and-payloads#deployment */
export function deployment(hook: Hook): Understood {
  const { body, reading, repository } = hook;
  const place = reading.requiredObject(body, 'deployment');
  const id = reading.requiredId(place, 'id');
  const createdAt = reading.requiredInstant(place, 'created_at');
  const event = eventOf('deployment', envelope(repository, `deployment:${id}`, createdAt), {
    environment: reading.requiredText(place, 'environment'),
    ...attributesOf(hook, place),
    status: 'in_progress',
    occurredAt: createdAt,
    revision: revisionIn(hook, createdAt, 0),
  });
  return says(event);
}

/**
 * States of a deployment, in the order in which those of one second happened.
 * https://docs.github.com/rest/deployments/statuses
 */
const states: Readonly<Record<string, { readonly rank: number; readonly status: EventData<'deployment'>['status'] }>> =
  {
    waiting: { rank: 1, status: 'in_progress' },
    queued: { rank: 2, status: 'in_progress' },
    pending: { rank: 3, status: 'in_progress' },
    in_progress: { rank: 4, status: 'in_progress' },
    error: { rank: 6, status: 'failed' },
    failure: { rank: 7, status: 'failed' },
    success: { rank: 8, status: 'succeeded' },
  };

/** https://docs.github.com/webhooks/webhook-events-and-payloads#deployment_status */
export function deploymentStatus(hook: Hook): Understood {
  const { body, reading, repository } = hook;
  const place = reading.requiredObject(body, 'deployment');
  const status = reading.requiredObject(body, 'deployment_status');
  const id = reading.requiredId(status, 'id');
  const state = reading.requiredText(status, 'state');
  const createdAt = reading.requiredInstant(status, 'created_at');
  const attributes = attributesOf(hook, place);
  // A later deployment took its place: that says nothing of how this one went.
  if (state === 'inactive') return ignored('inactive: a later deployment replaced this one');
  const known = Object.hasOwn(states, state) ? states[state] : undefined;
  if (known === undefined) return ignored(`the deployment state "${state.slice(0, 64)}" tells no outcome`);
  const event = eventOf('deployment', envelope(repository, `deployment_status:${id}`, createdAt), {
    // A status may move its deployment to another environment.
    environment: reading.text(status, 'environment') ?? reading.requiredText(place, 'environment'),
    ...attributes,
    status: known.status,
    // A deployment that runs again has not finished, whatever an earlier status said.
    finishedAt: known.status === 'in_progress' ? null : createdAt,
    url: reading.link(status, 'log_url') ?? reading.link(status, 'target_url'),
    occurredAt: createdAt,
    revision: revisionIn(hook, createdAt, known.rank),
  });
  return says(event);
}

function attributesOf({ body, reading, repository }: Hook, place: Place): EventData<'deployment'> {
  const payload = reading.object(place, 'payload');
  const run = reading.object(body, 'workflow_run');
  return {
    id: `github/${reading.requiredId(place, 'id')}`,
    // Jobs and attempts of one run of a workflow are attempts of one deployment: regions, retries.
    ...(run !== null && { group: `github/${reading.requiredId(run, 'id')}` }),
    service: repository.name,
    source: 'github',
    repo: repository.repo,
    repositoryId: repository.repositoryId,
    startedAt: reading.requiredInstant(place, 'created_at'),
    // Deployments created by API may name a branch where the hash belongs: `ref` carries the name.
    sha: shaOf(reading.text(place, 'sha')),
    ref: reading.text(place, 'ref'),
    version: reading.text(payload, 'version'),
    ...(reading.truth(place, 'production_environment') && { envTier: 'production' }),
    ...(reading.text(place, 'task') === 'rollback' && { kind: 'rollback' as const }),
    ...startedBy(reading, reading.object(place, 'creator')),
  };
}

/** Workflows create deployments as an automaton; who started those is told of the run alone, and the API does not list it. */
function startedBy(reading: BodyReading, creator: Place | null): Pick<EventData<'deployment'>, 'actor' | 'trigger'> {
  const actor = personOf(reading, creator);
  return {
    ...(isAutomatonAccount(reading, creator) && { trigger: 'auto' as const }),
    ...(actor !== undefined && { actor }),
  };
}
