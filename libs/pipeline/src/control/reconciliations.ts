import type { ReconciledTarget } from '../query-entities/types.js';
import type { ReconciledRecord, ReconciliationClaim } from './reconciliation-record.js';

/** The last claim and the last outcome of one target of an endpoint. */
export interface Reconciliation {
  readonly claim: ReconciliationClaim | undefined;
  readonly last: ReconciledRecord | undefined;
}

/** By endpoint and target. */
export type Reconciliations = ReadonlyMap<string, Reconciliation>;

interface Place {
  readonly endpoint: string;
  readonly target: string;
}

const placeOf = ({ endpoint, target }: Place): string => `${endpoint} ${target}`;

/** A claim holds if the one before it is as old as the time between two; another leaves no trace. */
export function withReconciliationClaim(all: Reconciliations, claim: ReconciliationClaim): Reconciliations {
  const known = all.get(placeOf(claim));
  if (known?.claim !== undefined && !isOver(known.claim, claim.everyMinutes, Date.parse(claim.at))) return all;
  return new Map(all).set(placeOf(claim), { claim, last: known?.last });
}

export function withReconciled(all: Reconciliations, record: ReconciledRecord): Reconciliations {
  const known = all.get(placeOf(record));
  if (known?.claim?.id !== record.claim) return all;
  return new Map(all).set(placeOf(record), { ...known, last: record });
}

/** Or it lies as far ahead: whoever made it had a clock that was wrong, and nobody waits until it is right. */
const isOver = (claim: ReconciliationClaim, everyMinutes: number, now: number): boolean =>
  Math.abs(now - Date.parse(claim.at)) >= everyMinutes * 60_000;

/** Whether it is time to look again. `now` in epoch milliseconds. */
export function isReconciliationDue(all: Reconciliations, place: Place, everyMinutes: number, now: number): boolean {
  const claim = all.get(placeOf(place))?.claim;
  return claim === undefined || isOver(claim, everyMinutes, now);
}

/** Id of the claim that holds; undefined: there is none. */
export const claimId = (all: Reconciliations, place: Place): string | undefined => all.get(placeOf(place))?.claim?.id;

/** The last outcomes of an endpoint, one for each of its targets, by target. */
export function reconciledOf(all: Reconciliations, endpoint: string): ReconciledTarget[] {
  return [...all.values()]
    .flatMap(({ last }) =>
      last === undefined || last.endpoint !== endpoint ? [] : [{ ...last, at: Date.parse(last.at) }],
    )
    .toSorted((a, b) => (a.target < b.target ? -1 : 1));
}
