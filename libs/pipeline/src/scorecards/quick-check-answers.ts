import { kinds } from '@leadline/events';
import { type ScorecardScope, scopeText } from '@leadline/insights';
import { Parameters } from '@leadline/metrics';
import type { Analytics } from '@leadline/ports';
import { withNames } from '../people/names-of-people.js';

/** What people say that a number of the Quick Check is. */
export interface QuickCheckAnswer {
  /** Id of the event. */
  readonly event: string;
  readonly metric: string;
  /** In the unit of the metric. */
  readonly value: number;
  readonly reason: string;
  /** Who said it: the id of a token, or "local". */
  readonly by: string;
  readonly at: number;
}

/** Most answers of one scope that are read. */
const MOST_ANSWERS = 10_000;

/** The answer that holds of each metric: the latest of the scope itself, unless it takes the one before back. */
export async function quickCheckAnswers(
  analytics: Analytics,
  scope: ScorecardScope,
  asOf: number,
): Promise<ReadonlyMap<string, QuickCheckAnswer>> {
  const bind = new Parameters();
  const entity = bind.bind('String', `quick_check:${scopeText(scope)}`);
  const sql = `
SELECT event_id, data
FROM events FINAL
WHERE entity = ${entity} AND kind = 'quick_check_answer' AND ifNull(time, 0) <= ${bind.bind('Int64', asOf)}
ORDER BY event_id, hash
LIMIT ${MOST_ANSWERS}`;
  const rows = await analytics.query<{ event_id: string; data: string }>({ sql, params: bind.values });
  const words = rows.flatMap(({ event_id: event, data }) => {
    const read = kinds.quick_check_answer.schema.safeParse(JSON.parse(data));
    return read.success ? [{ ...read.data, event, at: Date.parse(read.data.at) }] : [];
  });
  const latest = new Map<string, QuickCheckAnswer | null>();
  for (const { event, metric, value, reason, by, at } of words.toSorted((a, b) => a.at - b.at))
    if (at <= asOf) latest.set(metric, value === null ? null : { event, metric, value, reason, by, at });
  const standing = await withNames(
    analytics,
    [...latest.values()].filter((answer) => answer !== null),
  );
  return new Map(standing.map((answer) => [answer.metric, answer]));
}
