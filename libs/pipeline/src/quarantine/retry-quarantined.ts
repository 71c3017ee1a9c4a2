import type { Analytics, EventLog, LogRecord, StoredRecord } from '@leadline/ports';
import { parsePosition } from '../ingest/position.js';

/** Headers of a delivery that is read once more: whose quarantine it may end, and which attempt it is. */
export const RETRY_OF = 'retry-of';
export const ATTEMPT = 'attempt';

interface Waiting {
  readonly id: string;
  readonly delivery: string;
  readonly attempts: number;
}

/**
 * Appends deliveries in quarantine again, as they were received, for the present normalizers to read. What becomes of
 * them changes the entry they came from; a rebuild finds both and counts once.
 *
 * @returns How many of the ids were open in quarantine.
 */
export async function retryQuarantined(
  { log, analytics }: { readonly log: Pick<EventLog, 'append' | 'read'>; readonly analytics: Analytics },
  ids: readonly string[],
): Promise<number> {
  const waiting = await analytics.query<Waiting>({
    sql: `SELECT id, if(stage = 'normalize', id, delivery_id) AS delivery, attempts
          FROM quarantine FINAL
          WHERE has({ids:Array(String)}, id) AND state = 'open'
          ORDER BY id LIMIT 10000`,
    params: { ids: [...ids] },
  });
  const records: LogRecord[] = [];
  for (const { id, delivery, attempts } of waiting) {
    const record = await recordAt(log, delivery);
    if (record === undefined) continue;
    const { key, value, time, headers } = record;
    records.push({ key, value, time, headers: { ...headers, [RETRY_OF]: id, [ATTEMPT]: String(attempts + 1) } });
  }
  if (records.length > 0) await log.append('deliveries', records);
  return records.length;
}

/** The delivery at a position of the log, "<partition>:<offset>"; undefined: nothing is there. */
export async function recordAt(log: Pick<EventLog, 'read'>, position: string): Promise<StoredRecord | undefined> {
  const at = parsePosition(position);
  if (at === undefined) return undefined;
  const { partition, offset } = at;
  for await (const record of log.read('deliveries', { partition, from: offset, to: offset + 1 })) return record;
  return undefined;
}
