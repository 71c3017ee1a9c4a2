import { BodyReading, isRecord, type Place } from '../body-reading.js';
import { parseJson, textOf } from '../json-body.js';
import { type HmacScheme, verifyHmac } from '../signature.js';
import type { Delivery, HookRequest, Normalized, RejectionCode, Source } from '../source.js';
import { dispatch, reasonToIgnore } from './github-events.js';
import { githubHistory } from './history/history.js';
import { githubRedelivery } from './history/redelivery.js';
import { repositoryOf } from './hook.js';
import { githubTestEvents } from './test-events.js';

/** https://docs.github.com/webhooks/using-webhooks/validating-webhook-deliveries */
const signature: HmacScheme = {
  header: 'x-hub-signature-256',
  algorithm: 'sha256',
  encoding: 'hex',
  prefix: 'sha256=',
};

/** GitHub, in the cloud and on one's own servers: hooks of repositories, organisations and Apps. */
export const github: Source = {
  id: 'github',
  title: 'GitHub',
  deliveryId: (request) => request.headers['x-github-delivery'] ?? null,
  eventName,
  verify: (request, secrets) => verifyHmac(signature, request, secrets),
  normalize,
  testEvents: githubTestEvents(signature),
  api: {
    address: 'https://api.github.com',
    headers: (token) => ({
      accept: 'application/vnd.github+json',
      'x-github-api-version': '2022-11-28',
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
    }),
    keptDays: 3,
  },
  history: githubHistory,
  redelivery: githubRedelivery,
};

function eventName(request: HookRequest): string {
  return request.headers['x-github-event'] ?? '';
}

/** Forges that speak GitHub's dialect name themselves in headers of their own, beside X-GitHub-Event. */
const LOOKALIKES = ['x-gitea-event', 'x-forgejo-event', 'x-gogs-event'];

function normalize(delivery: Delivery): Normalized {
  const event = eventName(delivery);
  const lookalike = LOOKALIKES.find((header) => delivery.headers[header] !== undefined);
  if (lookalike) return rejected('type_mismatch', `sent by another forge (it carries ${lookalike})`);
  if (event === '') return rejected('unknown_type', 'no X-GitHub-Event header');
  const reason = reasonToIgnore(event);
  if (reason !== null) return { outcome: 'ignored', reason };
  const text = jsonTextOf(delivery);
  if (text === null) return rejected('unreadable_body', 'the form has no field "payload"');
  return understand(event, text, delivery.receivedAt, false);
}

/** Hooks are sent as JSON or, by the setting of old ones, as a form with the JSON in its field "payload". */
function jsonTextOf({ headers, body }: HookRequest): string | null {
  const text = textOf(body);
  const isForm = headers['content-type']?.toLowerCase().startsWith('application/x-www-form-urlencoded') ?? false;
  return isForm ? new URLSearchParams(text).get('payload') : text;
}

function understand(event: string, text: string, receivedAt: number, exactIntegers: boolean): Normalized {
  const json = parseJson(text, { exactIntegers });
  if (json.outcome !== 'json') {
    return rejected(json.outcome === 'unreadable' ? 'unreadable_body' : 'too_complex', json.message);
  }
  if (!isRecord(json.value)) return rejected('invalid_body', 'expected an object');
  const target = dispatch(event, json.value);
  if (target.outcome === 'mismatch') return rejected('type_mismatch', target.message);
  if (target.outcome === 'incomplete') return rejected('invalid_body', `${event} needs it`, `/${target.missing}`);
  const body: Place = { fields: json.value, pointer: '' };
  const reading = new BodyReading(receivedAt);
  const repository = repositoryOf(body, reading);
  const understood = target.understand({ body, reading, repository, action: reading.text(body, 'action') ?? '' });
  if (reading.lostDigits && !exactIntegers) return understand(event, text, receivedAt, true);
  if (reading.misfit !== null) return { outcome: 'rejected', ...reading.misfit };
  return understood;
}

function rejected(code: RejectionCode, message: string, pointer = ''): Normalized {
  return { outcome: 'rejected', code, message, pointer };
}
