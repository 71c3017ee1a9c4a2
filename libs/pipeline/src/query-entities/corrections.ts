import { kinds } from '@leadline/events';
import { Parameters } from '@leadline/metrics';
import { namesOfPeople } from '../people/names-of-people.js';
import { reportEntitiesOf } from './deployment-keys.js';
import { groupedBy } from '../grouped-by.js';
import type { CorrectionMade, FindCorrections, WithdrawalMade } from './types.js';

/** Most corrections of one entity. */
const MOST_OF_ONE = 100;

/** Who said what of entities, and why. */
export const correctionsOf: FindCorrections = async (analytics, entities, asOf) => {
  if (entities.length === 0) return new Map();
  const bind = new Parameters();
  const sql = `
SELECT entity, event_id, kind, data
FROM events FINAL
WHERE entity IN ${bind.bind('Array(String)', [...new Set(entities)])} AND kind IN ('mark', 'correction', 'withdrawal')
ORDER BY ifNull(time, 0) DESC, event_id, hash
LIMIT ${MOST_OF_ONE} BY entity
LIMIT 100000`;
  const rows = await analytics.query<EventRow>({ sql, params: bind.values });
  // Of an event that its sender corrected there are several contents; the first is the latest.
  const latest = new Map(rows.toReversed().map((row) => [`${row.entity} ${row.event_id}`, row]));
  const withdrawals = withdrawalsIn([...latest.values()], asOf);
  const made = [...latest.values()]
    .flatMap((row) => correctionIn(row, withdrawals.get(`${row.entity} ${row.event_id}`) ?? null))
    .filter(({ at }) => at <= asOf);
  const nameOf = await namesOfPeople(
    analytics,
    made.flatMap(({ by, withdrawn }) => [by, withdrawn?.by ?? '']),
  );
  const named = made.map((word): CorrectionMade => {
    const { by, withdrawn } = word;
    return { ...word, by: nameOf(by), withdrawn: withdrawn && { ...withdrawn, by: nameOf(withdrawn.by) } };
  });
  return groupedBy(
    named.sort((a, b) => b.at - a.at),
    ({ entity }) => entity,
  );
};

/** Entities under which a deployment with these attempts is corrected. */
export const correctedEntitiesOf = (attempts: readonly string[]): readonly string[] => reportEntitiesOf(attempts);

interface EventRow {
  readonly entity: string;
  readonly event_id: string;
  readonly kind: string;
  readonly data: string;
}

/** By entity and event of the word; of several that take back one word the first. */
function withdrawalsIn(rows: readonly EventRow[], asOf: number): ReadonlyMap<string, WithdrawalMade> {
  const read = rows
    .filter(({ kind }) => kind === 'withdrawal')
    .flatMap(({ entity, data }) => {
      const parsed = kinds.withdrawal.schema.safeParse(JSON.parse(data));
      if (!parsed.success) return [];
      const { event, by, at, reason } = parsed.data;
      return [[`${entity} ${event}`, { by, at: Date.parse(at), reason }] as const];
    })
    .filter(([, { at }]) => at <= asOf);
  return new Map(read.sort(([, a], [, b]) => b.at - a.at));
}

function correctionIn(
  { entity, event_id: event, kind, data }: EventRow,
  withdrawn: WithdrawalMade | null,
): CorrectionMade[] {
  if (kind === 'withdrawal') return [];
  const json: unknown = JSON.parse(data);
  const head = { event, entity, withdrawn };
  if (kind === 'mark') {
    const mark = kinds.mark.schema.safeParse(json);
    if (!mark.success) return [];
    const { verdict, by, at, reason } = mark.data;
    return [{ ...head, by, at: Date.parse(at), reason: reason ?? null, verdict, set: {} }];
  }
  const correction = kinds.correction.schema.safeParse(json);
  if (!correction.success) return [];
  const { by, at, reason, set } = correction.data;
  return [{ ...head, by, at: Date.parse(at), reason, verdict: null, set }];
}
