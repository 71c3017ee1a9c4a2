import { type EventData, eventOf } from '@leadline/events';
import type { BodyReading, Place } from '../body-reading.js';
import { fullShaOf } from '../git-names.js';
import { says, type Understood } from '../json-hook.js';
import { envelopeOf, namesOf } from '../repository.js';
import { revisionOf } from '../revision.js';
import { personOf, type RepositoryHook } from './repository.js';

type Status = NonNullable<EventData<'pipeline_run'>['status']>;

const outcomes: ReadonlyMap<string, Status> = new Map([
  ['SUCCESSFUL', 'succeeded'],
  ['FAILED', 'failed'],
  ['STOPPED', 'cancelled'],
]);

/**
 * https://support.atlassian.com/bitbucket-cloud/docs/event-payloads/#Build-status-created. Pipelines tell of themselves in
 * no other way: a status is a run, known by its commit and key.
 */
export function commitStatus({ body, reading, repository }: RepositoryHook): Understood {
  const place = reading.requiredObject(body, 'commit_status');
  const key = reading.requiredText(place, 'key');
  const state = reading.requiredText(place, 'state');
  const startedAt = reading.requiredMoment(place, 'created_on');
  const updatedAt = reading.moment(place, 'updated_on') ?? startedAt;
  const sha = commitOf(place, reading);
  const status = outcomes.get(state) ?? 'in_progress';
  const run = `${repository.key}/${sha ?? 'unknown'}/${key}`;
  return says(
    eventOf('pipeline_run', envelopeOf(repository, `commit_status:${run}:${state}:${updatedAt}`, updatedAt), {
      run: `bitbucket-cloud/${run}`,
      pipeline: reading.text(place, 'name') ?? key,
      ...namesOf(repository),
      source: 'bitbucket-cloud',
      sha,
      branch: reading.text(place, 'refname'),
      status,
      startedAt,
      finishedAt: status === 'in_progress' ? null : updatedAt,
      actor: personOf(reading, reading.object(body, 'actor')),
      url: reading.link(place, 'url'),
      occurredAt: updatedAt,
      revision: revisionOf(updatedAt, status === 'in_progress' ? 1 : 8),
    }),
  );
}

function commitOf(place: Place, reading: BodyReading): string | undefined {
  const named = fullShaOf(reading.text(reading.object(place, 'commit'), 'hash'));
  const links = reading.object(place, 'links');
  return (
    named ??
    fullShaOf(
      reading
        .text(links && reading.object(links, 'commit'), 'href')
        ?.split('/')
        .at(-1),
    )
  );
}
