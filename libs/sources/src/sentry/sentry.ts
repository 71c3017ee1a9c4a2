import { ignored, type JsonHook, memberOf, quoted, rejected, understandJson, type Understood } from '../json-hook.js';
import { jsonTestEvents } from '../json-test-events.js';
import { type HmacScheme, verifyHmac } from '../signature.js';
import type { Source } from '../source.js';
import { signedBy } from '../test-event.js';
import { eventAlert, issue, legacyAlert } from './issue.js';
import { metricAlert } from './metric-alert.js';
import { bodies } from './test-events.js';

/** https://docs.sentry.io/organization/integrations/integration-platform/webhooks/. The timestamp is not signed. */
const signature: HmacScheme = { header: 'sentry-hook-signature', algorithm: 'sha256', encoding: 'hex', prefix: '' };
const RESOURCE = 'sentry-hook-resource';

/** Sentry: webhooks of internal and public integrations. */
export const sentry: Source = {
  id: 'sentry',
  title: 'Sentry',
  deliveryId: (request) => request.headers['request-id'] ?? null,
  eventName: (request) => [request.headers[RESOURCE], memberOf(request, 'action')].filter(Boolean).join('.'),
  verify: (request, secrets) => verifyHmac(signature, request, secrets),
  normalize: (delivery) => understandJson(delivery, understand),
  testEvents: jsonTestEvents(bodies, (body, { secret }) => signedBy(signature, body, secret)),
};

/** Member of `data` by which each resource is told. */
const resources = [
  ['issue', 'issue', issue],
  ['event_alert', 'event', eventAlert],
  ['metric_alert', 'metric_alert', metricAlert],
] as const;

/**
 * What the hook is of: by the header, and where a proxy dropped that by the body. The header is not signed, so a body
 * that is plainly of another resource is not taken for what it says.
 */
function understand(hook: JsonHook): Understood {
  const { body, reading, headers } = hook;
  if (body.fields['data'] === undefined && body.fields['project_slug'] !== undefined) return legacyAlert(hook);
  const data = reading.object(body, 'data');
  const found = resources.find(([, member]) => data?.fields[member] !== undefined);
  const named = headers[RESOURCE] ?? found?.[0];
  if (named === undefined) return rejected('unknown_type', 'no Sentry-Hook-Resource says what it is', '/data');
  const resource = resources.find(([name]) => name === named);
  if (resource === undefined) return ignored(`${quoted(named)} tells of no error that was alerted`);
  if (found !== undefined && found !== resource) {
    return rejected('type_mismatch', `the header says ${named}, the body is of ${found[0]}`, '/data');
  }
  const [, , handle] = resource;
  return handle(hook, reading.requiredObject(body, 'data'));
}
