import { hash } from 'node:crypto';
import { canonicalJson, eventOf, kinds } from '@leadline/events';
import { addressedId, askedPath } from '../asked-path.js';
import type { BodyReading, Place } from '../body-reading.js';
import { namedShaOf, repositoryNameOf } from '../git-names.js';
import { type JsonHook, rejected, says, type Understood, understandJson } from '../json-hook.js';
import { revisionOf } from '../revision.js';
import { verifySharedToken } from '../signature.js';
import type { Delivery, HookRequest, Source } from '../source.js';
import { jsonTestEvents } from '../json-test-events.js';
import type { TestOccasion } from '../test-event.js';
import { bodies, headers } from './test-events.js';

const SOURCE = 'datadog-dora';

/** What was sent to Datadog's DORA Metrics API: deployments and failures, with the API key in a header. */
export const datadogDora: Source = {
  id: SOURCE,
  title: 'Datadog DORA Metrics API',
  // Equal judgements of two deployments are two; the other bodies say all themselves.
  deliveryId: (request) => (judgedIn(request) === undefined ? null : addressedId(request)),
  eventName: (request) => (judgedIn(request) === undefined ? (askedPath(request).at(-1) ?? '') : 'deployments'),
  verify: (request, secrets) => verifySharedToken(request, 'dd-api-key', secrets),
  normalize: (delivery) => understandJson(delivery, (hook) => understand(delivery, hook)),
  testEvents: jsonTestEvents(bodies, byKey, headers),
};

function byKey(_: Uint8Array, { secret }: TestOccasion): Readonly<Record<string, string>> {
  if (secret === '') return {};
  return { 'dd-api-key': secret };
}

/** Id of the deployment that is judged: …/dora/deployments/<id>; undefined: none is. */
function judgedIn(request: Pick<HookRequest, 'headers'>): string | undefined {
  const [collection, id] = askedPath(request).slice(-2);
  return collection === 'deployments' ? id : undefined;
}

/**
 * The id that Datadog's answer would name: by it what was reported is told on. undefined: the body cannot be read.
 */
export function datadogDoraId(request: HookRequest, receivedAt: number): string | undefined {
  const normalized = datadogDora.normalize({ ...request, endpoint: SOURCE, receivedAt });
  const [event] = normalized.outcome === 'events' ? normalized.events : [];
  const { id, service } = event?.data ?? {};
  if (typeof id !== 'string') return undefined;
  const own = id.slice(SOURCE.length + 1);
  return event?.type === kinds.incident.type ? own.slice(0, -`/${String(service)}`.length) : own;
}

/** Both bodies hold `started_at`; the address says which it is, and a body without one what it must be. */
function understand(delivery: Delivery, { body, reading }: JsonHook): Understood {
  const attributes = reading.requiredObject(reading.requiredObject(body, 'data'), 'attributes');
  const judged = judgedIn(delivery);
  if (judged !== undefined) return judgement(judged, attributes, reading, delivery.receivedAt);
  const asked = askedPath(delivery).at(-1) ?? (Object.hasOwn(attributes.fields, 'service') ? 'deployment' : 'failure');
  switch (asked) {
    case 'deployment':
      return deployment(attributes, reading);
    case 'failure':
    case 'incident':
      return failure(attributes, reading);
    default:
      return rejected('unknown_type', `neither a deployment nor a failure: ${asked.slice(0, 64)}`);
  }
}

/** https://docs.datadoghq.com/api/latest/dora-metrics/#send-a-deployment-event. Without `env` it went to production. */
function deployment(place: Place, reading: BodyReading): Understood {
  const service = reading.requiredText(place, 'service');
  const startedAt = reading.requiredMoment(place, 'started_at');
  const finishedAt = reading.requiredMoment(place, 'finished_at');
  const environment = reading.text(place, 'env') ?? 'production';
  const id = idOf(place, reading, { service, environment, startedAt, finishedAt });
  return says(
    eventOf(
      'deployment',
      { id: `${SOURCE}:deployment:${id}:${finishedAt}`, source: `${SOURCE}:${service}`, time: finishedAt },
      {
        id: `${SOURCE}/${id}`,
        service,
        source: SOURCE,
        environment,
        status: 'succeeded',
        startedAt,
        finishedAt,
        ...gitOf(place, reading),
        version: reading.text(place, 'version'),
        occurredAt: finishedAt,
        revision: revisionOf(finishedAt, 8),
      },
    ),
  );
}

