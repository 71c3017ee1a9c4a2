import type { Subject } from '../corrections/correct-dialog.js';
import type { IncidentFactsFragment } from '../generated/graphql.js';

type Named = Pick<IncidentFactsFragment, 'id' | 'title' | 'service' | 'startedAt'>;

/** What people call an incident: its title, else its id. */
export const incidentName = ({ id, title }: Pick<Named, 'id' | 'title'>): string => (title === '' ? id : title);

/** The incident as something to correct. */
export const subjectOfIncident = ({ id, title, service, startedAt }: Named): Subject => ({
  of: 'incident',
  id,
  name: incidentName({ id, title }),
  service,
  at: startedAt,
});

export type Cause = IncidentFactsFragment['causes'][number];

/** Every deployment it is laid to: those of its own service, and those of others that it names. */
export function causesOf({
  causes,
  causedBy,
  counts,
}: Pick<IncidentFactsFragment, 'causes' | 'causedBy' | 'counts'>): Cause[] {
  const known = new Set(causes.map(({ deployment }) => deployment?.id));
  const named = causedBy.filter(({ id }) => !known.has(id));
  return [...causes, ...named.map((deployment): Cause => ({ rule: 'INCIDENT', counts, deployment }))];
}
