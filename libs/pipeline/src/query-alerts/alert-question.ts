import type { Scope } from '@leadline/metrics';

/** Whose alerts, as of when. Without environments: those of tier production. */
export interface AlertQuestion {
  readonly scope: Scope;
  readonly asOf: number;
  /** What is older is not looked at. */
  readonly from: number;
}
