import type { LeadlineEvent } from '@leadline/events';
import type { BodyReading, Place } from '../body-reading.js';
import { type Exposure, flagChange, flagItself } from '../flag-facts.js';
import { ignored, type JsonHook, memberOf, quoted, says, understandJson, type Understood } from '../json-hook.js';
import { type HmacScheme, verifyHmac } from '../signature.js';
import type { Source } from '../source.js';
import { jsonTestEvents } from '../json-test-events.js';
import { signedBy } from '../test-event.js';
import { bodies } from './test-events.js';

/** https://docs.growthbook.io/app/webhooks/event-webhooks#verify-signatures */
const signature: HmacScheme = { header: 'x-growthbook-signature', algorithm: 'sha256', encoding: 'hex', prefix: '' };

/** GrowthBook: event webhooks. */
export const growthbook: Source = {
  id: 'growthbook',
  title: 'GrowthBook',
  deliveryId: () => null,
  eventName: (request) => memberOf(request, 'event'),
  verify: (request, secrets) => verifyHmac(signature, request, secrets),
  normalize: (delivery) => understandJson(delivery, understand),
  testEvents: jsonTestEvents(bodies, (body, { secret }) => signedBy(signature, body, secret)),
};

/** https://docs.growthbook.io/app/webhooks/event-webhooks/events */
function understand({ body, reading }: JsonHook): Understood {
  const type = reading.requiredText(body, 'event');
  if (type === 'webhook.test') return ignored('webhook.test: GrowthBook tried whether the hook works');
  if (reading.misfit === null && !/^feature\.(created|updated|deleted)$/.test(type)) {
    return ignored(`${quoted(type)} tells no change of a flag`);
  }
  const at = reading.requiredMoment(body, 'created');
  const data = reading.requiredObject(body, 'data');
  const feature = reading.object(data, 'object') ?? reading.requiredObject(data, 'current');
  const before = reading.object(data, 'previous_attributes') ?? reading.object(data, 'previous');
  const entry: Entry = { reading, at, feature, before, flag: reading.requiredText(feature, 'id') };
  const events = type === 'feature.updated' ? [...changesOf(entry), ...archivingOf(entry)] : [lifeOf(entry, type)];
  return events.length > 0 || reading.misfit !== null ? says(...events) : ignored('it shows the flag to nobody else');
}

interface Entry {
  readonly reading: BodyReading;
  readonly at: string;
  readonly feature: Place;
  /** Attributes that changed, as they were; null: not said. */
  readonly before: Place | null;
  readonly flag: string;
}

const keyOf = ({ flag, at }: Entry, what: string): string => `${flag}/${what}/${Date.parse(at) || 0}`;

function lifeOf(entry: Entry, type: string): LeadlineEvent {
  const { flag, at } = entry;
  const archivedAt = type === 'feature.deleted' ? at : null;
  return flagItself({ source: 'growthbook', key: keyOf(entry, type), flag, at, archivedAt });
}

function archivingOf(entry: Entry): LeadlineEvent[] {
  const { reading, feature, before, flag, at } = entry;
  const archived = reading.truth(feature, 'archived');
  if (before === null || reading.truth(before, 'archived') === undefined || archived === undefined) return [];
  const archivedAt = archived ? at : null;
  return [flagItself({ source: 'growthbook', key: keyOf(entry, 'archived'), flag, at, archivedAt })];
}

/** Of each environment in which the flag is shown to others than before. */
function changesOf(entry: Entry): LeadlineEvent[] {
  const { reading, feature, before, flag, at } = entry;
  const now = reading.object(feature, 'environments');
  const then = before && reading.object(before, 'environments');
  if (now === null || then === null) return [];
  return Object.keys(now.fields).flatMap((environment) => {
    const place = reading.object(now, environment);
    if (place === null) return [];
    const exposure = exposureOf(reading, place);
    const earlier = reading.object(then, environment);
    if (earlier !== null && exposureOf(reading, earlier) === exposure) return [];
    return [flagChange({ source: 'growthbook', key: keyOf(entry, environment), flag, environment, at, exposure })];
  });
}

/** Rules hold from the first on; the first without condition decides for everybody whom none before it met. */
function exposureOf(reading: BodyReading, environment: Place): Exposure {
  if (reading.truth(environment, 'enabled') !== true) return 0;
  const rules = reading.objects(environment, 'rules').filter((rule) => reading.truth(rule, 'enabled') !== false);
  const [first] = rules;
  if (first === undefined) return environment.fields['defaultValue'] === 'false' ? 0 : 100;
  const condition = reading.text(first, 'condition') ?? '{}';
  if (condition !== '{}') return null;
  const coverage = first.fields['coverage'];
  if (reading.text(first, 'type') !== 'rollout') return reading.text(first, 'type') === 'force' ? 100 : null;
  return typeof coverage === 'number' && coverage >= 0 && coverage <= 1 ? Math.round(coverage * 1e4) / 100 : null;
}
