import type { Phase } from '../generated/graphql.js';

/** Parts of lead time: their names, and whether somebody works or something waits. */
export const phaseWords: Readonly<Record<Phase, { readonly name: string; readonly kind: 'work' | 'wait' }>> = {
  CODING: { name: 'coding', kind: 'work' },
  PICKUP: { name: 'waiting for review', kind: 'wait' },
  REVIEW: { name: 'review', kind: 'work' },
  MERGE_WAIT: { name: 'waiting for merge', kind: 'wait' },
  DEPLOY_WAIT: { name: 'waiting for deployment', kind: 'wait' },
  APPROVAL_WAIT: { name: 'waiting for approval', kind: 'wait' },
  DEPLOY: { name: 'deployment', kind: 'work' },
};
