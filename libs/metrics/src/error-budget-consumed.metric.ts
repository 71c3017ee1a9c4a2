import { type FailureCells, failedDeploymentIn } from './failed-deployment-recovery-time.metric.js';
import { type Cells, type MetricDefinition, noValue } from './metric.js';
import type { MetricQuestion } from './query.js';
import { recoveryEpisodes } from './recovery-episodes.js';

/** A release that spends more of a budget than this has spent too much ([004]). */
const TOO_MUCH = 0.2;

/** metrics-deployment.md C, M10: slices belong to the deployment they name, else to the failed one they recover from. */
export const errorBudgetConsumed: MetricDefinition<'ERROR_BUDGET_CONSUMED'> = {
  id: 'ERROR_BUDGET_CONSUMED',
  title: 'Error budget consumed',
  summary: 'Share of the error budgets that deployments have spent.',
  unit: 'RATIO',
  better: 'LOWER',
  source: 'https://sre.google/workbook/error-budget-policy/',
  relation: 'budgets',
  settlesLate: true,
  looksAhead: true,
  row: () => ({}),
  aggregates: () => ({ budget_slices: 'groupArrayArray(slices)', failed: 'groupArrayArray(failures)' }),
  finish: (cells, { from, to }, query) => {
    const inWindow = slicesIn(cells).filter((slice) => slice.to > from && slice.to <= Math.min(to, query.asOf));
    const releaseOf = releases(cells, query);
    const budgets = new Map<
      string,
      { allowed: number; spent: number; until: number; byRelease: Map<string, number> }
    >();
    let spentTotal = 0;
    for (const slice of inWindow) {
      const key = JSON.stringify([slice.service, slice.slo]);
      const budget = budgets.get(key) ?? { allowed: 0, spent: 0, until: -Infinity, byRelease: new Map() };
      budgets.set(key, budget);
      spentTotal += slice.spent;
      // Where the budget itself changed, the latest slice says how much it is.
      if (slice.to >= budget.until) Object.assign(budget, { allowed: slice.allowed, until: slice.to });
      const release = releaseOf(slice);
      if (release === null) continue;
      budget.spent += slice.spent;
      budget.byRelease.set(release, (budget.byRelease.get(release) ?? 0) + slice.spent);
    }
    const known = [...budgets.values()].filter(({ allowed }) => allowed > 0);
    const allowed = sum(known.map((budget) => budget.allowed));
    const spent = sum(known.map((budget) => budget.spent));
    const shares = worstShares(known);
    return {
      ...noValue,
      value: known.length === 0 ? null : spent / allowed,
      n: inWindow.length,
      numerator: spent,
      denominator: allowed,
      details: {
        spentByDeployments: spent,
        spentTotal,
        allowed,
        worstRelease: shares.length === 0 ? null : Math.max(...shares),
        releasesOver20: shares.filter((share) => share > TOO_MUCH).length,
      },
    };
  },
};

interface Slice {
  readonly id: string;
  readonly service: string;
  readonly slo: string;
  readonly from: number;
  readonly to: number;
  readonly allowed: number;
  readonly spent: number;
  /** '' if it names none. */
  readonly deployment: string;
}

type SliceCells = [string, string, string, number, number, number, number, string];

/** In the order of their ends, so that the last of a budget is the latest. */
const slicesIn = (cells: readonly Cells[]): Slice[] =>
  cells
    .flatMap((row) => row['budget_slices'] as SliceCells[])
    .map(([id, service, slo, from, to, allowed, spent, deployment]) => {
      return { id, service, slo, from, to, allowed, spent, deployment };
    })
    .sort((a, b) => a.to - b.to || (a.id < b.id ? -1 : 1));

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** Which release a slice belongs to; null: to none. */
function releases(cells: readonly Cells[], { asOf, options }: MetricQuestion): (slice: Slice) => string | null {
  const failures = cells.flatMap((row) => row['failed'] as [attempts: string[], failure: FailureCells][]);
  const failed = failures.map(([, one]) => failedDeploymentIn(one));
  const rowOfAttempt = new Map(failures.flatMap(([attempts, [key]]) => attempts.map((id) => [id, key] as const)));
  const finishes = new Map(failed.map(({ key, finishedAt }) => [key, finishedAt]));
  const episodes = recoveryEpisodes(failed, options.recoveryStart);
  return ({ deployment, service, from, to }) => {
    if (deployment !== '') return rowOfAttempt.get(deployment) ?? `named:${deployment}`;
    const holding = episodes.filter(({ opens, closes }) => opens <= from && to <= (closes ?? asOf));
    const own = holding.flatMap(({ deployments }) => deployments.filter((key) => key.startsWith(`${service}\n`)));
    // Of several it is the latest that had begun to do harm.
    const [latest = null] = own.sort((a, b) => (finishes.get(b) ?? 0) - (finishes.get(a) ?? 0) || (a < b ? -1 : 1));
    return latest;
  };
}

/** Of each release, the largest share of a budget that it has spent. */
function worstShares(
  budgets: readonly { readonly allowed: number; readonly byRelease: ReadonlyMap<string, number> }[],
): number[] {
  const shares = new Map<string, number>();
  for (const { allowed, byRelease } of budgets) {
    for (const [release, spent] of byRelease) {
      shares.set(release, Math.max(shares.get(release) ?? 0, spent / allowed));
    }
  }
  return [...shares.values()];
}
