import type { ReasonElement } from '@leadline/tables';
import type { Occurrence } from './occurrences.js';
import type { IncidentView } from './views.js';

/** Why a deployment may have failed, without the interval in which it was known. */
export type Reason = Omit<ReasonElement, 'knownFrom' | 'knownUntil'>;

export interface Blame {
  /** Key of the deployment that may have failed. */
  readonly key: string;
  readonly reason: Reason;
}

/** A deployment that says another one failed: it rolled it back, or fixed it. */
export const saidByDeployment = (
  authority: 'rollback' | 'fix',
  { id, startedAt, finishedAt }: Pick<Occurrence, 'id' | 'startedAt' | 'finishedAt'>,
  gapS: number,
  variants: number,
): Reason => ({
  variants,
  authority,
  gapS,
  by: id,
  severity: 0,
  userFacing: 1,
  startedAt,
  finishedAt,
  impactAt: null,
  detectedAt: null,
  resolvedAt: null,
});

/** An incident that names the deployment, or is attributed to it. */
export const saidByIncident = (
  authority: 'incident' | 'inferred',
  incident: IncidentView,
  gapS: number,
  variants: number,
): Reason => ({
  variants,
  authority,
  gapS,
  by: incident.id,
  severity: severityNumber(incident.severity),
  userFacing: incident.userFacing ? 1 : 0,
  startedAt: null,
  finishedAt: null,
  impactAt: incident.startedAt,
  detectedAt: incident.detectedAt,
  resolvedAt: incident.resolvedAt,
});

/** N of sevN; 0: a severity that passes every floor. */
export function severityNumber(severity: string): number {
  return Number(/^sev(\d+)$/i.exec(severity)?.[1] ?? 0);
}

/** Incidents that never count, even when linked. Severity and user-facing are options and judged when read. */
export function neverCounts({ status, notCausedByChange }: IncidentView): boolean {
  return notCausedByChange || status === 'false_positive' || status === 'duplicate';
}

/** Whole seconds, rounded up: a fraction beyond a limit is beyond it. */
export const secondsBetween = (from: number, to: number): number => Math.max(0, Math.ceil((to - from) / 1000));

/** Who blames whom at the instant, by who says so. */
export class ReasonLedger {
  private readonly bySpeaker = new Map<string, readonly Blame[]>();
  private readonly byDeployment = new Map<string, Map<string, readonly Reason[]>>();

  /** Replaces everything a speaker said; adds the keys of deployments whose reasons may differ to `dirty`. */
  set(speaker: string, blames: readonly Blame[], dirty: Set<string>): void {
    const before = this.bySpeaker.get(speaker) ?? [];
    if (before.length === 0 && blames.length === 0) return;
    for (const { key } of before) {
      this.byDeployment.get(key)?.delete(speaker);
      dirty.add(key);
    }
    if (blames.length === 0) this.bySpeaker.delete(speaker);
    else this.bySpeaker.set(speaker, blames);
    for (const { key, reason } of blames) {
      const speakers = this.byDeployment.get(key) ?? new Map<string, readonly Reason[]>();
      speakers.set(speaker, [...(speakers.get(speaker) ?? []), reason]);
      this.byDeployment.set(key, speakers);
      dirty.add(key);
    }
  }

  of(key: string): Reason[] {
    return [...(this.byDeployment.get(key)?.values() ?? [])].flat();
  }
}
