import { runEvent, type RunStatus } from '../ci-run.js';
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
import { type TimestampedHmacScheme, verifySharedToken, verifyTimestampedHmac } from '../signature.js';
import type { Delivery, HookRequest, Source, Verification } from '../source.js';
import { jsonTestEvents } from '../json-test-events.js';
import { signedAtBy } from '../test-event.js';
import { bodies, headers } from './test-events.js';

const SIGNATURE = 'x-buildkite-signature';

/** https://buildkite.com/docs/apis/webhooks/pipelines#webhook-signature: "timestamp=…,signature=…" over "timestamp.body". */
const scheme: TimestampedHmacScheme = {
  header: 'signature',
  algorithm: 'sha256',
  encoding: 'hex',
  prefix: '',
  signed: (timestamp, body) => [`${timestamp}.`, body],
  unit: 's',
  toleranceS: 5 * 60,
};

/** Buildkite: notification services of type webhook, with a token or a signature. */
export const buildkite: Source = {
  id: 'buildkite',
  title: 'Buildkite',
  deliveryId: (request) => request.headers['x-buildkite-request'] ?? null,
  eventName: (request) => request.headers['x-buildkite-event'] ?? memberOf(request, 'event'),
  verify,
  normalize: (delivery) => understandJson(delivery, (hook) => understand(delivery, hook)),
  testEvents: jsonTestEvents(
    bodies,
    (body, occasion) =>
      signedAtBy(scheme, body, occasion, (timestamp, signature) => ({
        [SIGNATURE]: `timestamp=${timestamp},signature=${signature}`,
      })),
    headers,
  ),
};

function verify(request: HookRequest, secrets: readonly string[], now: number): Verification {
  const header = request.headers[SIGNATURE];
  if (header === undefined) return verifySharedToken(request, 'x-buildkite-token', secrets);
  const [, timestamp, signature = ''] = /^timestamp=(\d{1,12}),\s*signature=([0-9a-f]*)$/.exec(header) ?? [];
  const signed = { headers: { signature }, body: request.body };
  if (timestamp === undefined) return { outcome: 'refused', reason: 'invalid_signature' };
  return verifyTimestampedHmac(scheme, signed, timestamp, secrets, now);
}

function understand({ headers }: Delivery, { body, reading }: JsonHook): Understood {
  const event = reading.text(body, 'event');
  if (event === undefined) return rejected('unknown_type', 'no event says what it is', '/event');
  const named = headers['x-buildkite-event'];
  if (named !== undefined && named !== event) {
    return rejected('type_mismatch', `the header says ${quoted(named)}, the body is of ${quoted(event)}`, '/event');
  }
  if (event.startsWith('job.')) return ignored('a job is read from the build it belongs to');
  if (!event.startsWith('build.')) return ignored(`${quoted(event)} is nothing that Leadline measures`);
  if (event === 'build.scheduled') return ignored('a build that waits has not begun');
  return build(body, reading);
}

/** https://buildkite.com/docs/apis/webhooks/pipelines/build-events */
function build(body: Place, reading: BodyReading): Understood {
  const place = reading.requiredObject(body, 'build');
  const pipeline = reading.object(body, 'pipeline');
  const state = reading.requiredText(place, 'state');
  // A build that waits at a block step has passed so far, and goes on when somebody unblocks it.
  const isBlocked = reading.truth(place, 'blocked') === true;
  const startedAt = reading.moment(place, 'started_at');
  return says(
    runEvent({
      source: 'buildkite',
      key: reading.requiredText(place, 'id'),
      pipeline: reading.text(pipeline, 'slug') ?? reading.text(pipeline, 'name'),
      repo: repositoryNameOf(reading.text(pipeline, 'repository')),
      // "HEAD", where a build was made of whatever is the newest.
      sha: fullShaOf(reading.text(place, 'commit')),
      branch: reading.text(place, 'branch'),
      state: isBlocked ? `${state}:blocked` : state,
      status: isBlocked && state === 'passed' ? 'in_progress' : outcomeOf(state),
      startedAt,
      finishedAt: reading.moment(place, 'finished_at'),
      at: atOf(place, isBlocked, reading),
      url: reading.link(place, 'web_url'),
    }),
  );
}

/** A blocked build came to rest when it is said to have finished; one that has just begun may not have a start yet. */
function atOf(place: Place, isBlocked: boolean, reading: BodyReading): string | undefined {
  if (isBlocked) return reading.moment(place, 'finished_at');
  const times = ['finished_at', 'started_at', 'scheduled_at', 'created_at'].map((name) => reading.moment(place, name));
  return times.find((time) => time !== undefined);
}

/** https://buildkite.com/docs/pipelines/configure/notifications#build-states */
function outcomeOf(state: string): RunStatus {
  switch (state) {
    case 'passed':
      return 'succeeded';
    case 'failed':
      return 'failed';
    case 'canceled':
    case 'skipped':
    case 'not_run':
      return 'cancelled';
    default:
      return 'in_progress';
  }
}
