import { eventOf } from '@leadline/events';
import { verifyHookToken } from '../hook-token.js';
import { ignored, type JsonHook, memberOf, quoted, says, understandJson, type Understood } from '../json-hook.js';
import { revisionOf } from '../revision.js';
import type { Source } from '../source.js';
import { byToken, jsonTestEvents } from '../json-test-events.js';
import { bodies } from './test-events.js';

/** Pingdom: webhook integration of checks. It signs nothing. */
export const pingdom: Source = {
  id: 'pingdom',
  title: 'Pingdom',
  deliveryId: () => null,
  eventName: (request) => memberOf(request, 'current_state'),
  verify: (request, secrets) => verifyHookToken(request, secrets),
  normalize: (delivery) => understandJson(delivery, understand),
  testEvents: jsonTestEvents(bodies, byToken),
};

/** States of uptime checks, and of transactions. */
const down: ReadonlyMap<string, boolean> = new Map([
  ['DOWN', true],
  ['FAILING', true],
  ['UP', false],
  ['SUCCESS', false],
]);

/**
 * https://documentation.solarwinds.com/en/success_center/pingdom/content/topics/webhooks.htm. Nothing joins the recovery
 * to its failure but the check: its incidents are one, which opens and closes again.
 */
function understand({ body, reading }: JsonHook): Understood {
  const state = reading.requiredText(body, 'current_state');
  const isDown = down.get(state);
  if (reading.misfit === null && isDown === undefined) return ignored(`the state ${quoted(state)} tells of no failure`);
  const check = reading.requiredKey(body, 'check_id');
  const at = reading.requiredMoment(body, 'state_changed_timestamp');
  const labels = reading.texts(body, 'tags') ?? [];
  return says(
    eventOf(
      'incident',
      { id: `pingdom:${check}:${state}:${Date.parse(at) || 0}`, source: 'pingdom', time: at },
      {
        id: `pingdom/${check}`,
        service:
          labels.find((tag) => tag.startsWith('service:'))?.slice('service:'.length) ??
          reading.requiredText(body, 'check_name'),
        severity: reading.text(body, 'importance_level'),
        ...(isDown === true ? { startedAt: at, detectedAt: at, resolvedAt: null } : { resolvedAt: at }),
        // A check sees what a user would.
        userFacing: true,
        title: reading.text(body, 'check_name'),
        labels,
        source: 'pingdom',
        occurredAt: at,
        revision: revisionOf(at, isDown === true ? 0 : 8),
      },
    ),
  );
}
