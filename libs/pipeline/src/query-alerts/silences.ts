import type { Silence } from '@leadline/insights';
import { Parameters } from '@leadline/metrics';
import type { Analytics } from '@leadline/ports';
import { TEST_EVENT } from '../ingest/test-delivery.js';

const DAY = 86_400_000;
/** What is usual is judged by the 28 days before a silence, from so many deliveries on. */
const USUAL_DAYS = 28;
const LEAST_DELIVERIES = 20;
const MOST_SILENCES = 10_000;

/** Times of more than a day without a delivery, of the last 28 days; tests of the way are none. */
export async function silences(analytics: Analytics, asOf: number): Promise<Silence[]> {
  const bind = new Parameters();
  const at = bind.bind('Int64', asOf);
  const usual = USUAL_DAYS * DAY;
  const gaps = `
  SELECT endpoint, source, received_at, lagInFrame(received_at) OVER by_time AS before_at, row_number() OVER by_time AS place,
    leadInFrame(received_at) OVER by_time AS after_at
  FROM deliveries FINAL
  WHERE received_at >= ${bind.bind('Int64', asOf - 2 * usual)} AND received_at <= ${at}
    AND source != 'leadline' AND NOT startsWith(reason, ${bind.bind('String', TEST_EVENT)})
  WINDOW by_time AS (PARTITION BY endpoint ORDER BY received_at, position ROWS BETWEEN 1 PRECEDING AND 1 FOLLOWING)`;
  const sql = `
SELECT quiet.endpoint AS endpoint, quiet.source AS source, quiet.received_at AS last_at, quiet.after_at AS next_at,
  quantileExact(0.95)(gap.received_at - gap.before_at) AS usual_gap
FROM (
  SELECT endpoint, source, received_at, after_at
  FROM (${gaps})
  WHERE if(after_at = 0, ${at}, after_at) - received_at > ${DAY}
    AND if(after_at = 0, ${at}, after_at) > ${bind.bind('Int64', asOf - usual)}
) AS quiet
INNER JOIN (SELECT endpoint, received_at, before_at FROM (${gaps}) WHERE place > 1) AS gap ON gap.endpoint = quiet.endpoint
WHERE gap.received_at <= quiet.received_at AND gap.before_at >= quiet.received_at - ${usual}
GROUP BY endpoint, source, last_at, next_at
HAVING count() >= ${LEAST_DELIVERIES - 1}
ORDER BY last_at DESC, endpoint
LIMIT ${MOST_SILENCES}`;
  const rows = await analytics.query<{
    endpoint: string;
    source: string;
    last_at: number;
    next_at: number;
    usual_gap: number;
  }>({ sql, params: bind.values });
  return rows.map(({ endpoint, source, last_at, next_at, usual_gap }) => ({
    endpoint,
    source,
    lastAt: last_at,
    nextAt: next_at === 0 ? null : next_at,
    usualGap: usual_gap,
  }));
}

/** Endpoints whose silence is news: those that are on, and what comes by `POST /events`. */
export const endpointsHeard = (
  configured: readonly { readonly name: string; readonly isOff?: boolean }[],
): string[] => [...configured.filter(({ isOff }) => isOff !== true).map(({ name }) => name), 'events'];
