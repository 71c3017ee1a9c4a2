import type { MetricOptions } from './options.js';

/** An incident that counts against a deployment; instants in epoch milliseconds. */
export interface EpisodeIncident {
  readonly id: string;
  readonly impactAt: number;
  readonly detectedAt: number | null;
  readonly resolvedAt: number | null;
}

/** A failed counted deployment with everything its recovery may be measured from. */
export interface FailedDeployment {
  readonly key: string;
  readonly startedAt: number;
  readonly finishedAt: number;
  /** First attempt that failed with exposure, else its finish. */
  readonly failedAt: number;
  /** Finish of the success that ended it, where no incident does; null: none yet. */
  readonly repairedAt: number | null;
  readonly incidents: readonly EpisodeIncident[];
}

export interface Episode {
  readonly opens: number;
  /** null: still open. */
  readonly closes: number | null;
  readonly failures: readonly FailedDeployment[];
  /** Key of the one that it opens with. */
  readonly opener: string;
}

/** Ids of the incidents that count against its deployments. */
export const incidentsOf = ({ failures }: Episode): string[] =>
  [...new Set(failures.flatMap(({ incidents }) => incidents.map(({ id }) => id)))].sort();

type StartOf = (failed: FailedDeployment) => MetricOptions['recoveryStart'];

/**
 * Recovery episodes (metrics.md 3.4): one per failed deployment; those that share an incident, directly or in a chain,
 * share one.
 */
export const recoveryEpisodes = (failed: readonly FailedDeployment[], startOf: StartOf): Episode[] =>
  joinedByIncident(failed).map((group) => episodeOf(group, startOf));

/** The episode of one that shares no incident with another. */
export const episodeAlone = (failed: FailedDeployment, startOf: StartOf): Episode => episodeOf([failed], startOf);

/** @param group At least one: those without an incident are alone. */
function episodeOf(group: readonly FailedDeployment[], startOf: StartOf): Episode {
  let opener = group[0]!;
  let opens = opening(opener, startOf(opener));
  for (const failed of group) {
    if (failed === opener) continue;
    const at = opening(failed, startOf(failed));
    if (at < opens || (at === opens && failed.key < opener.key)) [opener, opens] = [failed, at];
  }
  return { opens, opener: opener.key, closes: closing(group), failures: group };
}

/** When the last of its incidents was resolved; without any when it was made good. */
function closing(group: readonly FailedDeployment[]): number | null {
  if (group[0]!.incidents.length === 0) return group[0]!.repairedAt;
  let last = -Infinity;
  for (const { incidents } of group) {
    for (const { resolvedAt } of incidents) {
      if (resolvedAt === null) return null;
      last = Math.max(last, resolvedAt);
    }
  }
  return last;
}

function opening(failed: FailedDeployment, start: MetricOptions['recoveryStart']): number {
  if (failed.incidents.length === 0) return failed.failedAt;
  if (start === 'deployment') return failed.finishedAt;
  let first = Infinity;
  for (const { impactAt, detectedAt } of failed.incidents) {
    first = Math.min(first, start === 'impact' ? impactAt : (detectedAt ?? impactAt));
  }
  return Math.max(failed.startedAt, first);
}

/** Union–find over incidents. */
function joinedByIncident(failed: readonly FailedDeployment[]): FailedDeployment[][] {
  const parent = failed.map((_, index) => index);
  const root = (index: number): number => {
    let at = index;
    while (parent[at] !== at) at = parent[at] = parent[parent[at]!]!;
    return at;
  };
  const firstWith = new Map<string, number>();
  failed.forEach(({ incidents }, index) => {
    for (const { id } of incidents) {
      const other = firstWith.get(id);
      if (other === undefined) firstWith.set(id, index);
      else parent[root(index)] = root(other);
    }
  });
  const groups: FailedDeployment[][] = [];
  const groupOfRoot: FailedDeployment[][] = [];
  failed.forEach((one, index) => {
    const group = groupOfRoot[root(index)];
    if (group !== undefined) group.push(one);
    else groups.push((groupOfRoot[root(index)] = [one]));
  });
  return groups;
}
