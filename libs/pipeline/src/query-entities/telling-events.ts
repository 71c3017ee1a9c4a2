import { type BoundaryName, type ChangeParts, Parameters } from '@leadline/metrics';
import type { Analytics } from '@leadline/ports';
import { z } from 'zod';
import type { EventReference } from './delivery.types.js';

/** An event with the instants it tells, by the attributes that tell them. */
export interface TellingEvent extends EventReference {
  readonly instants: readonly (readonly [attribute: string, at: number])[];
}

type Told = Pick<ChangeParts, 'change' | 'shas' | 'attempts'>;

/** Most events of an answer. */
const MOST_EVENTS = 100_000;
/** Most SHAs of one pull request that are looked at. */
const MOST_SHAS = 1_000;

/** Events of everything that bounds the phases of changes, oldest first. */
export async function tellingEvents(
  analytics: Analytics,
  changes: readonly ChangeParts[],
): Promise<readonly TellingEvent[]> {
  const entities = changes.flatMap(({ change, shas, attempts, parts }) => [
    change,
    ...shas.map((sha) => `commit:${sha}`),
    ...attempts.map((id) => `deployment:${id}`),
    ...parts.flatMap(({ gates }) => gates.map(({ id }) => `approval:${id}`)),
  ]);
  if (entities.length === 0) return [];
  const bind = new Parameters();
  const sql = `
SELECT event_id AS id, entity, kind, time, delivery, data
FROM events FINAL
WHERE entity IN ${bind.bind('Array(String)', [...new Set(entities)])}
ORDER BY ifNull(time, 0), id, hash
LIMIT ${MOST_EVENTS}`;
  const rows = await analytics.query<EventReference & { data: string }>({ sql, params: bind.values });
  return rows.map(({ data, ...reference }) => ({ ...reference, instants: instantsIn(JSON.parse(data)) }));
}

/** The same with every commit that a pull request ever named: its originals are in no deployment. */
export async function withOriginals<K>(
  analytics: Analytics,
  changes: readonly (readonly [K, ChangeParts])[],
): Promise<(readonly [K, ChangeParts])[]> {
  const requests = changes.map(([, { change }]) => change).filter((change) => change.startsWith('change:'));
  const originals = await shasOf(analytics, [...new Set(requests)]);
  return changes.map(([key, parts]) => [
    key,
    { ...parts, shas: [...new Set([...parts.shas, ...(originals.get(parts.change) ?? [])])] },
  ]);
}

async function shasOf(
  analytics: Analytics,
  requests: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  if (requests.length === 0) return new Map();
  const bind = new Parameters();
  const sql = `
SELECT entity, arraySlice(shas, 1, ${MOST_SHAS}) AS shas
FROM changes FINAL
WHERE entity IN ${bind.bind('Array(String)', requests)}
LIMIT ${requests.length}`;
  const rows = await analytics.query<{ entity: string; shas: string[] }>({ sql, params: bind.values });
  return new Map(rows.map(({ entity, shas }) => [entity, shas]));
}

const attributes: Readonly<Record<BoundaryName, { readonly entity: RegExp; readonly named: readonly string[] }>> = {
  firstCommit: { entity: /^commit:/, named: ['committedAt'] },
  ready: { entity: /^change:/, named: ['readyAt', 'openedAt'] },
  firstReview: { entity: /^change:/, named: ['reviews.at'] },
  approval: { entity: /^change:/, named: ['reviews.at'] },
  merge: { entity: /^change:/, named: ['mergedAt'] },
  push: { entity: /^commit:/, named: ['pushedAt'] },
  start: { entity: /^deployment:/, named: ['startedAt'] },
  finish: { entity: /^deployment:/, named: ['finishedAt'] },
};

/** Which of the events told that something of a change was at an instant. */
export function tellersOf(
  { change, shas, attempts }: Told,
  events: readonly TellingEvent[],
): (what: BoundaryName | { readonly gate: string }, at: number) => EventReference[] {
  const own = new Set([change, ...shas.map((sha) => `commit:${sha}`), ...attempts.map((id) => `deployment:${id}`)]);
  return (what, at) => {
    const { belongs, named } =
      typeof what === 'string'
        ? { belongs: (entity: string) => attributes[what].entity.test(entity) && own.has(entity), ...attributes[what] }
        : { belongs: (entity: string) => entity === `approval:${what.gate}`, named: ['at'] };
    return events
      .filter(
        ({ entity, instants }) => belongs(entity) && instants.some(([name, on]) => on === at && named.includes(name)),
      )
      .map(({ id, entity, kind, time, delivery }) => ({ id, entity, kind, time, delivery }));
  };
}

const said = z.looseObject({ reviews: z.array(z.looseObject({ at: z.string() })).nullish() });

/** Instants in the data of an event, those of reviews as "reviews.at". */
function instantsIn(data: unknown): TellingEvent['instants'] {
  const parsed = said.safeParse(data);
  if (!parsed.success) return [];
  const { reviews, ...rest } = parsed.data;
  const own = Object.entries(rest).flatMap(([name, value]) =>
    typeof value === 'string' && /^\d{4}-\d{2}-\d{2}T/.test(value) ? [[name, Date.parse(value)] as const] : [],
  );
  return [...own, ...(reviews ?? []).map(({ at }) => ['reviews.at', Date.parse(at)] as const)];
}
