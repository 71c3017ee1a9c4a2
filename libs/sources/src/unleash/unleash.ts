import { canonicalJson } from '@leadline/events';
import type { BodyReading, Place } from '../body-reading.js';
import { type Exposure, flagChange, flagItself } from '../flag-facts.js';
import { verifyHookToken } from '../hook-token.js';
import { ignored, type JsonHook, memberOf, quoted, says, understandJson, type Understood } from '../json-hook.js';
import { byToken, jsonTestEvents } from '../json-test-events.js';
import type { Source } from '../source.js';
import { bodies } from './test-events.js';

/** Unleash: webhook addon (integration). It signs nothing; its configuration sends an Authorization header. */
export const unleash: Source = {
  id: 'unleash',
  title: 'Unleash',
  deliveryId: () => null,
  eventName: (request) => memberOf(request, 'type'),
  verify: (request, secrets) => verifyHookToken(request, secrets),
  normalize: (delivery) => understandJson(delivery, understand),
  testEvents: jsonTestEvents(bodies, byToken),
};

/** An event of Unleash: https://docs.getunleash.io/reference/events */
interface UnleashEvent {
  readonly reading: BodyReading;
  readonly body: Place;
  readonly id: string;
  readonly at: string;
}

function understand({ body, reading }: JsonHook): Understood {
  const type = reading.requiredText(body, 'type');
  const handled = understoodBy.get(type);
  if (handled === undefined) {
    return type.startsWith('change-request-')
      ? ignored('what a change request changes arrives as events of its own')
      : ignored(`${quoted(type)} exposes a flag to nobody else`);
  }
  const id = reading.requiredKey(body, 'id');
  return handled({ reading, body, id, at: reading.requiredInstant(body, 'createdAt') });
}

const understoodBy: ReadonlyMap<string, (event: UnleashEvent) => Understood> = new Map([
  // Which strategies the environment has, and so for how many it is on, the event does not say.
  ['feature-environment-enabled', (event) => changed(event, null)],
  ['feature-environment-disabled', (event) => changed(event, 0)],
  ['feature-strategy-add', strategyAdded],
  ['feature-strategy-update', strategyUpdated],
  ['feature-strategy-remove', () => ignored('which strategies stay when one is removed is not said')],
  ['feature-created', (event) => flagged(event, null)],
  ['feature-revived', (event) => flagged(event, null)],
  ['feature-archived', (event) => flagged(event, event.at)],
  ['feature-deleted', (event) => flagged(event, event.at)],
]);

function strategyAdded(event: UnleashEvent): Understood {
  const strategy = event.reading.requiredObject(event.body, 'data');
  if (event.reading.truth(strategy, 'disabled') === true) return ignored('the strategy is disabled');
  return changed(event, shareOf(event.reading, strategy));
}

function strategyUpdated(event: UnleashEvent): Understood {
  const { reading, body } = event;
  const strategy = reading.requiredObject(body, 'data');
  const before = reading.object(body, 'preData');
  if (before !== null && reachOf(reading, before) === reachOf(reading, strategy)) {
    return ignored('whom the strategy reaches did not change');
  }
  return changed(event, reading.truth(strategy, 'disabled') === true ? 0 : shareOf(reading, strategy));
}

/** Percentage of users a strategy reaches; null: those it names, however many they are. */
function shareOf(reading: BodyReading, strategy: Place): Exposure {
  const name = reading.text(strategy, 'name');
  const limited = ['constraints', 'segments'].some((member) => isFilled(strategy.fields[member]));
  if (limited) return null;
  if (name === 'default') return 100;
  const parameters = reading.object(strategy, 'parameters');
  const written = reading.key(parameters, 'rollout') ?? reading.key(parameters, 'percentage') ?? '';
  const rollout = Number(written);
  return written !== '' && rollout >= 0 && rollout <= 100 ? rollout : null;
}

const isFilled = (value: unknown): boolean => Array.isArray(value) && value.length > 0;

/** All of a strategy that decides whom it reaches: neither what users stick to nor how it is grouped. */
function reachOf(reading: BodyReading, strategy: Place): string {
  const parameters = { ...reading.object(strategy, 'parameters')?.fields };
  delete parameters['stickiness'];
  delete parameters['groupId'];
  const { name, constraints, segments, disabled } = strategy.fields;
  return canonicalJson([name ?? null, parameters, constraints ?? [], segments ?? [], disabled ?? false]);
}

function changed({ reading, body, id, at }: UnleashEvent, exposure: Exposure): Understood {
  return says(
    flagChange({
      source: 'unleash',
      key: `${id}/${at}`,
      flag: reading.requiredText(body, 'featureName'),
      project: reading.text(body, 'project') ?? 'default',
      environment: reading.requiredText(body, 'environment'),
      at,
      exposure,
    }),
  );
}

/** Flag types that stay for good: https://docs.getunleash.io/reference/feature-toggles#feature-flag-types */
const PERMANENT = ['kill-switch', 'permission'];

function flagged({ reading, body, id, at }: UnleashEvent, archivedAt: string | null): Understood {
  const type = reading.text(reading.object(body, 'data'), 'type');
  return says(
    flagItself({
      source: 'unleash',
      key: `${id}/${at}`,
      flag: reading.requiredText(body, 'featureName'),
      project: reading.text(body, 'project') ?? 'default',
      at,
      permanent: type === undefined ? undefined : PERMANENT.includes(type),
      archivedAt,
    }),
  );
}
