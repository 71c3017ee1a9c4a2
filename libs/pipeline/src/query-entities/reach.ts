import type { BaseElement } from '@leadline/tables';
import type { DeploymentReach } from './types.js';

/** When its version first ran in each target it was reported for, and from when in the first and in all of them. */
export function reachOf({ targets, tries }: Pick<BaseElement, 'targets' | 'tries'>): DeploymentReach {
  const reached = targets.map((target) => {
    const instants = tries.flatMap(({ target: at, status, finishedAt }) =>
      at === target && status === 'succeeded' && finishedAt !== null ? [finishedAt] : [],
    );
    return { target, reachedAt: instants.length === 0 ? null : Math.min(...instants) };
  });
  const instants = reached.flatMap(({ reachedAt }) => reachedAt ?? []);
  const isEverywhere = instants.length === reached.length && instants.length > 0;
  return {
    targets: reached,
    firstAt: instants.length === 0 ? null : Math.min(...instants),
    allAt: isEverywhere ? Math.max(...instants) : null,
  };
}
