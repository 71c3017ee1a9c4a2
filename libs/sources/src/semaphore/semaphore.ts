import { eventOf } from '@leadline/events';
import { builtCommit, runEvent, type RunStatus } from '../ci-run.js';
import type { BodyReading, Place } from '../body-reading.js';
import { fullShaOf, repositoryNameOf } from '../git-names.js';
import {
  ignored,
  type JsonHook,
  memberOf,
  quoted,
  rejected,
  says,
  type Understood,
  understandJson,
} from '../json-hook.js';
import { revisionOf } from '../revision.js';
import { type HmacScheme, verifyHmac } from '../signature.js';
import type { HookRequest, Source } from '../source.js';
import { jsonTestEvents } from '../json-test-events.js';
import { signedBy } from '../test-event.js';
import { bodies } from './test-events.js';

/** https://docs.semaphoreci.com/using-semaphore/webhooks#security */
const signature: HmacScheme = {
  header: 'x-semaphore-signature-256',
  algorithm: 'sha256',
  encoding: 'hex',
  prefix: 'sha256=',
};

/** Semaphore: webhook notifications, of today and of Semaphore Classic. */
export const semaphore: Source = {
  id: 'semaphore',
  title: 'Semaphore',
  deliveryId: () => null,
  eventName,
  verify: (request, secrets) => verifyHmac(signature, request, secrets),
  normalize: (delivery) => understandJson(delivery, understand),
  testEvents: jsonTestEvents(bodies, (body, { secret }) => signedBy(signature, body, secret)),
};

function eventName(request: HookRequest): string {
  return memberOf(request, 'event') || memberOf(request, 'revision', 'reference_type');
}

function understand({ body, reading }: JsonHook): Understood {
  if (Object.hasOwn(body.fields, 'pipeline')) return pipeline(body, reading);
  const event = reading.text(body, 'event');
  switch (event) {
    case 'build':
      return classicBuild(body, reading);
    case 'deploy':
      return classicDeploy(body, reading);
    case undefined:
      return rejected('unknown_type', 'neither a pipeline nor an event of Semaphore Classic', '/pipeline');
    default:
      return ignored(`${quoted(event)} is nothing that Leadline measures`);
  }
}

/** https://docs.semaphoreci.com/using-semaphore/webhooks#payload. Times that have not come yet are of 1970. */
function pipeline(body: Place, reading: BodyReading): Understood {
  const place = reading.requiredObject(body, 'pipeline');
  const revision = reading.object(body, 'revision');
  const repository = reading.object(body, 'repository');
  const state = reading.requiredText(place, 'state');
  const result = state === 'done' ? reading.requiredText(place, 'result') : undefined;
  const url = reading.text(repository, 'url');
  const ref = revision && (reading.object(revision, 'branch') ?? reading.object(revision, 'tag'));
  return says(
    runEvent({
      source: 'semaphore',
      key: reading.requiredText(place, 'id'),
      pipeline: reading.text(place, 'yaml_file_name') ?? reading.text(place, 'name'),
      repo: reading.text(repository, 'slug') ?? repositoryNameOf(url),
      sha: fullShaOf(reading.text(revision, 'commit_sha')),
      branch: reading.text(ref, 'name'),
      state: result ?? state,
      status: outcomeOf(result),
      startedAt: momentOf(place, 'running_at', reading) ?? momentOf(place, 'created_at', reading),
      finishedAt: momentOf(place, 'done_at', reading),
      url: undefined,
    }),
  );
}

const momentOf = (place: Place, name: string, reading: BodyReading): string | undefined =>
  reading.text(place, name)?.startsWith('1970-01-01T00:00:00') ? undefined : reading.moment(place, name);

function outcomeOf(result: string | undefined): RunStatus {
  switch (result) {
    case undefined:
      return 'in_progress';
    case 'passed':
      return 'succeeded';
    case 'failed':
      return 'failed';
    default:
      return 'cancelled';
  }
}

/** A build of Semaphore Classic. */
function classicBuild(body: Place, reading: BodyReading): Understood {
  const result = reading.requiredText(body, 'result');
  const commit = commitOf(body, reading);
  const run = runEvent({
    source: 'semaphore',
    key: `${reading.requiredText(body, 'project_hash_id')}/${reading.requiredKey(body, 'build_number')}`,
    pipeline: reading.requiredText(body, 'project_name'),
    repo: commit.repo,
    sha: commit.sha,
    branch: reading.text(body, 'branch_name'),
    state: result,
    status: result === 'pending' ? 'in_progress' : outcomeOf(result),
    startedAt: reading.moment(body, 'started_at'),
    finishedAt: reading.moment(body, 'finished_at'),
    url: reading.link(body, 'build_url'),
  });
  return says(run, ...builtCommit('semaphore', commit));
}

/** A deployment of Semaphore Classic to one of its servers. */
function classicDeploy(body: Place, reading: BodyReading): Understood {
  const result = reading.requiredText(body, 'result');
  const status = result === 'pending' ? 'in_progress' : outcomeOf(result);
  const startedAt = reading.moment(body, 'created_at');
  const finishedAt = status === 'in_progress' ? undefined : reading.moment(body, 'updated_at');
  const at = finishedAt ?? startedAt;
  const { sha, repo } = commitOf(body, reading);
  const id = `${reading.requiredText(body, 'project_hash_id')}/${reading.requiredText(body, 'server_name')}/${reading.requiredKey(body, 'number')}`;
  const project = reading.requiredText(body, 'project_name');
  return says(
    eventOf(
      'deployment',
      { id: `semaphore:deploy:${id}:${result}`, source: `semaphore:${project}`, time: at },
      {
        id: `semaphore/${id}`,
        service: project,
        source: 'semaphore',
        repo,
        environment: reading.requiredText(body, 'server_name'),
        status,
        startedAt,
        finishedAt: finishedAt ?? null,
        sha,
        url: reading.link(body, 'html_url') ?? reading.link(body, 'build_html_url'),
        occurredAt: at,
        revision: at === undefined ? 0 : revisionOf(at, status === 'in_progress' ? 1 : 8),
      },
    ),
  );
}

function commitOf(body: Place, reading: BodyReading) {
  const commit = reading.object(body, 'commit');
  const url = reading.text(commit, 'url');
  return {
    sha: fullShaOf(reading.text(commit, 'id')),
    repo: repositoryNameOf(url?.replace(/\/(?:-\/)?commits?\/.*$/, '')),
    title: reading.text(commit, 'message')?.split('\n')[0],
    committedAt: reading.moment(commit, 'timestamp'),
  };
}
