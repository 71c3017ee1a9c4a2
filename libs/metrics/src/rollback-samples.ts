import type { Cells } from './metric.js';

/** A deployment that was taken back, or a rollout that was aborted; instants in epoch milliseconds. */
export interface RollbackSample {
  readonly finishedAt: number;
  readonly startedAt: number;
  /** null: nothing tells that something was wrong before. */
  readonly detectedAt: number | null;
}

export const rollbackSamples = `groupArrayIf((service, taken), in_window AND is_member_or_aborted AND state.verdict != 'excluded')`;
export const rollbackRow = { is_member_or_aborted: `is_member OR state.status = 'failed'` };

type TakenCells = readonly [service: string, taken: readonly [number, number, string, number | null]];

/** One rollback that took back several deployments is one sample: with the earliest signal of any. */
export function rollbacksIn(cells: readonly Cells[]): RollbackSample[] {
  const samples = new Map<string, RollbackSample>();
  for (const [service, [finishedAt, startedAt, by, detectedAt]] of cells.flatMap(
    (row) => row['rolled_back'] as readonly TakenCells[],
  )) {
    const key = JSON.stringify([service, by]);
    const known = samples.get(key)?.detectedAt ?? null;
    const earliest = known === null ? detectedAt : Math.min(known, detectedAt ?? known);
    samples.set(key, { finishedAt, startedAt, detectedAt: earliest });
  }
  return [...samples.values()];
}
