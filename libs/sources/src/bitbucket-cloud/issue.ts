import { type EventData, eventOf } from '@leadline/events';
import type { BodyReading, Place } from '../body-reading.js';
import { says, type Understood } from '../json-hook.js';
import { envelopeOf, namesOf } from '../repository.js';
import { revisionOf } from '../revision.js';
import type { RepositoryHook } from './repository.js';

/** States that end an issue, by the word for how. */
const endings: ReadonlyMap<string, string> = new Map([
  ['resolved', 'completed'],
  ['closed', 'completed'],
  ['duplicate', 'duplicate'],
  ['invalid', 'not_planned'],
  ['wontfix', 'not_planned'],
]);

/** https://support.atlassian.com/bitbucket-cloud/docs/event-payloads/#Issue-events. Kind, priority and component are its labels. */
export function issue({ body, reading, repository, event }: RepositoryHook): Understood {
  const place = reading.requiredObject(body, 'issue');
  const number = reading.requiredInteger(place, 'id');
  const state = reading.requiredText(place, 'state');
  const openedAt = reading.requiredMoment(place, 'created_on');
  const updatedAt = reading.moment(place, 'updated_on') ?? openedAt;
  const closedAs = endings.get(state);
  const type = reading.text(place, 'kind') ?? reading.text(place, 'type');
  const id = `${repository.key}/${number}`;
  return says(
    eventOf('issue', envelopeOf(repository, `issue:${id}:${updatedAt}:${event || state}`, updatedAt), {
      id: `bitbucket-cloud/${id}`,
      ...namesOf(repository),
      number,
      source: 'bitbucket-cloud',
      title: reading.text(place, 'title') ?? '',
      type: type?.toLowerCase(),
      labels: [type, reading.text(place, 'priority'), componentOf(place, reading)].filter(
        (label) => label !== undefined,
      ),
      openedAt,
      ...closingOf(body, reading, closedAs, updatedAt),
      occurredAt: updatedAt,
      revision: revisionOf(updatedAt, closedAs === undefined ? 1 : 7),
    }),
  );
}

const componentOf = (place: Place, reading: BodyReading): string | undefined =>
  reading.text(place, 'component') ?? reading.text(reading.object(place, 'component'), 'name');

/** Only the hook that changed the state tells when that was. */
function closingOf(
  body: Place,
  reading: BodyReading,
  closedAs: string | undefined,
  updatedAt: string,
): Partial<EventData<'issue'>> {
  if (closedAs === undefined) return { closedAt: null, closedAs: null };
  const changes = reading.object(body, 'changes');
  const changed = changes !== null && (reading.object(changes, 'status') ?? reading.object(changes, 'state')) !== null;
  return { closedAs, ...(changed && { closedAt: updatedAt }) };
}
