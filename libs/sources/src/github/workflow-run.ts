import { type EventData, eventOf } from '@leadline/events';
import { envelope, type Hook, personOf, revisionIn, says, shaOf, type Understood } from './hook.js';

type Status = NonNullable<EventData<'pipeline_run'>['status']>;

/** https://docs.github.com/webhooks/webhook-events-and-payloads#workflow_run */
export function workflowRun(hook: Hook): Understood {
  const { body, reading, repository } = hook;
  const run = reading.requiredObject(body, 'workflow_run');
  const workflow = reading.object(body, 'workflow');
  const id = reading.requiredId(run, 'id');
  const attempt = reading.integer(run, 'run_attempt') ?? 1;
  const state = reading.requiredText(run, 'status');
  const updatedAt = reading.requiredInstant(run, 'updated_at');
  const status = state === 'completed' ? outcomeOf(reading.text(run, 'conclusion')) : 'in_progress';
  const path = reading.text(workflow, 'path') ?? reading.text(run, 'path');
  const event = eventOf('pipeline_run', envelope(repository, `workflow_run:${id}:${attempt}:${state}`, updatedAt), {
    run: `github/${id}`,
    attempt,
    pipeline: path === undefined ? reading.text(run, 'name') : fileName(path),
    repo: repository.repo,
    repositoryId: repository.repositoryId,
    source: 'github',
    sha: shaOf(reading.text(run, 'head_sha')),
    branch: reading.text(run, 'head_branch'),
    status,
    startedAt: reading.instant(run, 'run_started_at') ?? reading.requiredInstant(run, 'created_at'),
    // Another attempt of the same run has not finished, whatever the one before it said.
    finishedAt: status === 'in_progress' ? null : updatedAt,
    // Who began this attempt; of the first that is `actor` too.
    actor: personOf(reading, reading.object(run, 'triggering_actor') ?? reading.object(run, 'actor')),
    url: reading.link(run, 'html_url'),
    occurredAt: updatedAt,
    revision: revisionIn(hook, updatedAt, rankOf(state)),
  });
  return says(event);
}

/**
 * A workflow is known by its file, as people speak of it and as a catalogue's glob names it: "deploy.yml". All lie in one
 * folder; reusable ones are named with the ref they were taken from: ".github/workflows/deploy.yml@refs/heads/main".
 */
function fileName(path: string): string {
  const [file = path] = path.split('@');
  return file.slice(file.lastIndexOf('/') + 1);
}

/** https://docs.github.com/rest/checks/runs: conclusions; a run that was skipped or superseded proves nothing. */
function outcomeOf(conclusion: string | undefined): Status {
  switch (conclusion) {
    case 'success':
    case 'neutral':
      return 'succeeded';
    case 'failure':
    case 'timed_out':
    case 'startup_failure':
      return 'failed';
    case 'action_required':
      return 'in_progress';
    default:
      return 'cancelled';
  }
}

function rankOf(state: string): number {
  const order = ['requested', 'waiting', 'pending', 'queued', 'in_progress', 'completed'];
  return Math.max(order.indexOf(state), 0);
}
