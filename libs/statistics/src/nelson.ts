/** Number of a Nelson rule. Rule 1 alerts, rules 2, 5 and 6 annotate; the others cost more false alarms than they find. */
export type NelsonRule = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8;

export const NELSON_RULES: readonly NelsonRule[] = [1, 2, 3, 4, 5, 6, 7, 8];

/** How many points a rule looks at. A run shorter than that never signals. */
const RUN_LENGTH = { 1: 1, 2: 9, 3: 6, 4: 14, 5: 3, 6: 5, 7: 15, 8: 8 } as const satisfies Record<NelsonRule, number>;

/**
 * Indices of the points at which a run of the rule ends.
 *
 * @param center the chart's center line, in the unit of the values.
 * @param sigma distance of one sigma line from it.
 *
 * Source: L. S. Nelson, "The Shewhart Control Chart: Tests for Special Causes", Journal of Quality Technology 16 (1984),
 * 237-239. In rules 5 and 6 the signalled point itself is one of those beyond the line.
 */
export function nelson(values: readonly number[], center: number, sigma: number, rule: NelsonRule): number[] {
  const scores = values.map((value) => (value - center) / sigma);
  const length = RUN_LENGTH[rule];
  return scores.flatMap((_, end) => {
    const start = end - length + 1;
    return start >= 0 && signals(scores.slice(start, end + 1), rule) ? [end] : [];
  });
}

function signals(run: readonly number[], rule: NelsonRule): boolean {
  switch (rule) {
    case 1:
      return run.every((z) => Math.abs(z) > 3);
    case 2:
      return run.every((z) => z > 0) || run.every((z) => z < 0);
    case 3:
      return steps(run).every((step) => step > 0) || steps(run).every((step) => step < 0);
    case 4:
      return steps(run).every((step, index, all) => index === 0 || step * (all[index - 1] ?? 0) < 0);
    case 5:
      return endsBeyond(run, 2, 2);
    case 6:
      return endsBeyond(run, 1, 4);
    case 7:
      return run.every((z) => Math.abs(z) <= 1);
    case 8:
      return run.every((z) => Math.abs(z) > 1) && run.some((z) => z > 1) && run.some((z) => z < -1);
  }
}

function steps(run: readonly number[]): number[] {
  return run.slice(1).map((z, index) => z - (run[index] ?? z));
}

/** The last point lies beyond the line, and with it at least `enough` of the run on that side. */
function endsBeyond(run: readonly number[], line: number, enough: number): boolean {
  const side = Math.sign(run.at(-1) ?? 0);
  const isBeyond = (z: number): boolean => z * side > line;
  return isBeyond(run.at(-1) ?? 0) && run.filter(isBeyond).length >= enough;
}
