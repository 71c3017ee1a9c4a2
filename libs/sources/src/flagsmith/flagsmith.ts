import type { BodyReading, Place } from '../body-reading.js';
import { type Exposure, flagChange, flagItself } from '../flag-facts.js';
import { ignored, type JsonHook, memberOf, quoted, says, understandJson, type Understood } from '../json-hook.js';
import { type HmacScheme, verifyHmac } from '../signature.js';
import type { Source } from '../source.js';
import { jsonTestEvents } from '../json-test-events.js';
import { signedBy } from '../test-event.js';
import { bodies } from './test-events.js';

/** https://docs.flagsmith.com/system-administration/webhooks#webhook-signature */
const signature: HmacScheme = { header: 'x-flagsmith-signature', algorithm: 'sha256', encoding: 'hex', prefix: '' };

/** Flagsmith: webhooks of an environment. */
export const flagsmith: Source = {
  id: 'flagsmith',
  title: 'Flagsmith',
  deliveryId: () => null,
  eventName: (request) => memberOf(request, 'event_type'),
  verify: (request, secrets) => verifyHmac(signature, request, secrets),
  normalize: (delivery) => understandJson(delivery, understand),
  testEvents: jsonTestEvents(bodies, (body, { secret }) => signedBy(signature, body, secret)),
};

/** https://docs.flagsmith.com/system-administration/webhooks#environment-web-hooks */
function understand({ body, reading }: JsonHook): Understood {
  const type = reading.requiredText(body, 'event_type');
  if (reading.misfit === null && type !== 'FLAG_UPDATED' && type !== 'FLAG_DELETED') {
    return ignored(`${quoted(type)} tells no change of a flag in an environment`);
  }
  const data = reading.requiredObject(body, 'data');
  const at = reading.requiredMoment(data, 'timestamp');
  const state = reading.requiredObject(data, 'new_state');
  const overridden = overrideIn(state);
  if (overridden !== null) return ignored(`it is for ${overridden}, not for the environment`);
  const feature = reading.requiredObject(state, 'feature');
  const environment = reading.requiredObject(state, 'environment');
  const key = `${reading.requiredKey(feature, 'id')}/${reading.requiredKey(environment, 'id')}/${Date.parse(at) || 0}`;
  const known = {
    source: 'flagsmith',
    flag: reading.requiredText(feature, 'name'),
    project: reading.text(reading.object(feature, 'project'), 'name'),
    at,
  };
  if (type === 'FLAG_DELETED') return says(flagItself({ key, archivedAt: at, ...known }));
  const exposure = exposureOf(reading, state);
  const before = reading.object(data, 'previous_state');
  if (before !== null && overrideIn(before) === null && exposureOf(reading, before) === exposure) {
    return ignored('who is shown the flag did not change');
  }
  return says(flagChange({ key, environment: reading.requiredText(environment, 'name'), exposure, ...known }));
}

/** One identity or segment that the state is for alone; null: the environment's own. */
function overrideIn({ fields }: Place): string | null {
  if ((fields['identity'] ?? fields['identity_identifier'] ?? null) !== null) return 'one identity';
  return (fields['feature_segment'] ?? null) === null ? null : 'a segment';
}

/** On for everybody, or for those that get another value than the control one. */
function exposureOf(reading: BodyReading, state: Place): Exposure {
  if (reading.truth(state, 'enabled') !== true) return 0;
  const values = reading.objects(state, 'multivariate_feature_state_values');
  if (values.length === 0) return 100;
  const shares = values.map(({ fields }) => fields['percentage_allocation']);
  if (!shares.every((share) => typeof share === 'number')) return null;
  const sum = shares.reduce((total, share) => total + share, 0);
  return sum >= 0 && sum <= 100 ? sum : null;
}
