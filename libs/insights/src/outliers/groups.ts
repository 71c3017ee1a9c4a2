import type { ScannedRecovery } from '@leadline/metrics';
import type { ScannedDeployment, ScannedGroup } from './scan-input.js';
import type { Span } from './outlier.js';

/** Deployments of a group in order of time, for looking at spans of it. */
export interface GroupHistory {
  readonly name: string;
  /** It contains other groups. */
  readonly isParent: boolean;
  readonly deployments: readonly ScannedDeployment[];
  readonly recoveries: readonly ScannedRecovery[];
}

/** Groups by name, each in order of time: no result depends on the order in which rows came. */
export function historiesOf(groups: readonly ScannedGroup[], areNested: boolean): GroupHistory[] {
  const parents = areNested ? parentsOf(groups.map(({ name }) => name)) : new Set<string>();
  return groups
    .map(({ name, deployments, recoveries = [] }) => ({
      name,
      isParent: parents.has(name),
      deployments: inOrder(deployments),
      recoveries,
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function parentsOf(paths: readonly string[]): Set<string> {
  return new Set(
    paths.flatMap((path) => {
      const parts = path.split('/');
      return parts.slice(1).map((_, depth) => parts.slice(0, depth + 1).join('/'));
    }),
  );
}

export function inOrder(deployments: readonly ScannedDeployment[]): ScannedDeployment[] {
  return [...deployments].sort((a, b) => a.at - b.at);
}

/** Those of the span, by binary search: spans are many, and histories long. */
export function within(deployments: readonly ScannedDeployment[], { from, to }: Span): readonly ScannedDeployment[] {
  return deployments.slice(firstFrom(deployments, from), firstFrom(deployments, to));
}

function firstFrom(deployments: readonly ScannedDeployment[], instant: number): number {
  let [low, high] = [0, deployments.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((deployments[middle]?.at ?? Infinity) < instant) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Lead times in seconds, ascending: one for each deployment that has samples. */
export const leadTimesIn = (deployments: readonly ScannedDeployment[]): number[] =>
  deployments.flatMap(({ leadTime }) => (leadTime === null ? [] : [leadTime])).sort((a, b) => a - b);
