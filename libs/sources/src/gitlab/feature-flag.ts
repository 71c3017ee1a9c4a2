import { eventOf } from '@leadline/events';
import { says, type Understood } from '../json-hook.js';
import { envelopeOf } from '../repository.js';
import { revisionOf } from '../revision.js';
import type { ProjectHook } from './project.js';

/**
 * https://docs.gitlab.com/user/project/integrations/webhook_events/#feature-flag-events. The body tells neither when nor
 * in which environment: signed deliveries carry a time in a header that is part of what is signed.
 */
export function featureFlag({ body, reading, project, headers }: ProjectHook): Understood {
  const place = reading.requiredObject(body, 'object_attributes');
  const id = reading.requiredKey(place, 'id');
  const active = reading.truth(place, 'active') === true;
  const occurrence = headers['idempotency-key'] ?? headers['webhook-id'] ?? headers['x-gitlab-event-uuid'] ?? 'once';
  const isSigned = headers['webhook-signature'] !== undefined;
  const at = isSigned ? reading.momentInHeader(headers, 'webhook-timestamp') : undefined;
  const change = `${project.on(id)}:${active ? 'on' : 'off'}:${occurrence.slice(0, 64)}`;
  return says(
    eventOf('flag_change', envelopeOf(project, `feature_flag:${change}`, at), {
      id: `gitlab/${change}`,
      flag: reading.requiredText(place, 'name'),
      exposure: active ? null : 0,
      source: 'gitlab',
      ...(at !== undefined && { at, occurredAt: at, revision: revisionOf(at, 0) }),
    }),
  );
}
