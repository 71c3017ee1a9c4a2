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
  readonly deployments: readonly string[];
  /** Of these the one that it opens with. */
  readonly opener: string;
  readonly incidents: readonly string[];
}

/**
 * Recovery episodes (metrics.md 3.4): one per failed deployment; those that share an incident, directly or in a chain,
 * share one.
 */
export function recoveryEpisodes(
  failed: readonly FailedDeployment[],
  startOf: (failed: FailedDeployment) => MetricOptions['recoveryStart'],
): Episode[] {
  return joinedByIncident(failed).map((group) => {
    const [only] = group;
    if (only !== undefined && group.length === 1 && only.incidents.length < 2) return episodeOf(only, startOf(only));
    const incidents = [
      ...new Map(group.flatMap((one) => one.incidents.map((incident) => [incident.id, incident]))).values(),
    ];
    const resolved = incidents.map(({ resolvedAt }) => resolvedAt);
    const openings = group.map((one) => ({ key: one.key, opens: opening(one, startOf(one)) }));
    const first = openings.reduce((a, b) => (b.opens < a.opens || (b.opens === a.opens && b.key < a.key) ? b : a));
    return {
      opens: first.opens,
      opener: first.key,
      closes:
        incidents.length === 0
          ? group[0]!.repairedAt
          : resolved.includes(null)
            ? null
            : Math.max(...resolved.filter((at): at is number => at !== null)),
      deployments: group.map(({ key }) => key).sort(),
      incidents: incidents.map(({ id }) => id).sort(),
    };
  });
}

/** Of a failure that shares no incident, and has one at most: nearly every one. */
function episodeOf(failed: FailedDeployment, start: MetricOptions['recoveryStart']): Episode {
  const [incident] = failed.incidents;
  return {
    opens: opening(failed, start),
    opener: failed.key,
    closes: incident === undefined ? failed.repairedAt : incident.resolvedAt,
    deployments: [failed.key],
    incidents: incident === undefined ? [] : [incident.id],
  };
}

function opening(failed: FailedDeployment, start: MetricOptions['recoveryStart']): number {
  if (failed.incidents.length === 0) return failed.failedAt;
  switch (start) {
    case 'deployment':
      return failed.finishedAt;
    case 'impact':
      return Math.max(failed.startedAt, Math.min(...failed.incidents.map(({ impactAt }) => impactAt)));
    case 'detected':
      return Math.max(
        failed.startedAt,
        Math.min(...failed.incidents.map(({ detectedAt, impactAt }) => detectedAt ?? impactAt)),
      );
  }
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
  const groups = new Map<number, FailedDeployment[]>();
  failed.forEach((one, index) => {
    const group = groups.get(root(index));
    if (group) group.push(one);
    else groups.set(root(index), [one]);
  });
  return [...groups.values()];
}