/** https://docs.datadoghq.com/api/latest/dora-metrics/#send-an-incident-event: one incident for each service it names. */
function failure(place: Place, reading: BodyReading): Understood {
  const services = reading.texts(place, 'services') ?? [];
  const startedAt = reading.requiredMoment(place, 'started_at');
  const resolvedAt = reading.moment(place, 'finished_at');
  const title = reading.text(place, 'name');
  const id = idOf(place, reading, { services, startedAt, title });
  const at = resolvedAt ?? startedAt;
  if (services.length === 0) {
    return rejected(
      'invalid_body',
      'expected the services it hit; a team alone tells none',
      '/data/attributes/services',
    );
  }
  return says(
    ...[...new Set(services)].map((service) =>
      eventOf(
        'incident',
        { id: `${SOURCE}:failure:${id}:${service}:${at}`, source: `${SOURCE}:${service}`, time: at },
        {
          id: `${SOURCE}/${id}/${service}`,
          service,
          environment: reading.text(place, 'env'),
          source: SOURCE,
          severity: reading.text(place, 'severity'),
          title,
          startedAt,
          resolvedAt: resolvedAt ?? null,
          occurredAt: at,
          revision: revisionOf(at, resolvedAt === undefined ? 1 : 8),
        },
      ),
    ),
  );
}

/**
 * https://docs.datadoghq.com/api/latest/dora-metrics/#patch-a-deployment-event: that a deployment failed, or did not, and
 * which one repaired it. Datadog names no time: it is judged when that is told.
 */
function judgement(id: string, place: Place, reading: BodyReading, receivedAt: number): Understood {
  const at = new Date(receivedAt).toISOString();
  const said = { source: SOURCE, time: at };
  const failed = reading.truth(place, 'change_failure');
  const remediation = reading.object(place, 'remediation');
  const repair = reading.text(remediation, 'id');
  const isRollback = reading.text(remediation, 'type') === 'rollback';
  if (failed === undefined && repair === undefined) {
    return rejected(
      'invalid_body',
      'expected whether it failed, or what repaired it',
      '/data/attributes/change_failure',
    );
  }
  const verdict = failed === true ? 'failed' : 'ok';
  const deployment = `${SOURCE}/${id}`;
  const mark = eventOf(
    'mark',
    { id: `${SOURCE}:mark:${id}:${verdict}`, ...said },
    { deployment, verdict, by: SOURCE, at, occurredAt: at },
  );
  const link = eventOf(
    'deployment',
    { id: `${SOURCE}:remediation:${id}:${repair ?? ''}`, ...said },
    {
      id: `${SOURCE}/${repair ?? ''}`,
      ...(isRollback ? { rollbackOf: deployment } : { fixes: deployment }),
      occurredAt: at,
      revision: revisionOf(at, 9),
    },
  );
  return says(...(failed === undefined ? [] : [mark]), ...(repair === undefined ? [] : [link]));
}

/** The sender's id, else what is said: Datadog makes one up then, and the same told twice is the same. */
function idOf(place: Place, reading: BodyReading, said: Readonly<Record<string, unknown>>): string {
  return reading.text(place, 'id') ?? hash('sha256', canonicalJson(said), 'hex').slice(0, 32);
}

function gitOf(place: Place, reading: BodyReading): { sha?: string; repo?: string } {
  const git = reading.object(place, 'git');
  const sha = namedShaOf(reading.text(git, 'commit_sha'));
  const repo = repositoryNameOf(reading.text(git, 'repository_url'));
  return { ...(sha !== undefined && { sha }), ...(repo !== undefined && { repo }) };
}
