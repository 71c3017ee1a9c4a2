import { aboutDeployment } from './about-deployment.js';
import type { Finding } from './alert.js';
import type { AlertedDeployment, AlertFacts, BudgetSlice, SpansOf } from './alert-facts.js';
import { groupBy } from './group-by.js';
import { endedBy, firstOutside, wrongSpans } from './spans.js';

/** Observations do not say how long the window of an objective is; most are 30 days. */
const SLO_WINDOW = 30 * 86_400_000;

/** One deployment spent more than a fifth of a budget, by the slices that name it, until the objective's window is over. */
export const releaseBudget = (facts: AlertFacts, burning: SpansOf): Finding[] => {
  const { deployments, budgets } = facts;
  const named = groupBy(
    budgets.filter(({ deployment, allowed }) => deployment !== '' && allowed > 0),
    ({ deployment }) => deployment,
  );
  return deployments.flatMap((deployment) => {
    const slices = deployment.attempts.flatMap((id) => named.get(id) ?? []);
    const byBudget = groupBy(slices, ({ service, slo }) => JSON.stringify([service, slo]));
    return [...byBudget.values()].flatMap((own) => overspent(deployment, own, { facts, burning }));
  });
};

function overspent(
  deployment: AlertedDeployment,
  slices: readonly BudgetSlice[],
  { facts: { asOf, sloWindow, limits }, burning }: { readonly facts: AlertFacts; readonly burning: SpansOf },
): Finding[] {
  const { share: most } = limits([deployment.service]).RELEASE_BUDGET;
  const { service = '', slo = '' } = slices[0] ?? {};
  const told = slices.toSorted((a, b) => a.at - b.at);
  const moments = told.map(({ at, allowed }, index) => {
    const share = told.slice(0, index + 1).reduce((sum, { spent }) => sum + spent, 0) / allowed;
    return { at, wrong: share > most ? share : null };
  });
  const over = Math.max(...slices.map(({ to }) => to)) + (sloWindow(service, slo) ?? SLO_WINDOW);
  return wrongSpans(moments).flatMap((span): Finding[] => {
    const ended = endedBy(span, over > asOf ? null : over);
    const since = ended === null ? null : firstOutside(ended, burning(deployment));
    if (ended === null || since === null) return [];
    return [
      {
        rule: 'RELEASE_BUDGET',
        severity: 'ticket',
        audience: ['developers'],
        ...aboutDeployment(deployment),
        since,
        until: ended.until,
        what: `it spent too much of the error budget of ${slo}`,
        value: ended.reading,
        threshold: most,
      },
    ];
  });
}
