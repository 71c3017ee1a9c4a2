import { type Clock, type EventLog, LogUnavailable, type Position, RecordTooLarge } from '@leadline/ports';
import { deliveryRecord, type RecordedDelivery } from './delivery-record.js';
import type { RecentDeliveries } from './recent-deliveries.js';

/** All that ingest wants of the log. */
export type AppendOnly = Pick<EventLog, 'append'>;

/** What ingest works with. */
export interface IngestDeps {
  readonly log: AppendOnly;
  readonly clock: Clock;
  readonly recent: RecentDeliveries;
}

/** The delivery is larger than the log takes. */
export interface TooLarge {
  readonly outcome: 'too_large';
  readonly bytes: number;
  readonly limit: number;
}

/** Nothing was promised: the sender may try again. */
export interface NotDurable {
  readonly outcome: 'not_durable';
  readonly reason: string;
}

export type Appended =
  { readonly outcome: 'appended'; readonly positions: readonly Position[] } | TooLarge | NotDurable;

/** Makes deliveries durable; what the log cannot do is an outcome, a bug is thrown. */
export async function appendDeliveries(log: AppendOnly, deliveries: readonly RecordedDelivery[]): Promise<Appended> {
  try {
    return { outcome: 'appended', positions: await log.append('deliveries', deliveries.map(deliveryRecord)) };
  } catch (error) {
    if (error instanceof RecordTooLarge) return { outcome: 'too_large', bytes: error.bytes, limit: error.limit };
    if (error instanceof LogUnavailable) return { outcome: 'not_durable', reason: error.message };
    throw error;
  }
}

/** The position of the only delivery that was appended. */
export function onlyPosition(positions: readonly Position[]): Position {
  const [position] = positions;
  if (position === undefined) throw new Error('The log gave no position for an appended delivery');
  return position;
}
