import type { RefusedHooks } from '../query-entities/types.js';
import type { RefusalRecord } from './refusal-record.js';

const DAY = 86_400_000;
/** Nobody is told of what was refused before. */
const KEPT_DAYS = 7;

/** What was refused lately, by endpoint, in the order it was told. */
export type Refusals = ReadonlyMap<string, readonly RefusalRecord[]>;

export function withRefusal(all: Refusals, record: RefusalRecord): Refusals {
  const since = Date.parse(record.at) - KEPT_DAYS * DAY;
  const kept = (all.get(record.endpoint) ?? []).filter(({ at }) => Date.parse(at) >= since);
  return new Map(all).set(record.endpoint, [...kept, record]);
}

/** What of an endpoint's was refused in the seven days before `now` (epoch milliseconds); null: nothing. */
export function refusedOf(all: Refusals, endpoint: string, now: number): RefusedHooks | null {
  const lately = (all.get(endpoint) ?? []).filter(({ at }) => Date.parse(at) >= now - KEPT_DAYS * DAY);
  if (lately.length === 0) return null;
  const sum = (records: readonly RefusalRecord[], of: (record: RefusalRecord) => number): number =>
    records.reduce((total, record) => total + of(record), 0);
  const everything = ({ unauthorized, stale }: RefusalRecord): number => unauthorized + stale;
  return {
    lastAt: Math.max(...lately.map(({ at }) => Date.parse(at))),
    last24Hours: sum(
      lately.filter(({ at }) => Date.parse(at) >= now - DAY),
      everything,
    ),
    last7Days: sum(lately, everything),
    stale: sum(lately, ({ stale }) => stale),
  };
}
