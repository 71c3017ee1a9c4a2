import { ascending } from '@leadline/statistics';
import type { EvidenceItem } from './evidence/evidence-item.js';
import {
  type EvidenceOfWhole,
  evidenceOfWhole,
  type EvidentRow,
  leftOut,
  sampleItem,
} from './evidence/evidence-rule.js';
import type { Cells, MetricValue } from './metric.js';
import { valueOfSamples } from './quantiles.js';

/** A deployment that was taken back, or a rollout that was aborted; instants in epoch milliseconds. */
export interface RollbackSample {
  readonly finishedAt: number;
  readonly startedAt: number;
  /** null: nothing tells that something was wrong before. */
  readonly detectedAt: number | null;
}

type DetectedRollback = RollbackSample & { readonly detectedAt: number };

const isTakenBack = `in_window AND is_member_or_aborted AND state.verdict != 'excluded'`;
const takenCell = '(service, taken)';
export const rollbackSamples = `groupArrayIf(${takenCell}, ${isTakenBack})`;
export const rollbackRow = { is_member_or_aborted: `is_member OR state.status = 'failed'` };

type TakenCells = readonly [service: string, taken: readonly [number, number, string, number | null]];

/** One rollback that took back several deployments is one sample: with the earliest signal of any. */
const rollbacksIn = (cells: readonly Cells[]): RollbackSample[] => [
  ...mergedRollbacks(cells.flatMap((row) => row['rolled_back'] as readonly TakenCells[])).values(),
];

function mergedRollbacks(taken: readonly TakenCells[]): Map<string, RollbackSample> {
  const samples = new Map<string, RollbackSample>();
  for (const cell of taken) {
    const [finishedAt, startedAt, , detectedAt] = cell[1];
    const known = samples.get(rollbackOf(cell))?.detectedAt ?? null;
    const earliest = known === null ? detectedAt : Math.min(known, detectedAt ?? known);
    samples.set(rollbackOf(cell), { finishedAt, startedAt, detectedAt: earliest });
  }
  return samples;
}

const rollbackOf = ([service, [, , by]]: TakenCells): string => JSON.stringify([service, by]);

/** From the first sign until the rollback was finished, or until it began; seconds. */
const secondsUntil = (end: 'finishedAt' | 'startedAt', sample: DetectedRollback): number =>
  Math.max(0, sample[end] - sample.detectedAt) / 1000;

/** Of the deployments that one rollback took back the first stands for it. */
export const rollbackEvidence = (end: 'finishedAt' | 'startedAt'): EvidenceOfWhole =>
  evidenceOfWhole<TakenCells>({
    made: 'median',
    of: () => ({
      counted: isTakenBack,
      cell: takenCell,
      reasons: [
        ['excluded_by_person', `state.verdict = 'excluded'`],
        ['not_exposed', 'NOT (is_member_or_aborted)'],
        ['outside_window', 'NOT in_window'],
      ],
    }),
    assemble: (rows) => {
      const samples = mergedRollbacks(rows.flatMap(({ isCounted, cell }) => (isCounted ? [cell] : [])));
      const told = new Set<string>();
      return rows.flatMap((row): EvidenceItem[] => {
        if (!row.isCounted) return row.isNear && row.reason !== null ? [leftOut(row, row.reason)] : [];
        const key = rollbackOf(row.cell);
        const isFirst = !told.has(key);
        told.add(key);
        return [isFirst ? itemOf(row, end, samples.get(key)) : leftOut(row, 'same_rollback')];
      });
    },
  });

function itemOf(
  row: EvidentRow<TakenCells>,
  end: 'finishedAt' | 'startedAt',
  sample: RollbackSample | undefined,
): EvidenceItem {
  if (sample === undefined || sample.detectedAt === null) return leftOut(row, 'not_detected');
  const detected = { ...sample, detectedAt: sample.detectedAt };
  return {
    ...sampleItem(row, secondsUntil(end, detected)),
    opensAt: detected.detectedAt,
    closesAt: Math.max(detected.detectedAt, detected[end]),
  };
}

/** How long rollbacks took from the first sign until an end: the median with its interval, of those with a sign. */
export function rollbackDurations(
  cells: readonly Cells[],
  end: 'finishedAt' | 'startedAt',
): { readonly value: MetricValue; readonly seconds: readonly number[]; readonly withoutDetection: number } {
  const all = rollbacksIn(cells);
  const detected = all.flatMap(({ detectedAt, ...one }) => (detectedAt === null ? [] : [{ ...one, detectedAt }]));
  // In order, so that their mean is the same to the last digit whatever order the warehouse gives them in.
  const seconds = ascending(detected.map((one) => secondsUntil(end, one)));
  return { value: valueOfSamples(seconds), seconds, withoutDetection: all.length - detected.length };
}
