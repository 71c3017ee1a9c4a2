import type { EvidenceRule, FailureRule } from '../generated/graphql.js';

/** What says that a deployment failed, in few words. */
export const failureWords: Readonly<Record<EvidenceRule | FailureRule, string>> = {
  PERSON: 'a person said so',
  INCIDENT: 'an incident names it',
  ROLLBACK: 'rolled back',
  FIX: 'a fix names it',
  ROLLOUT: 'its rollout failed',
  INFERRED: 'inferred: an incident soon after',
};

/** Strongest first. */
const strength: readonly (EvidenceRule | FailureRule)[] = [
  'PERSON',
  'INCIDENT',
  'ROLLBACK',
  'FIX',
  'ROLLOUT',
  'INFERRED',
];

export const byStrength = <Reason extends { readonly rule: EvidenceRule | FailureRule }>(
  reasons: readonly Reason[],
): Reason[] => reasons.toSorted((a, b) => strength.indexOf(a.rule) - strength.indexOf(b.rule));
