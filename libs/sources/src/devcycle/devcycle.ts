import type { LeadlineEvent } from '@leadline/events';
import type { BodyReading, Place } from '../body-reading.js';
import { type Exposure, flagChange, flagItself } from '../flag-facts.js';
import { verifyHookToken } from '../hook-token.js';
import { ignored, type JsonHook, says, understandJson, type Understood } from '../json-hook.js';
import type { Source } from '../source.js';
import { byToken, jsonTestEvents } from '../json-test-events.js';
import { bodies } from './test-events.js';

/** DevCycle: outbound webhooks. It signs nothing. */
export const devcycle: Source = {
  id: 'devcycle',
  title: 'DevCycle',
  deliveryId: () => null,
  eventName: () => 'change',
  verify: (request, secrets) => verifyHookToken(request, secrets),
  normalize: (delivery) => understandJson(delivery, understand),
  testEvents: jsonTestEvents(bodies, byToken),
};

/** https://docs.devcycle.com/platform/extras/webhooks */
function understand({ body, reading }: JsonHook): Understood {
  const flag = reading.requiredText(body, 'key');
  const at = reading.requiredMoment(body, 'date');
  const events = reading.requiredObjects(body, 'changes').flatMap((change) => factsOf(reading, change, flag, at));
  const distinct = [...new Map(events.map((event) => [event.id, event])).values()];
  return distinct.length > 0 || reading.misfit !== null
    ? says(...distinct)
    : ignored('it shows the flag to nobody else');
}

function factsOf(reading: BodyReading, change: Place, flag: string, at: string): LeadlineEvent[] {
  const type = reading.requiredText(change, 'type');
  const key = `${flag}/${type}/${Date.parse(at) || 0}`;
  const known = { source: 'devcycle', flag, at };
  switch (type) {
    case 'addedFeature':
    case 'createdFeature':
      return [flagItself({ key, archivedAt: null, ...known })];
    case 'deletedFeature':
    case 'archivedFeature':
      return [flagItself({ key, archivedAt: at, ...known })];
    default:
      break;
  }
  const contents = reading.object(change, 'newContents');
  const exposure = contents === null ? undefined : exposureOf(reading, contents);
  if (exposure === undefined) return [];
  const environments = reading.texts(change, '_environments') ?? [];
  const own = contents === null ? undefined : reading.text(contents, '_environment');
  const places = environments.length > 0 ? environments : [own];
  return places.map((environment) =>
    flagChange({ key: `${key}/${environment ?? '*'}`, environment, exposure, ...known }),
  );
}

/** Whom a feature that is on reaches, its targeting rules decide one by one. */
function exposureOf(reading: BodyReading, contents: Place): Exposure | undefined {
  switch (reading.text(contents, 'status')) {
    case 'active':
      return null;
    case 'inactive':
      return 0;
    default:
      return contents.fields['targets'] === undefined ? undefined : null;
  }
}
