import type { AlertLimits } from '@leadline/events';
import type { Finding } from './alert.js';
import type { AlertFacts, BudgetSlice } from './alert-facts.js';
import { reachOf } from './burn.js';
import { groupBy } from './group-by.js';
import { firstOutside, type Span } from './spans.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Most objectives are of 30 days. */
const USUAL_WINDOW = 30 * DAY;
/** What was spent longer ago is not looked at. */
const LOOK_BACK = 14 * DAY;

interface Pace {
  readonly severity: 'page' | 'ticket';
  /** Over how long the rate is told; over the shorter time it must be as high, so that it ends soon after its cause. */
  readonly long: number;
  readonly short: number;
  readonly limit: keyof AlertLimits['BURN'];
}

/** Multiwindow, multi-burn-rate alerts (Site Reliability Workbook, chapter 5). */
const paces: readonly Pace[] = [
  { severity: 'page', long: HOUR, short: 5 * MINUTE, limit: 'hour' },
  { severity: 'page', long: 6 * HOUR, short: 30 * MINUTE, limit: 'sixHours' },
  { severity: 'ticket', long: 3 * DAY, short: 6 * HOUR, limit: 'threeDays' },
];

/** A budget that would not last its window at the pace it is spent, while no rollout of the service is looked at. */
export const burnOutside = ({ asOf, deployments, budgets, sloWindow, limits }: AlertFacts): Finding[] => {
  const known = budgets.filter(
    // What a deployment is named for is judged as what it spent.
    ({ from, to, allowed, at, deployment }) => deployment === '' && from < to && allowed > 0 && at >= asOf - LOOK_BACK,
  );
  const rollouts = groupBy(deployments, ({ service }) => service);
  return [...groupBy(known, ({ service, slo }) => JSON.stringify([service, slo])).values()].flatMap((own) => {
    const [{ service, slo } = { service: '', slo: '' }] = own;
    const reaches = (rollouts.get(service) ?? []).map(reachOf);
    const window = sloWindow(service, slo) ?? USUAL_WINDOW;
    const slices = own.toSorted((a, b) => a.at - b.at);
    return paces.flatMap(({ severity, long, short, limit }) => {
      const threshold = limits([service]).BURN[limit];
      const fastSpans = spansFasterThan(threshold, { slices, window, long, short, asOf });
      return fastSpans.flatMap(({ since: began, until, peak }): Finding[] => {
        const since = firstOutside({ since: began, until }, reaches);
        if (since === null || since > asOf) return [];
        return [
          {
            rule: 'BURN',
            key: `${service} ${slo}`,
            since,
            until,
            severity,
            audience: severity === 'page' ? ['on_call', 'owner'] : ['owner'],
            what: `the error budget of ${slo} would be spent before its window is over`,
            value: peak,
            threshold,
            services: [service],
            environment: null,
            deployment: null,
          },
        ];
      });
    });
  });
};

interface Told {
  /** In the order in which they were told. */
  readonly slices: readonly BudgetSlice[];
  readonly window: number;
  readonly long: number;
  readonly short: number;
  readonly asOf: number;
}

interface Fast extends Span {
  readonly peak: number;
}

/**
 * Slices are told when they are over, so the rate leaps up when one is told and falls in a straight line until the next:
 * it is enough to look at the instants at which one is told, and where between them it falls to the threshold.
 */
function spansFasterThan(threshold: number, told: Told): Fast[] {
  const { slices, window, long, short, asOf } = told;
  const leaps = [...new Set(slices.map(({ at }) => at))].filter((at) => at <= asOf);
  const rateAt = (at: number, known: number): number =>
    Math.min(rate(short, at, known), rate(short, at, known) > threshold ? rate(long, at, known) : 0);
  const rate = (over: number, at: number, known: number): number =>
    (spentIn(slices, { over, at, known }) * window) / over;
  const spans: Fast[] = [];
  for (const [index, leap] of leaps.entries()) {
    const peak = rateAt(leap, leap);
    if (peak <= threshold) continue;
    const next = leaps[index + 1] ?? asOf;
    const last = rateAt(next, leap);
    const until = last > threshold ? next : fallsTo((at) => rateAt(at, leap) > threshold, leap, next);
    const open = spans.at(-1);
    const follows = open?.until === leap;
    if (follows) spans.pop();
    spans.push({
      since: follows ? open.since : leap,
      until,
      peak: follows ? Math.max(open.peak, peak) : peak,
    });
  }
  const final = spans.at(-1);
  if (final !== undefined && final.until === asOf && rateAt(asOf, asOf) > threshold) {
    spans[spans.length - 1] = { ...final, until: null };
  }
  return spans;
}

/** The first whole second at which it is so no more. */
function fallsTo(isSo: (at: number) => boolean, from: number, to: number): number {
  let [so, not] = [from, to];
  while (not - so > 1_000) {
    const middle = Math.floor((so + not) / 2);
    if (isSo(middle)) so = middle;
    else not = middle;
  }
  return not;
}

/** Share of the budget that slices told by `known` spent in the time before an instant. */
function spentIn(
  slices: readonly BudgetSlice[],
  { over, at, known }: { readonly over: number; readonly at: number; readonly known: number },
): number {
  // What ended in that time was told no sooner.
  const first = firstToldAfter(slices, at - over);
  let share = 0;
  for (let index = first; index < slices.length; index++) {
    const slice = slices[index];
    if (slice === undefined || slice.at > known) break;
    const { from, to, spent, allowed } = slice;
    const overlap = Math.max(0, Math.min(to, at) - Math.max(from, at - over));
    share += (spent * overlap) / (to - from) / allowed;
  }
  return share;
}

function firstToldAfter(slices: readonly BudgetSlice[], at: number): number {
  let [low, high] = [0, slices.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((slices[middle]?.at ?? 0) > at) high = middle;
    else low = middle + 1;
  }
  return low;
}
