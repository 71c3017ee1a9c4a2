import type { Analytics } from '@leadline/ports';

export const verdicts = ['failed', 'ok', 'hotfix', 'excluded'] as const;

/** A person's word on a deployment or an incident. */
export interface CorrectionMade {
  /** Id of the event. */
  readonly event: string;
  /** What it is about, e.g. "incident:INC-7". */
  readonly entity: string;
  /** Who said it: the id of a token, "local", or the name a sender gave. */
  readonly by: string;
  readonly at: number;
  readonly reason: string | null;
  /** Of a mark; null: it sets attributes. */
  readonly verdict: (typeof verdicts)[number] | null;
  /** Attributes that a correction sets; empty: it is a mark. */
  readonly set: Readonly<Record<string, unknown>>;
  /** Who took it back; null: nobody did. */
  readonly withdrawn: WithdrawalMade | null;
}

/** That a person took a word back. */
export interface WithdrawalMade {
  readonly by: string;
  readonly at: number;
  readonly reason: string;
}

/** Corrections by entity, latest first; of those that were given at `asOf`. */
export type FindCorrections = (
  analytics: Analytics,
  entities: readonly string[],
  asOf: number,
) => Promise<ReadonlyMap<string, readonly CorrectionMade[]>>;
