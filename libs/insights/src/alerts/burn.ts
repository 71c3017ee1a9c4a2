import { aboutDeployment } from './about-deployment.js';
import type { Finding } from './alert.js';
import type { AlertedDeployment, AlertFacts, BudgetSlice } from './alert-facts.js';
import { groupBy } from './group-by.js';
import type { Span } from './spans.js';

const HOUR = 3_600_000;
/** What is spent within this time of a rollout's end is still looked at. */
const REACH = HOUR;

/** More than half of an error budget within an hour, during a rollout or in the hour after it. */
export const burn = ({ asOf, deployments, budgets, limits }: AlertFacts): Finding[] => {
  const known = budgets.filter(({ from, to, allowed }) => from < to && allowed > 0);
  const ofService = groupBy(known, ({ service }) => service);
  return deployments.flatMap((deployment) => {
    const { share: most } = limits([deployment.service]).BURN;
    const reach = reachOf(deployment);
    const near = (ofService.get(deployment.service) ?? []).filter(
      ({ from, to }) => to > reach.since - HOUR && (reach.until === null || from < reach.until),
    );
    return [...groupBy(near, ({ slo }) => slo)].flatMap(([slo, slices]) =>
      burningSpans(slices, { reach, asOf, most }).map(({ since, until, peak }): Finding => ({
        rule: 'BURN',
        severity: 'page',
        audience: ['on_call', 'owner'],
        ...aboutDeployment(deployment),
        since,
        until,
        what: `the error budget of ${slo} burns: halt and assess`,
        value: peak,
        threshold: most,
      })),
    );
  });
};

/** While a rollout runs, and in the hour after it. */
export function reachOf({ startedAt, finishedAt, replacedAt }: AlertedDeployment): Span {
  const since = startedAt ?? finishedAt ?? 0;
  // One that another took the place of runs no more, whatever was told of its end.
  return { since, until: finishedAt === null ? replacedAt : finishedAt + REACH };
}

interface Burning extends Span {
  readonly peak: number;
}

/** The share is a straight line between the instants at which a slice is told, or enters or leaves the last hour. */
function burningSpans(
  slices: readonly BudgetSlice[],
  { reach, asOf, most }: { readonly reach: Span; readonly asOf: number; readonly most: number },
): Burning[] {
  const end = Math.min(reach.until ?? asOf, asOf);
  if (end < reach.since) return [];
  const bends = slices.flatMap(({ at, from, to }) => [at, from, to, from + HOUR, to + HOUR]);
  const instants = [...new Set([reach.since, end, ...bends.filter((at) => at > reach.since && at < end)])].sort(
    (a, b) => a - b,
  );
  const spans: Burning[] = [];
  const close = (until: number): void => {
    const last = spans.at(-1);
    if (last?.until === null) spans[spans.length - 1] = { ...last, until };
  };
  for (const [index, left] of instants.entries()) {
    const right = instants[index + 1] ?? left;
    const told = slices.filter(({ at }) => at <= left);
    const [first, last] = [shareAt(told, left), shareAt(told, right)];
    const crossing = left + ((most - first) / (last - first)) * (right - left);
    if (first <= most) close(left);
    if (first <= most && last <= most) continue;
    const peak = Math.max(first, last);
    const open = spans.at(-1);
    if (open?.until === null) spans[spans.length - 1] = { ...open, peak: Math.max(open.peak, peak) };
    else spans.push({ since: first > most ? left : crossing, until: null, peak });
    if (last <= most) close(crossing);
  }
  if (reach.until !== null && reach.until <= asOf) close(reach.until);
  return spans;
}

/** Share of the budget that was spent in the hour before. */
const shareAt = (slices: readonly BudgetSlice[], at: number): number =>
  slices.reduce((share, { from, to, spent, allowed }) => {
    const overlap = Math.max(0, Math.min(to, at) - Math.max(from, at - HOUR));
    return share + (spent * overlap) / (to - from) / allowed;
  }, 0);
