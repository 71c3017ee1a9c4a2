import { Parameters, type SqlStatement } from '../statement.js';

/** What a scorecard asks of notices: `from` and `to` in epoch milliseconds. */
export interface ScoredNotices {
  readonly from: number;
  readonly to: number;
  readonly asOf: number;
}

/** Notices that were sent to one audience, by one rule, about one service; '': it is not said. */
export interface ScoredNoticesRow {
  readonly audience: string;
  readonly rule: string;
  readonly service: string;
  readonly notices: number;
  /** When the last of them was sent, epoch milliseconds. */
  readonly latest: number;
}

const MOST_ROWS = 100_000;

/** Whom a notice went to and by which rule is in its event; a notice that names a deployment alone is about its service. */
export function scoredNoticesStatement({ from, to, asOf }: ScoredNotices): SqlStatement {
  const bind = new Parameters();
  const at = bind.bind('Int64', asOf);
  const [first, last] = [bind.bind('Int64', from), bind.bind('Int64', to)];
  const sent = `(
    SELECT entity, state.service AS service, state.deployment AS deployment, ifNull(state.at, state.from) AS sent_at
    FROM (
      SELECT entity, arrayFirst(s -> s.knownFrom <= ${at} AND ${at} < s.knownUntil, states) AS state
      FROM observations FINAL
      WHERE has(states.measure, 'notice'))
    WHERE state.measure = 'notice' AND sent_at >= ${first} AND sent_at < ${last})`;
  const sql = `
SELECT audience, rule, if(sent.service = '', reported.service, sent.service) AS service, count() AS notices, max(sent_at) AS latest
FROM ${sent} AS sent
INNER JOIN (
  SELECT entity, argMax(JSONExtractString(data, 'audience'), revision) AS audience, argMax(JSONExtractString(data, 'rule'), revision) AS rule
  FROM events FINAL
  WHERE entity IN (SELECT entity FROM ${sent}) AND kind = 'observation' AND ifNull(time, 0) <= ${at}
  GROUP BY entity
) AS told ON told.entity = sent.entity
LEFT JOIN (
  SELECT id, any(service) AS service FROM reports FINAL WHERE id IN (SELECT deployment FROM ${sent}) GROUP BY id
) AS reported ON reported.id = sent.deployment
GROUP BY audience, rule, service
ORDER BY audience, rule, service
LIMIT ${MOST_ROWS}`;
  return { sql, params: bind.values };
}
