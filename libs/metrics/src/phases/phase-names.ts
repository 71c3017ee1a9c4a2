/** Phases of lead time in their order (metrics-deployment.md B). */
export const phaseNames = ['coding', 'pickup', 'review', 'mergeWait', 'deployWait', 'approvalWait', 'deploy'] as const;
export type PhaseName = (typeof phaseNames)[number];

/** What of lead time can be looked at by itself: all of it, or a phase. */
export const phaseParts = ['total', ...phaseNames] as const;
export type PhasePart = (typeof phaseParts)[number];
