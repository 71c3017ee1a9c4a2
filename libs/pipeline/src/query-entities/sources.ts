import { Parameters } from '@leadline/metrics';
import type { Analytics } from '@leadline/ports';
import { TEST_EVENT } from '../ingest/test-delivery.js';
import { adviceFor } from './source-advice.js';
import type { ListSources, OutcomeCounts, SourceHealth } from './types.js';

const DAY = 86_400_000;
/** Most endpoints that are told of: there are as many as the configuration names. */
const MOST_ENDPOINTS = 10_000;
/** What is usual is judged by the last 28 days, from so many deliveries on (metrics-deployment.md, SOURCE_SILENT). */
const USUAL_DAYS = 28;
const LEAST_USUAL = 20;

/** Every endpoint that is configured or ever received something, by name. Three statements. */
export const listSources: ListSources = async (analytics, now, configured = []) => {
  const received = new Map((await receivedBy(analytics, now)).map((row) => [row.endpoint, row]));
  const open = await openInQuarantine(analytics);
  const gaps = await usualGaps(analytics, now);
  const on = new Map(configured.map((endpoint) => [endpoint.name, endpoint]));
  return [...new Set([...received.keys(), ...on.keys()])].sort().map((name): SourceHealth => {
    const [row, known] = [received.get(name), on.get(name)];
    const usualGapSeconds = gaps.get(name) ?? null;
    const health = {
      endpoint: name,
      source: row?.latest_source ?? known?.source ?? '',
      configured: known === undefined ? isAlwaysOn(name, row?.latest_source) : known.isOff !== true,
      topic: known?.topic,
      ...lastOf(row),
      last24Hours: countsOf(row, 'day'),
      last7Days: countsOf(row, 'week'),
      openInQuarantine: open.get(name) ?? 0,
      usualGapSeconds,
      reconciled: known?.reconciled ?? [],
      refused: known?.refused ?? null,
    };
    const silent = isSilent(health.lastReceivedAt, usualGapSeconds, now);
    return { ...health, silent, advice: adviceFor({ ...health, silent }, now) };
  });
};

/** What comes by `POST /events`, and Leadline's own word, need no endpoint of the configuration. */
const isAlwaysOn = (name: string, source: string | undefined): boolean =>
  (name === 'events' && source === 'cloudevents') || source === 'leadline';

const outcomes = ['normalized', 'ignored', 'quarantined'] as const;
type Outcome = (typeof outcomes)[number];
type ReceivedRow = {
  readonly endpoint: string;
  readonly latest_source: string;
  readonly last_received_at: number;
  readonly last_test_at: number;
  readonly last_error_at: number;
  readonly last_error: string;
} & { readonly [C in `${Outcome}_${'day' | 'week'}`]: number };

async function receivedBy(analytics: Analytics, now: number): Promise<readonly ReceivedRow[]> {
  const bind = new Parameters();
  const since = { day: bind.bind('Int64', now - DAY), week: bind.bind('Int64', now - 7 * DAY) };
  const counts = (['day', 'week'] as const).flatMap((span) =>
    outcomes.map(
      (outcome) =>
        `countIf(NOT is_test AND received_at >= ${since[span]} AND outcome = '${outcome}') AS ${outcome}_${span}`,
    ),
  );
  const sql = `
SELECT endpoint, argMax(source, received_at) AS latest_source,
  maxIf(received_at, NOT is_test) AS last_received_at, maxIf(received_at, is_test) AS last_test_at,
  maxIf(received_at, outcome = 'quarantined') AS last_error_at,
  argMaxIf(reason, received_at, outcome = 'quarantined') AS last_error,
  ${counts.join(',\n  ')}
FROM (SELECT *, startsWith(reason, ${bind.bind('String', TEST_EVENT)}) AS is_test FROM deliveries FINAL)
GROUP BY endpoint
ORDER BY endpoint
LIMIT ${MOST_ENDPOINTS}`;
  return analytics.query<ReceivedRow>({ sql, params: bind.values });
}

function lastOf(row: ReceivedRow | undefined): Pick<SourceHealth, 'lastReceivedAt' | 'lastTestAt' | 'lastError'> {
  return {
    lastReceivedAt: row?.last_received_at || null,
    lastTestAt: row?.last_test_at || null,
    lastError: row?.last_error_at ? { at: row.last_error_at, reason: row.last_error } : null,
  };
}

const countsOf = (row: ReceivedRow | undefined, span: 'day' | 'week'): OutcomeCounts => ({
  normalized: row?.[`normalized_${span}`] ?? 0,
  ignored: row?.[`ignored_${span}`] ?? 0,
  quarantined: row?.[`quarantined_${span}`] ?? 0,
});

/** Seconds that 19 of 20 gaps between deliveries stayed below, by endpoint. */
async function usualGaps(analytics: Analytics, now: number): Promise<ReadonlyMap<string, number>> {
  const bind = new Parameters();
  const sql = `
SELECT endpoint, quantileExact(0.95)(gap) / 1000 AS seconds
FROM (
  SELECT endpoint, received_at - lagInFrame(received_at) OVER by_time AS gap, row_number() OVER by_time AS place
  FROM deliveries FINAL
  WHERE received_at >= ${bind.bind('Int64', now - USUAL_DAYS * DAY)}
    AND NOT startsWith(reason, ${bind.bind('String', TEST_EVENT)})
  WINDOW by_time AS (PARTITION BY endpoint ORDER BY received_at, position ROWS BETWEEN 1 PRECEDING AND CURRENT ROW)
)
WHERE place > 1
GROUP BY endpoint
HAVING count() >= ${LEAST_USUAL - 1}
LIMIT ${MOST_ENDPOINTS}`;
  const rows = await analytics.query<{ endpoint: string; seconds: number }>({ sql, params: bind.values });
  return new Map(rows.map(({ endpoint, seconds }) => [endpoint, seconds]));
}

const isSilent = (lastReceivedAt: number | null, usualGapSeconds: number | null, now: number): boolean =>
  lastReceivedAt !== null && usualGapSeconds !== null && now - lastReceivedAt > Math.max(DAY, 3_000 * usualGapSeconds);

async function openInQuarantine(analytics: Analytics): Promise<ReadonlyMap<string, number>> {
  const sql = `
SELECT endpoint, count() AS entries
FROM quarantine FINAL
WHERE state = 'open'
GROUP BY endpoint
LIMIT ${MOST_ENDPOINTS}`;
  const rows = await analytics.query<{ endpoint: string; entries: number }>({ sql, params: {} });
  return new Map(rows.map(({ endpoint, entries }) => [endpoint, entries]));
}
