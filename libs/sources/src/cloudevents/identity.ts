/**
 * Identity of an event that came as a CloudEvent: its source and id together. The source is encoded, so that no two
 * pairs give the same text, wherever the colons and number signs stand.
 */
export function eventIdOf(source: string, id: string): string {
  return `cloudevents:${encodeURIComponent(source)}:${id}`;
}

/** Begins the id of an event that stands in for what nobody said; every other event outranks it. */
export const STAND_IN = 'stand-in:';

/** Identity of something that CDEvents are about: where it lives and its id there. */
export function subjectIdOf(source: string, id: string): string {
  return `cdevents/${encodeURIComponent(source)}/${id}`;
}
