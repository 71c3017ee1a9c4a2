import { eventOf } from '@leadline/events';
import { verifyHookToken } from '../hook-token.js';
import { ignored, type JsonHook, memberOf, says, understandJson, type Understood } from '../json-hook.js';
import { revisionOf } from '../revision.js';
import type { HookRequest, Source } from '../source.js';
import { byToken, jsonTestEvents } from '../json-test-events.js';
import { bodies } from './test-events.js';

/** Atlassian Statuspage: webhook subscribers of a page. They are sent neither a signature nor a header of one's own. */
export const statuspage: Source = {
  id: 'statuspage',
  title: 'Statuspage',
  deliveryId: () => null,
  eventName,
  verify: (request, secrets) => verifyHookToken(request, secrets),
  normalize: (delivery) => understandJson(delivery, understand),
  testEvents: jsonTestEvents(bodies, byToken),
};

function eventName(request: HookRequest): string {
  if (memberOf(request, 'incident', 'id') !== '') return 'incident';
  return memberOf(request, 'component', 'id') === '' ? '' : 'component';
}

/** https://support.atlassian.com/statuspage/docs/enable-webhook-notifications/ */
function understand({ body, reading }: JsonHook): Understood {
  if (body.fields['incident'] === undefined && body.fields['component'] !== undefined) {
    return ignored('of a component alone it is not known why its status changed; its incident says');
  }
  const incident = reading.requiredObject(body, 'incident');
  if (reading.text(incident, 'scheduled_for') !== undefined) return ignored('a scheduled maintenance is no incident');
  const id = reading.requiredText(incident, 'id');
  const status = reading.requiredText(incident, 'status');
  const createdAt = reading.requiredInstant(incident, 'created_at');
  const startedAt = reading.instant(incident, 'started_at') ?? createdAt;
  const closed = ['resolved', 'postmortem', 'completed'].includes(status);
  const resolvedAt = closed ? reading.requiredInstant(incident, 'resolved_at') : null;
  const at = reading.instant(incident, 'updated_at') ?? createdAt;
  const components = reading.objects(incident, 'components').flatMap((place) => reading.text(place, 'name') ?? []);
  return says(
    eventOf(
      'incident',
      { id: `statuspage:${id}:${status}:${at}`, source: 'statuspage', time: at },
      {
        id: `statuspage/${id}`,
        service: components[0],
        labels: components.length > 1 ? components.map((name) => `component:${name}`) : undefined,
        severity: reading.text(incident, 'impact'),
        startedAt,
        detectedAt: createdAt,
        resolvedAt,
        // What is on a status page is there because users notice.
        userFacing: true,
        title: reading.text(incident, 'name'),
        url: reading.link(incident, 'shortlink'),
        source: 'statuspage',
        occurredAt: at,
        revision: revisionOf(at, closed ? 8 : 2),
      },
    ),
  );
}
