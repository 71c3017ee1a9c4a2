import { aboutDeployment } from './about-deployment.js';
import type { Finding } from './alert.js';
import type { AlertedDeployment, AlertFacts, BudgetSlice } from './alert-facts.js';
import { groupBy } from './group-by.js';
import type { Span } from './spans.js';

const HOUR = 3_600_000;
/** Share of a budget that an hour may spend during a rollout ([004]). */
const MOST = 0.5;
/** What is spent within this time of a rollout's end is still looked at. */
const REACH = HOUR;

/** More than half of an error budget within an hour, during a rollout or in the hour after it. */
export const burn = ({ asOf, deployments, budgets }: AlertFacts): Finding[] => {
  const known = budgets.filter(({ from, to, allowed }) => from < to && allowed > 0);
  const ofService = groupBy(known, ({ service }) => service);
  return deployments.flatMap((deployment) =>
    [...groupBy(ofService.get(deployment.service) ?? [], ({ slo }) => slo)].flatMap(([slo, slices]) =>
      burningSpans(slices, reachOf(deployment), asOf).map(({ since, until, peak }): Finding => ({
        rule: 'BURN',
        severity: 'page',
        audience: ['on_call', 'owner'],
        ...aboutDeployment(deployment),
        since,
        until,
        what: `the error budget of ${slo} burns: halt and assess`,
        value: peak,
        threshold: MOST,
      })),
    ),
  );
};

function reachOf({ startedAt, finishedAt, replacedAt }: AlertedDeployment): Span {
  const since = startedAt ?? finishedAt ?? 0;
  // One that another took the place of runs no more, whatever was told of its end.
  return { since, until: finishedAt === null ? replacedAt : finishedAt + REACH };
}

interface Burning extends Span {
  readonly peak: number;
}

/** The share is a straight line between the instants at which a slice is told, or enters or leaves the last hour. */
function burningSpans(slices: readonly BudgetSlice[], reach: Span, asOf: number): Burning[] {
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
    const crossing = left + ((MOST - first) / (last - first)) * (right - left);
    if (first <= MOST) close(left);
    if (first <= MOST && last <= MOST) continue;
    const peak = Math.max(first, last);
    const open = spans.at(-1);
    if (open?.until === null) spans[spans.length - 1] = { ...open, peak: Math.max(open.peak, peak) };
    else spans.push({ since: first > MOST ? left : crossing, until: null, peak });
    if (last <= MOST) close(crossing);
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
