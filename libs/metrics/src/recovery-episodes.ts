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

/** The episode of one that has no incident, whatever else failed. */
export const ownEpisode = (failed: FailedDeployment): Episode => ({
  opens: failed.failedAt,
  closes: failed.repairedAt,
  failures: [failed],
  opener: failed.key,
});

/**
 * Recovery episodes (metrics.md 3.4): one per failed deployment; those that share an incident, directly or in a chain,
 * share one.
 */
export function recoveryEpisodes(
  failed: readonly FailedDeployment[],
  startOf: (failed: FailedDeployment) => MetricOptions['recoveryStart'],
): Episode[] {
  return joinedByIncident(failed).map((group) => {
    const only = group[0]!;
    // Nearly every one.
    if (group.length === 1 && only.incidents.length === 0) return ownEpisode(only);
    if (group.length === 1 && only.incidents.length === 1) {
      const closes = only.incidents[0]!.resolvedAt;
      return { opens: opening(only, startOf(only)), closes, failures: group, opener: only.key };
    }
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
      failures: group,
    };
  });
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
  const groups: FailedDeployment[][] = [];
  const groupOfRoot: FailedDeployment[][] = [];
  failed.forEach((one, index) => {
    const group = groupOfRoot[root(index)];
    if (group !== undefined) group.push(one);
    else groups.push((groupOfRoot[root(index)] = [one]));
  });
  return groups;
}
