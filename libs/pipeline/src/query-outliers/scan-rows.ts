import {
  type ScannedDeploymentsRow,
  type ScannedIncidentsRow,
  scanMarks,
  type SlowDeployment,
  type SlowIncident,
} from '@leadline/metrics';
import type { ScannedDeployment, ScannedGroup, ServiceRecords, SlowRecord } from '@leadline/insights';
import type { ScanSpans } from './scan-question.js';

/** Deployments as the rules look at them: each once, and under every group it belongs to. */
export interface ReadDeployments {
  readonly everything: readonly ScannedDeployment[];
  readonly groups: readonly ScannedGroup[];
}

export function deploymentsIn(rows: readonly ScannedDeploymentsRow[]): ReadDeployments {
  const everything: ScannedDeployment[] = [];
  const groups = new Map<string, ScannedDeployment[]>();
  for (const row of rows) {
    const membersOf = row.groups.map((names) => names.map((name) => listOf(groups, name)));
    row.instants.forEach((at, index) => {
      const deployment = deploymentOf(at, row.marks[index] ?? 0, row.lead_times[index] ?? null);
      everything.push(deployment);
      for (const members of membersOf[(row.group_of[index] ?? 0) - 1] ?? []) members.push(deployment);
    });
  }
  return { everything, groups: [...groups].map(([name, deployments]) => ({ name, deployments })) };
}

function listOf<T>(lists: Map<string, T[]>, name: string): T[] {
  const list = lists.get(name) ?? [];
  lists.set(name, list);
  return list;
}

function deploymentOf(at: number, marks: number, leadTime: number | null): ScannedDeployment {
  const has = (mark: number): boolean => (marks & mark) !== 0;
  return {
    at,
    isCounted: has(scanMarks.counted),
    isFailed: has(scanMarks.inFailRate) ? has(scanMarks.failed) : null,
    isRework: has(scanMarks.inRework) ? has(scanMarks.rework) : null,
    leadTime,
  };
}

/** Lead times and rollouts of each service, over the days single records are compared in. */
export function deploymentRecords(
  rows: readonly ScannedDeploymentsRow[],
  { period, recordsFrom }: ScanSpans,
): ServiceRecords[] {
  return rows.flatMap(({ service, instants, lead_times, rollouts, slow_leads, slow_rollouts }) => {
    const of = (
      measure: 'lead_time' | 'rollout',
      all: readonly (number | null)[],
      slow: readonly SlowDeployment[],
    ): ServiceRecords => {
      const recent = all.flatMap((seconds, index) => {
        const at = instants[index] ?? 0;
        return seconds === null || at < recordsFrom ? [] : [{ seconds, at }];
      });
      return {
        service,
        measure,
        seconds: recent.map(({ seconds }) => seconds),
        inPeriod: recent.filter(({ at }) => at >= period.from).length,
        slow: slow.map(slowDeployment),
      };
    };
    return [of('lead_time', lead_times, slow_leads), of('rollout', rollouts, slow_rollouts)];
  });
}

function slowDeployment([at, environment, deployment, occurrence, id, seconds]: SlowDeployment): SlowRecord {
  return { at, seconds, record: { kind: 'deployment', environment, deployment, occurrence, id } };
}

export function incidentRecords(rows: readonly ScannedIncidentsRow[], { period }: ScanSpans): ServiceRecords[] {
  return rows.map(({ service, seconds, instants, slow }) => ({
    service,
    measure: 'incident',
    seconds,
    inPeriod: instants.filter((at) => at >= period.from).length,
    slow: slow.map(slowIncident),
  }));
}

function slowIncident([seconds, at, id, isOpen]: SlowIncident): SlowRecord {
  return { at, seconds, record: { kind: 'incident', id, isOpen: isOpen === 1 } };
}
