import type { LeadlineEvent } from '@leadline/events';
import type { BodyReading, Place } from '../body-reading.js';
import { type Exposure, flagChange, flagItself } from '../flag-facts.js';
import { ignored, type JsonHook, memberOf, says, understandJson, type Understood } from '../json-hook.js';
import { type TimestampedHmacScheme, verifyTimestampedHmac } from '../signature.js';
import type { Source } from '../source.js';
import { jsonTestEvents } from '../json-test-events.js';
import { signedAtBy } from '../test-event.js';
import { bodies } from './test-events.js';

/** https://docs.statsig.com/integrations/event_webhook: the timestamp is in milliseconds. */
const signature: TimestampedHmacScheme = {
  header: 'x-statsig-signature',
  algorithm: 'sha256',
  encoding: 'hex',
  prefix: 'v0=',
  signed: (timestamp, body) => [`v0:${timestamp}:`, body],
  unit: 'ms',
  toleranceS: 5 * 60,
};

/** Statsig: event webhook. Changes of gates come in batches, among the exposures of users. */
export const statsig: Source = {
  id: 'statsig',
  title: 'Statsig',
  deliveryId: () => null,
  eventName: (request) => memberOf(request, 'eventName') || 'events',
  verify: (request, secrets, now) =>
    verifyTimestampedHmac(signature, request, request.headers['x-statsig-request-timestamp'], secrets, now),
  normalize: (delivery) => understandJson(delivery, understand),
  testEvents: jsonTestEvents(bodies, (body, occasion) =>
    signedAtBy(signature, body, occasion, (timestamp, signed) => ({
      'x-statsig-request-timestamp': timestamp,
      [signature.header]: signed,
    })),
  ),
};

function understand({ body, reading }: JsonHook): Understood {
  const changes = reading
    .requiredObjects(body, 'data')
    .filter((event) => reading.text(event, 'eventName') === 'statsig::config_change');
  const events = changes.flatMap((event) => factsOf(reading, event));
  const distinct = [...new Map(events.map((event) => [event.id, event])).values()];
  if (distinct.length > 0 || reading.misfit !== null) return says(...distinct);
  return ignored(changes.length === 0 ? 'no change of a configuration in it' : 'no change of a gate in it');
}

function factsOf(reading: BodyReading, event: Place): LeadlineEvent[] {
  const metadata = reading.requiredObject(event, 'metadata');
  if (reading.text(metadata, 'type')?.toLowerCase() !== 'gate') return [];
  const at = reading.requiredMoment(event, 'timestamp');
  const flag = reading.requiredText(metadata, 'name');
  const action = reading.text(metadata, 'action') ?? 'updated';
  const key = `${flag}/${action}/${Date.parse(at) || 0}`;
  const known = { source: 'statsig', flag, at };
  if (action === 'created') return [flagItself({ key, archivedAt: null, ...known })];
  if (action === 'deleted' || action === 'archived') return [flagItself({ key, archivedAt: at, ...known })];
  const exposure = exposureIn(reading.text(metadata, 'description') ?? '');
  if (exposure === undefined) return [];
  const environments = (reading.text(metadata, 'environments') ?? '').split(',').map((name) => name.trim());
  const named = environments.filter((name) => name !== '');
  // A gate that names none is changed in all of them, and Statsig does not say which there are.
  const places = named.length > 0 ? named : [undefined];
  return places.map((environment) =>
    flagChange({ key: `${key}/${environment ?? '*'}`, environment, exposure, ...known }),
  );
}

/** How far a gate is open stands only in words: "pass percentage … from 10% to 50%", "enabled", "disabled". */
function exposureIn(description: string): Exposure | undefined {
  const percentage = /\bto (\d{1,3}(?:\.\d{1,6})?)\s?%/i.exec(description)?.[1];
  if (percentage !== undefined) return Number(percentage) <= 100 ? Number(percentage) : null;
  if (/\bdisabled\b|\bturned off\b/i.test(description)) return 0;
  return /\benabled\b|\bturned on\b|\brule|\bpercentage\b/i.test(description) ? null : undefined;
}
