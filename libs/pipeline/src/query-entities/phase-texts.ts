import type { PhasePart } from '@leadline/metrics';

const mean =
  'Mean over all changes, one of which it is not known counting 0: means of phases add up to that of the total.';

/** What each part of lead time is, in words for people. */
export const phaseTexts: Readonly<Record<PhasePart, { readonly title: string; readonly rule: string }>> = {
  total: {
    title: 'total of its phases',
    rule: 'From the earliest commit of a change until the deployment that brought it was finished. Mean over all changes.',
  },
  coding: { title: 'coding', rule: `From the earliest commit until it was opened for review, or pushed. ${mean}` },
  pickup: { title: 'pickup', rule: `From then to the first review by another human. ${mean}` },
  review: { title: 'review', rule: `From then to the last approval; without one, to the merge. ${mean}` },
  mergeWait: { title: 'merge wait', rule: `From the last approval to the merge. ${mean}` },
  deployWait: {
    title: 'deploy wait',
    rule: `From the merge or push until its deployment started, less what that waited for approval. ${mean}`,
  },
  approvalWait: { title: 'approval wait', rule: `What its deployment waited for people to approve it. ${mean}` },
  deploy: { title: 'deploy', rule: `From the start of its deployment to the finish, less that wait. ${mean}` },
};
