import type { BodyReading, Place } from '../body-reading.js';
import { type Exposure, flagChange, flagItself } from '../flag-facts.js';
import { ignored, type JsonHook, memberOf, quoted, says, understandJson, type Understood } from '../json-hook.js';
import { type HmacScheme, verifyHmac } from '../signature.js';
import type { Source } from '../source.js';
import { jsonTestEvents } from '../json-test-events.js';
import { signedBy } from '../test-event.js';
import { bodies } from './test-events.js';

/** https://docs.flipt.io/v1/configuration/observability#webhook */
const signature: HmacScheme = { header: 'x-flipt-webhook-signature', algorithm: 'sha256', encoding: 'hex', prefix: '' };

/** Flipt: audit events by webhook. */
export const flipt: Source = {
  id: 'flipt',
  title: 'Flipt',
  deliveryId: () => null,
  eventName: (request) => [memberOf(request, 'type'), memberOf(request, 'action')].filter(Boolean).join('.'),
  verify: (request, secrets) => verifyHmac(signature, request, secrets),
  normalize: (delivery) => understandJson(delivery, understand),
  testEvents: jsonTestEvents(bodies, (body, { secret }) => signedBy(signature, body, secret)),
};

function understand({ body, reading }: JsonHook): Understood {
  const type = reading.requiredText(body, 'type');
  const action = reading.requiredText(body, 'action');
  if (reading.misfit === null && type !== 'flag' && type !== 'rollout') {
    return ignored(`a ${quoted(type)} does not say who is shown a flag`);
  }
  const at = reading.requiredMoment(body, 'timestamp');
  const payload = reading.requiredObject(body, 'payload');
  const environment = reading.text(payload, 'namespace_key') ?? reading.requiredText(payload, 'namespace');
  const flag = reading.requiredText(payload, type === 'flag' ? 'key' : 'flag_key');
  const key = `${environment}/${flag}/${type}/${action}/${Date.parse(at) || 0}`;
  const known = { source: 'flipt', key, flag, at };
  if (type === 'flag' && action === 'deleted') return says(flagItself({ archivedAt: at, ...known }));
  if (type === 'flag' && action === 'created') return says(flagItself({ archivedAt: null, ...known }));
  const exposure = type === 'flag' ? switched(reading, payload) : thresholdOf(reading, payload, action);
  if (exposure === undefined) return ignored('it does not say to how many users');
  return says(flagChange({ environment, exposure, ...known }));
}

/** Which rules narrow a flag that is on, the event does not say. */
function switched(reading: BodyReading, payload: Place): Exposure | undefined {
  const enabled = reading.truth(payload, 'enabled');
  return enabled === undefined ? undefined : enabled ? null : 0;
}

/** A rollout by percentage: for so many the flag has this value. */
function thresholdOf(reading: BodyReading, payload: Place, action: string): Exposure | undefined {
  const threshold = reading.object(payload, 'threshold');
  const percentage = threshold?.fields['percentage'];
  if (threshold === null || action === 'deleted' || typeof percentage !== 'number') return undefined;
  if (!(percentage >= 0 && percentage <= 100)) return null;
  return reading.truth(threshold, 'value') === false ? 100 - percentage : percentage;
}
