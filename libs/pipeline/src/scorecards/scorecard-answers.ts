import { kinds } from '@leadline/events';
import { type ScorecardAnswer, type ScorecardScope, scopeText } from '@leadline/insights';
import { Parameters } from '@leadline/metrics';
import type { Analytics } from '@leadline/ports';
import { withNames } from '../people/names-of-people.js';

/** Most answers of one scope that are read, the latest first: many times more than there are criteria. */
const MOST_ANSWERS = 10_000;

/** What people said of a scope, out of the events themselves: the log keeps them, and a rebuild reads them again. */
export async function answersOf(analytics: Analytics, scope: ScorecardScope, asOf: number): Promise<ScorecardAnswer[]> {
  const bind = new Parameters();
  const entity = bind.bind('String', `scorecard:${scopeText(scope)}`);
  const sql = `
SELECT event_id, data
FROM events FINAL
WHERE entity = ${entity} AND kind = 'scorecard_answer' AND ifNull(time, 0) <= ${bind.bind('Int64', asOf)}
ORDER BY ifNull(time, 0) DESC, event_id, hash
LIMIT ${MOST_ANSWERS}`;
  const rows = await analytics.query<{ event_id: string; data: string }>({ sql, params: bind.values });
  const answers = rows.flatMap(({ event_id: event, data }) => {
    const read = kinds.scorecard_answer.schema.safeParse(JSON.parse(data));
    if (!read.success) return [];
    const { criterion, answer: value, reason, link, by, at } = read.data;
    return [{ event, criterion, value, reason, link: link ?? null, by, at: Date.parse(at) }];
  });
  return withNames(analytics, answers);
}
