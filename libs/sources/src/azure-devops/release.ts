import { type EventData, eventOf } from '@leadline/events';
import type { Place } from '../body-reading.js';
import { fullShaOf } from '../git-names.js';
import { ignored, quoted, rejected, says, type Understood } from '../json-hook.js';
import { revisionOf } from '../revision.js';
import { member, personOf, type ResourceHook, SOURCE } from './resource.js';

type Status = NonNullable<EventData<'deployment'>['status']>;

interface State {
  readonly rank: number;
  readonly status: Status;
}

/** https://learn.microsoft.com/rest/api/azure/devops/release/releases/get-release#environmentstatus */
const states: ReadonlyMap<string, State> = new Map([
  ['inprogress', { rank: 4, status: 'in_progress' }],
  ['queued', { rank: 2, status: 'in_progress' }],
  ['canceled', { rank: 5, status: 'cancelled' }],
  ['rejected', { rank: 7, status: 'failed' }],
  ['failed', { rank: 7, status: 'failed' }],
  ['partiallysucceeded', { rank: 8, status: 'succeeded' }],
  ['succeeded', { rank: 8, status: 'succeeded' }],
]);

/** https://learn.microsoft.com/azure/devops/service-hooks/events#ms.vss-release.deployment-completed-event, and the start. */
export function deployment(hook: ResourceHook): Understood {
  const { event, reading, resource, within, createdAt } = hook;
  const environment = reading.requiredObject(resource, 'environment');
  const attemptOf = reading.object(resource, 'deployment');
  const isStart = event === 'ms.vss-release.deployment-started-event';
  const name = isStart ? 'inProgress' : reading.requiredText(environment, 'status');
  const word = name.toLowerCase();
  const state = states.get(word);
  const startedAt = reading.moment(attemptOf, 'startedOn') ?? (isStart ? createdAt : undefined);
  const completedAt = reading.moment(attemptOf, 'completedOn') ?? createdAt;
  const attempt = reading.integer(attemptOf ?? resource, 'attempt') ?? reading.integer(resource, 'attemptId') ?? 1;
  const id = within(`release/${reading.requiredKey(environment, 'id')}/${attempt}`);
  if (state === undefined) return ignored(`a release that is ${quoted(name)} tells no outcome`);
  const isOver = state.status !== 'in_progress';
  const at = isOver ? completedAt : startedAt;
  if (at === undefined) return rejected('invalid_body', 'expected an instant', '/createdDate');
  const release = releaseOf(resource, environment, hook);
  const definition = release && reading.object(release, 'releaseDefinition');
  return says(
    eventOf(
      'deployment',
      { id: `${SOURCE}:${id}:${word}`, source: `${SOURCE}:${reading.text(definition, 'name') ?? id}`, time: at },
      {
        id: `${SOURCE}/${id}`,
        service: reading.text(definition, 'name') ?? reading.text(reading.object(resource, 'project'), 'name'),
        source: SOURCE,
        environment: reading.requiredText(environment, 'name'),
        status: state.status,
        startedAt,
        finishedAt: isOver ? completedAt : null,
        ...builtFromArtifact(release, hook),
        version: reading.text(release, 'name'),
        actor: personOf(reading, startedBy(reading, attemptOf, release)),
        occurredAt: at,
        revision: revisionOf(at, state.rank),
      },
    ),
  );
}

/** Whom the attempt was asked for: of one that began by itself whoever made the release. */
const startedBy = (reading: ResourceHook['reading'], attempt: Place | null, release: Place | null): Place | null =>
  (attempt && (reading.object(attempt, 'requestedFor') ?? reading.object(attempt, 'requestedBy'))) ??
  (release && reading.object(release, 'createdBy'));

function releaseOf(resource: Place, environment: Place, { reading }: ResourceHook): Place | null {
  const attemptOf = reading.object(resource, 'deployment');
  const candidates = [resource, attemptOf, environment].map((place) => place && reading.object(place, 'release'));
  return candidates.find((release) => release !== null) ?? null;
}

/** The commit of the release's primary artifact: a build's source version, or the version of a repository. */
function builtFromArtifact(release: Place | null, { reading }: ResourceHook): { sha?: string; repositoryId?: string } {
  const artifacts = release === null ? [] : reading.objects(release, 'artifacts');
  const primary = artifacts.find((artifact) => reading.truth(artifact, 'isPrimary')) ?? artifacts[0] ?? null;
  const reference = (name: string): string | undefined =>
    reading.text(member(primary, 'definitionReference', name), 'id');
  const sha = fullShaOf(reference('sourceVersion')) ?? fullShaOf(reference('version'));
  const isOwn = /^(?:tfsgit|git)$/i.test(reference('repository.provider') ?? reading.text(primary, 'type') ?? '');
  const repository = reference('repository');
  return {
    ...(sha !== undefined && { sha }),
    ...(isOwn && repository !== undefined && { repositoryId: `${SOURCE}:${repository}` }),
  };
}
