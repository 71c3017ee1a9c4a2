import { type CiRun, runEvent, type RunStatus } from '../ci-run.js';
import type { BodyReading, Place } from '../body-reading.js';
import { fullShaOf, repositoryNameOf } from '../git-names.js';
import { verifyHookToken } from '../hook-token.js';
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
import type { HookRequest, Source } from '../source.js';
import { byToken, jsonTestEvents } from '../json-test-events.js';
import { bodies } from './test-events.js';

/** Jenkins, by its Notification plugin or its CDEvents plugin; neither signs. */
export const jenkins: Source = {
  id: 'jenkins',
  title: 'Jenkins',
  deliveryId: () => null,
  eventName,
  verify: (request, secrets) => verifyHookToken(request, secrets),
  normalize: (delivery) => understandJson(delivery, understand),
  testEvents: jsonTestEvents(bodies, byToken),
};

function eventName(request: HookRequest): string {
  return memberOf(request, 'type') || memberOf(request, 'build', 'phase');
}

function understand({ body, reading }: JsonHook): Understood {
  const type = reading.text(body, 'type');
  if (type?.startsWith('dev.cdevents.')) return fromCdEvents(type, body, reading);
  if (Object.hasOwn(body.fields, 'build')) return fromNotification(body, reading);
  return rejected('unknown_type', 'neither a build (Notification plugin) nor a CDEvent', '/build');
}

/** https://plugins.jenkins.io/notification/. One build is told of up to four times, by phase. */
const ranks: ReadonlyMap<string, number> = new Map([
  ['STARTED', 2],
  ['COMPLETED', 6],
  ['FINALIZED', 8],
]);

function fromNotification(body: Place, reading: BodyReading): Understood {
  const build = reading.requiredObject(body, 'build');
  const phase = reading.requiredText(build, 'phase');
  const rank = ranks.get(phase);
  if (rank === undefined) return ignored(`a build in the phase ${quoted(phase)} has not begun`);
  const name = reading.requiredText(body, 'name');
  const status = phase === 'STARTED' ? 'in_progress' : outcomeOf(reading.requiredText(build, 'status'));
  return says(
    runEvent({
      source: 'jenkins',
      key: keyOf(reading.text(build, 'full_url'), name, reading.requiredKey(build, 'number')),
      pipeline: jobOf(reading.text(body, 'url')) ?? name,
      ...checkoutOf(reading, reading.object(build, 'scm')),
      state: phase,
      status,
      ...timesOf(phase, build, reading),
      rank,
      url: reading.link(build, 'full_url'),
    }),
  );
}

/** https://plugins.jenkins.io/cdevents/: CloudEvents before 1.0, with the build in `data`. */
function fromCdEvents(type: string, body: Place, reading: BodyReading): Understood {
  const [, , subject = '', predicate = ''] = type.split('.');
  if (subject !== 'pipelinerun') return ignored(`${quoted(type)}: what is part of a build is read from the build`);
  if (predicate === 'queued') return ignored('a build that waits has not begun');
  const data = reading.requiredObject(body, 'data');
  const build = reading.object(data, 'build');
  const at = reading.requiredMoment(body, 'time');
  const isOver = predicate === 'finished';
  const name = reading.text(data, 'name') ?? reading.requiredText(body, 'pipelinename');
  return says(
    runEvent({
      source: 'jenkins',
      key: keyOf(reading.text(build, 'fullUrl'), name, reading.key(build, 'number') ?? reading.requiredKey(body, 'id')),
      pipeline: jobOf(reading.text(data, 'url')) ?? name,
      ...checkoutOf(reading, build && reading.object(build, 'scmState')),
      state: predicate,
      status: isOver
        ? outcomeOf(reading.text(build, 'status') ?? reading.requiredText(body, 'outcome'))
        : 'in_progress',
      startedAt: isOver ? undefined : at,
      finishedAt: at,
      rank: isOver ? 7 : 1,
      url: build === null ? undefined : reading.link(build, 'fullUrl'),
    }),
  );
}

/** https://javadoc.jenkins.io/hudson/model/Result.html: what was unstable had errors that were not fatal. */
function outcomeOf(result: string): RunStatus {
  switch (result.toUpperCase()) {
    case 'SUCCESS':
    case 'UNSTABLE':
      return 'succeeded';
    case 'FAILURE':
    case 'ERROR':
      return 'failed';
    default:
      return 'cancelled';
  }
}

/** A build is known by its address: "https://ci.acme.example/job/shop/8/" → "ci.acme.example/job/shop/8". */
function keyOf(address: string | undefined, job: string, number: string): string {
  const path = /^https?:\/\/(?:[^/@\s]*@)?([^?#\s]+?)\/*$/i.exec(address ?? '')?.[1];
  return path ?? `${job}/${number}`;
}

/** "job/team/job/shop/" → "team/shop": a job is called after the folders it lies in. */
function jobOf(path: string | undefined): string | undefined {
  const names = path?.split('/').filter((_, index, parts) => parts[index - 1] === 'job') ?? [];
  return names.length > 0 ? names.map(decoded).join('/') : undefined;
}

/** Branches of multibranch jobs are written as in an address: "release%2F1". */
function decoded(name: string): string {
  return /%(?![0-9a-f]{2})/i.test(name) || /%[89a-f]/i.test(name) ? name : decodeURIComponent(name);
}

function checkoutOf(reading: BodyReading, scm: Place | null): Pick<CiRun, 'repo' | 'sha' | 'branch'> {
  return {
    repo: repositoryNameOf(reading.text(scm, 'url')),
    sha: fullShaOf(reading.text(scm, 'commit')),
    branch: reading.text(scm, 'branch')?.replace(/^(?:refs\/remotes\/)?origin\//, ''),
  };
}

/**
 * The timestamp is that of the phase. COMPLETED is told as the start plus the duration so far, which is 0 where it is not
 * known yet: then it is the start.
 */
function timesOf(phase: string, build: Place, reading: BodyReading): Pick<CiRun, 'startedAt' | 'finishedAt'> {
  const at = reading.moment(build, 'timestamp');
  if (phase === 'FINALIZED') return { startedAt: undefined, finishedAt: at };
  const duration = phase === 'COMPLETED' ? (reading.integer(build, 'duration') ?? 0) : 0;
  const startedAt = at === undefined || duration <= 0 ? at : earlier(at, duration);
  return { startedAt, finishedAt: duration > 0 ? at : undefined };
}

function earlier(at: string, milliseconds: number): string | undefined {
  const start = Date.parse(at) - milliseconds;
  return start > 0 ? new Date(start).toISOString() : undefined;
}
