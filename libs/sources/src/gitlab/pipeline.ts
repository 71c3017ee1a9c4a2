import { type EventData, eventOf, type LeadlineEvent } from '@leadline/events';
import type { BodyReading, Place } from '../body-reading.js';
import { fullShaOf } from '../git-names.js';
import { says, type Understood } from '../json-hook.js';
import { tagId } from '../push.js';
import { envelopeOf, namesOf } from '../repository.js';
import { revisionOf } from '../revision.js';
import { jobDeployment } from './deployment.js';
import { personOf, type Project, type ProjectHook, revisionIn } from './project.js';

type Status = NonNullable<EventData<'pipeline_run'>['status']>;

/** https://docs.gitlab.com/user/project/integrations/webhook_events/#pipeline-events */
export function pipeline(hook: ProjectHook): Understood {
  const { body, reading, project } = hook;
  const place = reading.requiredObject(body, 'object_attributes');
  const id = reading.requiredKey(place, 'id');
  const state = reading.requiredText(place, 'status');
  const createdAt = reading.requiredMoment(place, 'created_at');
  const status = outcomeOf(state);
  const finishedAt = status === 'in_progress' ? undefined : reading.moment(place, 'finished_at');
  const at = finishedAt ?? createdAt;
  const run = eventOf('pipeline_run', envelopeOf(project, `pipeline:${project.on(id)}:${state}:${at}`, at), {
    run: `gitlab/${project.on(id)}`,
    pipeline: reading.text(place, 'name') ?? fileOf(body, place, reading),
    ...namesOf(project),
    source: 'gitlab',
    sha: fullShaOf(reading.text(place, 'sha')),
    branch: reading.text(place, 'ref'),
    status,
    startedAt: createdAt,
    finishedAt: finishedAt ?? null,
    actor: personOf(reading, body),
    url: reading.link(place, 'url'),
    occurredAt: at,
    revision: revisionIn(hook, at, status === 'in_progress' ? 1 : 8),
  });
  const deployments = reading
    .objects(body, 'builds')
    .map((build) => jobDeployment(hook, jobIn(build, id, place, reading)))
    .filter((deployed) => typeof deployed !== 'string');
  return says(run, ...tagOf(project, place, reading, createdAt), ...deployments);
}

/**
 * A pipeline without a name of its own is known by its file, which a project may have moved; of a merge request it
 * deploys nothing.
 */
function fileOf(body: Place, place: Place, reading: BodyReading): string {
  const file = reading.text(reading.object(body, 'project'), 'ci_config_path') ?? '.gitlab-ci.yml';
  return reading.text(place, 'source') === 'merge_request_event' ? `${file} (merge request)` : file;
}

/** https://docs.gitlab.com/ci/pipelines/#pipeline-status; a pipeline that was skipped proves nothing. */
function outcomeOf(state: string): Status {
  switch (state) {
    case 'success':
      return 'succeeded';
    case 'failed':
      return 'failed';
    case 'canceled':
    case 'skipped':
      return 'cancelled';
    default:
      return 'in_progress';
  }
}

function jobIn(build: Place, run: string, pipelinePlace: Place, reading: BodyReading) {
  return {
    id: reading.requiredKey(build, 'id'),
    run,
    state: reading.requiredText(build, 'status'),
    startedAt: reading.moment(build, 'started_at'),
    finishedAt: reading.moment(build, 'finished_at'),
    environment: reading.object(build, 'environment'),
    sha: fullShaOf(reading.text(pipelinePlace, 'sha')),
    ref: reading.text(pipelinePlace, 'ref'),
    manual: reading.truth(build, 'manual'),
    actor: personOf(reading, build),
  };
}

/** A pushed tag tells no time; the pipeline that the push started tells when that was. */
function tagOf(project: Project, place: Place, reading: BodyReading, createdAt: string): LeadlineEvent<'release'>[] {
  const tag = reading.text(place, 'ref');
  if (!reading.truth(place, 'tag') || reading.text(place, 'source') !== 'push' || tag === undefined) return [];
  return [
    eventOf('release', envelopeOf(project, `tag-pipeline:${project.key}:${tag}:${createdAt}`, createdAt), {
      id: tagId(project, tag),
      ...namesOf(project),
      source: 'gitlab',
      form: 'tag',
      tag,
      sha: fullShaOf(reading.text(place, 'sha')),
      publishedAt: createdAt,
      occurredAt: createdAt,
      revision: revisionOf(createdAt, 1),
    }),
  ];
}
