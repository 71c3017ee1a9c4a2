/** How far a stage has come: offsets by partition, as the log has them. */
export interface StageProgress {
  /** e.g. "normalize". */
  readonly stage: string;
  /** Next offset the stage will read. */
  readonly positions: ReadonlyMap<number, number>;
  /** Offset the next record will get. */
  readonly heads: ReadonlyMap<number, number>;
}

/** As `/readyz` shows it. */
export interface StageReport {
  readonly stage: string;
  /** "partition:offset", comma separated. */
  readonly position: string;
  readonly head: string;
  /** Records that arrived and were not processed yet. */
  readonly behind: number;
}

export function stageReport({ stage, positions, heads }: StageProgress): StageReport {
  const behind = [...heads].reduce(
    (sum, [partition, head]) => sum + Math.max(0, head - (positions.get(partition) ?? 0)),
    0,
  );
  return { stage, position: formatOffsets(positions), head: formatOffsets(heads), behind };
}

function formatOffsets(offsets: ReadonlyMap<number, number>): string {
  return [...offsets]
    .toSorted(([a], [b]) => a - b)
    .map(([partition, offset]) => `${partition}:${offset}`)
    .join(',');
}

/**
 * Judges, from one observation to the next, whether every stage has caught up with what had arrived at the first one.
 * Stages in the order data flows: what a stage must reach is known when the one before it got there, because only then has
 * everything arrived for it. Once ready, always ready: the backlog of new arrivals is a matter of metrics, not of readiness.
 */
export function readiness(): (stages: readonly StageProgress[]) => boolean {
  const targets = new Map<string, ReadonlyMap<number, number>>();
  const caughtUp = new Set<string>();
  return (stages) => {
    for (const { stage, positions, heads } of stages) {
      if (caughtUp.has(stage)) continue;
      const target = targets.get(stage) ?? heads;
      targets.set(stage, target);
      if (![...target].every(([partition, head]) => (positions.get(partition) ?? 0) >= head)) return false;
      caughtUp.add(stage);
    }
    return true;
  };
}
