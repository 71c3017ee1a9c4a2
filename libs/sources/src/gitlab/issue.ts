import { type EventData, eventOf } from '@leadline/events';
import type { BodyReading, Place } from '../body-reading.js';
import { ignored, says, type Understood } from '../json-hook.js';
import { envelopeOf, namesOf } from '../repository.js';
import { labelsOf, type ProjectHook, revisionIn } from './project.js';

/** Actions in the order in which those of one second happened. */
const ranks: ReadonlyMap<string, number> = new Map([
  ['open', 0],
  ['update', 1],
  ['close', 7],
  ['reopen', 8],
]);

/**
 * https://docs.gitlab.com/user/project/integrations/webhook_events/#work-item-events. Which labels make an issue an
 * incident, the catalogue says; GitLab's incidents are work items of that type.
 */
export function issue(hook: ProjectHook): Understood {
  const { body, reading, project } = hook;
  const place = reading.requiredObject(body, 'object_attributes');
  const id = reading.requiredKey(place, 'id');
  const action = reading.text(place, 'action') ?? 'update';
  const openedAt = reading.requiredMoment(place, 'created_at');
  const updatedAt = reading.moment(place, 'updated_at') ?? openedAt;
  const type = reading.text(place, 'type')?.toLowerCase();
  if (type === 'epic') return ignored('an epic is a plan, no issue');
  const moved = (place.fields['moved_to_id'] ?? null) !== null;
  return says(
    eventOf('issue', envelopeOf(project, `issue:${project.on(id)}:${updatedAt}:${action}`, updatedAt), {
      id: `gitlab/${project.on(id)}`,
      ...namesOf(project),
      number: reading.requiredInteger(place, 'iid'),
      source: 'gitlab',
      title: reading.text(place, 'title') ?? '',
      url: reading.link(place, 'url'),
      type,
      severity: reading.text(place, 'severity'),
      labels: labelsOf(body, place, reading),
      openedAt,
      ...closingOf(place, reading, action, updatedAt),
      deleted: moved,
      occurredAt: updatedAt,
      revision: revisionIn(hook, updatedAt, moved ? 9 : (ranks.get(action) ?? 1)),
    }),
  );
}

/** Old versions tell that an issue is closed, not since when: then the hook of the closing does. */
function closingOf(place: Place, reading: BodyReading, action: string, updatedAt: string): Partial<EventData<'issue'>> {
  if (reading.text(place, 'state') !== 'closed') return { closedAt: null, closedAs: null };
  const closedAt = reading.moment(place, 'closed_at') ?? (action === 'close' ? updatedAt : undefined);
  const isDuplicate = (place.fields['duplicated_to_id'] ?? null) !== null;
  return { ...(closedAt !== undefined && { closedAt }), closedAs: isDuplicate ? 'duplicate' : null };
}
