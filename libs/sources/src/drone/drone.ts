import { createHash, createHmac } from 'node:crypto';
import { type EventData, eventOf, type LeadlineEvent } from '@leadline/events';
import { type CiRun, runEvent, type RunStatus } from '../ci-run.js';
import { fullShaOf } from '../git-names.js';
import { ignored, type JsonHook, quoted, rejected, says, type Understood, understandJson } from '../json-hook.js';
import { keyOn } from '../repository.js';
import { revisionOf } from '../revision.js';
import { safeEqual } from '../signature.js';
import type { HookRequest, Source, Verification } from '../source.js';
import { jsonTestEvents } from '../json-test-events.js';
import type { TestOccasion } from '../test-event.js';
import { bodies, headers } from './test-events.js';

/** Drone: global webhooks, signed as HTTP messages. */
export const drone: Source = {
  id: 'drone',
  title: 'Drone',
  deliveryId: () => null,
  eventName: (request) => request.headers['x-drone-event'] ?? '',
  verify,
  normalize: (delivery) => understandJson(delivery, understand),
  testEvents: jsonTestEvents(bodies, signedMessage, headers),
};

const TOLERANCE_MS = 5 * 60 * 1000;
const refused = (reason: 'missing_signature' | 'invalid_signature' | 'stale'): Verification => ({
  outcome: 'refused',
  reason,
});

/**
 * https://docs.drone.io/webhooks/overview/: an HMAC over the headers that the signature lists (draft-cavage-http-signatures).
 * The digest of the body and the date must be among them, else they prove nothing.
 */
function verify(request: HookRequest, secrets: readonly string[], now: number): Verification {
  const { signature, digest, date } = request.headers;
  if (!signature || !digest || !date) return refused('missing_signature');
  const parameter = parametersOf(signature);
  const listed = parameter('headers').toLowerCase().split(' ').slice(0, 16);
  const bodyDigest = `SHA-256=${createHash('sha256').update(request.body).digest('base64')}`;
  const covers = listed.includes('digest') && listed.includes('date') && parameter('algorithm') === 'hmac-sha256';
  if (!covers || !safeEqual(bodyDigest, digest)) return refused('invalid_signature');
  const signed = listed.map((name) => `${name}: ${request.headers[name] ?? ''}`).join('\n');
  const matches = secrets
    .filter((secret) => secret !== '')
    .map((secret) => createHmac('sha256', secret).update(signed).digest('base64'))
    .map((expected) => safeEqual(expected, parameter('signature')));
  if (!matches.includes(true)) return refused('invalid_signature');
  return Math.abs(now - Date.parse(date)) <= TOLERANCE_MS ? { outcome: 'verified' } : refused('stale');
}

/** As Drone signs, with the headers alone that prove something. */
function signedMessage(body: Uint8Array, { secret, now }: TestOccasion): Readonly<Record<string, string>> {
  if (secret === '') return {};
  const date = new Date(now).toUTCString();
  const digest = `SHA-256=${createHash('sha256').update(body).digest('base64')}`;
  const signature = createHmac('sha256', secret).update(`date: ${date}\ndigest: ${digest}`).digest('base64');
  const parameters = `keyId="hmac-key",algorithm="hmac-sha256",headers="date digest",signature="${signature}"`;
  return { date, digest, signature: parameters };
}

/** `keyId="…",algorithm="…",…`: names with quoted texts, and nothing else. */
function parametersOf(signature: string): (name: string) => string {
  const parts = signature
    .slice(0, 2_048)
    .split(/,\s*(?=[a-zA-Z]+=")/)
    .map((part) => /^([a-zA-Z]+)="([^"]*)"$/.exec(part));
  const isWhole = parts.every((part) => part !== null);
  const parameters = new Map(isWhole ? parts.map((part) => [part[1] ?? '', part[2] ?? '']) : []);
  return (name) => parameters.get(name) ?? '';
}

function understand({ body, reading, headers }: JsonHook): Understood {
  const named = headers['x-drone-event'];
  const event = reading.text(body, 'event') ?? named;
  if (named !== undefined && named !== event) {
    return rejected(
      'type_mismatch',
      `the header says ${quoted(named)}, the body is of ${quoted(event ?? '')}`,
      '/event',
    );
  }
  if (event !== undefined && event !== 'build') return ignored(`${quoted(event)} is nothing that Leadline measures`);
  const build = reading.requiredObject(body, 'build');
  const repository = reading.requiredObject(body, 'repo');
  const state = reading.requiredText(build, 'status');
  if (state === 'pending') return ignored('a build that waits has not begun');
  const address = reading.text(reading.object(body, 'system'), 'link') ?? reading.text(repository, 'link');
  const file = reading.text(repository, 'config_path') ?? '.drone.yml';
  const run: CiRun = {
    source: 'drone',
    key: keyOn(address, null, reading.requiredKey(build, 'id')),
    // A repository has one build definition; of a pull request it deploys nothing.
    pipeline: reading.text(build, 'event') === 'pull_request' ? `${file} (pull request)` : file,
    repo: reading.requiredText(repository, 'slug'),
    sha: fullShaOf(reading.text(build, 'after')),
    branch: reading.text(build, 'target'),
    state,
    status: outcomeOf(state),
    startedAt: reading.moment(build, 'started') ?? reading.moment(build, 'created'),
    finishedAt: reading.moment(build, 'finished'),
    url: reading.link(build, 'link'),
  };
  const environment = reading.text(build, 'deploy_to');
  return says(
    runEvent(run),
    ...(environment === undefined ? [] : [deployed(run, environment, reading.text(build, 'event'))]),
  );
}

/** Promoting a build, or rolling one back, is a deployment to the target that was named. */
function deployed(run: CiRun, environment: string, event: string | undefined): LeadlineEvent<'deployment'> {
  const isOver = run.status !== 'in_progress';
  const at = (isOver ? run.finishedAt : undefined) ?? run.startedAt;
  const data: EventData<'deployment'> = {
    id: `drone/${run.key}`,
    group: `drone/${run.key}`,
    service: run.repo?.split('/').at(-1),
    source: 'drone',
    repo: run.repo,
    environment,
    status: run.status,
    startedAt: run.startedAt,
    finishedAt: isOver ? run.finishedAt : null,
    sha: run.sha,
    url: run.url,
    ...(event === 'rollback' && { kind: 'rollback' as const }),
    occurredAt: at,
    revision: at === undefined ? (isOver ? 8 : 1) : revisionOf(at, isOver ? 8 : 1),
  };
  return eventOf(
    'deployment',
    { id: `drone:deployment:${run.key}:${run.state}`, source: `drone:${run.repo}`, time: at },
    data,
  );
}

/** https://docs.drone.io/api/builds/build_info/ */
function outcomeOf(state: string): RunStatus {
  switch (state) {
    case 'success':
      return 'succeeded';
    case 'failure':
    case 'error':
      return 'failed';
    case 'killed':
    case 'declined':
    case 'skipped':
      return 'cancelled';
    default:
      return 'in_progress';
  }
}
