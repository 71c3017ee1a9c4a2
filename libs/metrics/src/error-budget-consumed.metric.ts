import type { EvidenceItem } from './evidence/evidence-item.js';
import { evidenceOfWhole, type EvidentRow, shareItem } from './evidence/evidence-rule.js';
import type { PointReference } from './evidence/point-reference.js';
import { type FailureCells, failedDeploymentIn, recoveryStartOf } from './failure-cells.js';
import { type MetricDefinition, noValue, type Span } from './metric.js';
import { failureOptions } from './options.js';
import { asksOwnersOfBuckets, isOwnedAt } from './owners-of-spans.js';
import type { MetricQuestion } from './query.js';
import { recoveryEpisodes } from './recovery-episodes.js';

/** Of a release that is known by the name alone that a slice gives it. */
const NAMED = 'named:';

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
  target: { is: 'AT_MOST', value: 0.2, of: 'worstRelease' },
  relation: 'budgets',
  settlesLate: true,
  looksAhead: true,
  judgedBy: [...failureOptions, 'recoveryStart'],
  row: () => ({}),
  aggregates: (query) => ({ kept: `groupArray((slices, failures${asksOwnersOfBuckets(query) ? ', owned_at' : ''}))` }),
  evidence: evidenceOfWhole<BudgetCell>({
    made: 'share',
    of: () => ({ counted: 'true', reasons: [], cell: '(slices, failures)' }),
    assemble: budgetItems,
  }),
  finish: (cells, span, query) => {
    const kept = cells
      .flatMap((row) => row['kept'] as BudgetCell[])
      .filter(([, , ownedAt]) => isOwnedAt(ownedAt, span.to, query));
    const inWindow = slicesIn(kept).filter((slice) => isWithin(slice, span, query));
    const releaseOf = releases(kept, query);
    const budgets = new Map<
      string,
      { allowed: number; spent: number; until: number; byRelease: Map<string, number> }
    >();
    let spentTotal = 0;
    for (const slice of inWindow) {
      const key = budgetOf(slice);
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

/** `ownedAt`: ends of buckets at which the team asked for owned the service; absent: nobody asks. */
type BudgetCell = readonly [slices: SliceCells[], failed: FailedCells[], ownedAt?: readonly number[]];

/** Each slice with what deployments spent in it, and the latest of each budget with how much there was. */
function budgetItems(rows: readonly EvidentRow<BudgetCell>[], point: PointReference): readonly EvidenceItem[] {
  const cells = rows.map(({ cell }) => cell);
  const releaseOf = releases(cells, point);
  const inWindow = slicesIn(cells).filter((slice) => isWithin(slice, point.window, point));
  const latest = new Map(inWindow.map((slice) => [budgetOf(slice), slice] as const));
  return inWindow.map((slice): EvidenceItem => {
    const { id, service, slo, from, to, spent } = slice;
    const last = latest.get(budgetOf(slice));
    const isKnown = last !== undefined && last.allowed > 0;
    const release = releaseOf(slice);
    const shown = { ...nothingShown, id: id.slice(id.indexOf(':') + 1), key: id, instant: to, service, title: slo };
    return {
      ...shareItem(
        { shown: { ...shown, deployment: deploymentIn(release) }, failures: [] },
        isKnown && release !== null ? spent : 0,
        isKnown && last.id === id ? last.allowed : 0,
      ),
      reason: release === null ? 'no_deployment' : null,
      opensAt: from,
      closesAt: to,
    };
  });
}

const nothingShown = {
  thing: 'observation',
  environment: null,
  status: '',
  kind: '',
  sha: '',
  version: '',
  url: '',
} as const;

/** The deployment of a release; null: it is known by a name alone. */
function deploymentIn(release: string | null): EvidenceItem['deployment'] {
  if (release === null || release.startsWith(NAMED)) return null;
  const [service = '', environment = '', deployment = '', occurrence = '1'] = release.split('\n');
  return { service, environment, deployment, occurrence: Number(occurrence) };
}

/** Slices that ended in the window. */
const isWithin = (slice: Slice, { from, to }: Span, { asOf }: { readonly asOf: number }): boolean =>
  slice.to > from && slice.to <= Math.min(to, asOf);

const budgetOf = ({ service, slo }: Slice): string => JSON.stringify([service, slo]);

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

type FailedCells = [attempts: string[], failure: FailureCells];
type SliceCells = [string, string, string, number, number, number, number, string];

/** In the order of their ends, so that the last of a budget is the latest. */
const slicesIn = (cells: readonly BudgetCell[]): Slice[] =>
  cells
    .flatMap(([slices]) => slices)
    .map(([id, service, slo, from, to, allowed, spent, deployment]) => {
      return { id, service, slo, from, to, allowed, spent, deployment };
    })
    .sort((a, b) => a.to - b.to || (a.id < b.id ? -1 : 1));

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** Which release a slice belongs to; null: to none. */
function releases(
  cells: readonly BudgetCell[],
  { asOf, options }: Pick<MetricQuestion, 'asOf' | 'options'>,
): (slice: Slice) => string | null {
  const failures = cells.flatMap(([, failed]) => failed);
  const failed = failures.map(([, one]) => failedDeploymentIn(one));
  const rowOfAttempt = new Map(failures.flatMap(([attempts, [key]]) => attempts.map((id) => [id, key] as const)));
  const finishes = new Map(failed.map(({ key, finishedAt }) => [key, finishedAt]));
  const episodes = recoveryEpisodes(failed, recoveryStartOf(options));
  return ({ deployment, service, from, to }) => {
    if (deployment !== '') return rowOfAttempt.get(deployment) ?? `${NAMED}${deployment}`;
    const holding = episodes.filter(({ opens, closes }) => opens <= from && to <= (closes ?? asOf));
    const own = holding.flatMap(({ failures: together }) =>
      together.map(({ key }) => key).filter((key) => key.startsWith(`${service}\n`)),
    );
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
