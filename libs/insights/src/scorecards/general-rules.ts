import type { MetricId } from '@leadline/metrics';
import type { Rule } from './criterion.js';
import type { MeasuredPoint, ScorecardFacts } from './facts.js';
import { countOf, decided, listOf, met, pointOf, shareOf, unknown } from './rule-outcome.js';

const DAY_S = 86_400;
const HOUR_S = 3_600;
export const seconds = { day: DAY_S, hour: HOUR_S } as const;

export const deploymentsOver = ({ fourWeeks }: ScorecardFacts): number =>
  fourWeeks.get('DEPLOYMENT_FREQUENCY')?.numerator ?? 0;
export const NO_DEPLOYMENTS = 'no deployment to production was told of in the last four full weeks';

/** The value of a metric over the four weeks, from so many samples on. */
export function valueOver(
  metric: MetricId,
  { least = 1, missing }: { readonly least?: number; readonly missing: string },
  judge: (point: MeasuredPoint & { readonly value: number }) => boolean,
): Rule {
  return ({ fourWeeks }) => {
    const point = fourWeeks.get(metric);
    if (point === undefined || point.value === null) return unknown(missing);
    if (point.n < least) return unknown(`${missing}: n = ${point.n}, at least ${least} are needed`, pointOf(point));
    return decided(judge({ ...point, value: point.value }), pointOf(point));
  };
}

/** At least one of something in each of the four weeks. */
export const everyOf =
  (what: string, missing: string, read: (facts: ScorecardFacts) => readonly number[]): Rule =>
  (facts) => {
    const weeks = read(facts);
    if (weeks.every((count) => count === 0)) return unknown(missing);
    return decided(weeks.length === 4 && weeks.every((count) => count > 0), listOf(what, weeks.map(String)));
  };

/** At least one of something that only its own source tells of: none is not known to be none. */
export const atLeastOne =
  (what: string, missing: string, read: (facts: ScorecardFacts) => number): Rule =>
  (facts) => {
    const count = read(facts);
    return count > 0 ? met(countOf(what, count)) : unknown(missing);
  };

/** A share of the deployments of the four weeks; known only where anything of the kind is told at all. */
export const shareOfDeployments =
  (
    what: string,
    least: number,
    missing: string,
    read: (deployments: ScorecardFacts['deployments']) => { readonly numerator: number; readonly told: number },
  ): Rule =>
  ({ deployments }) => {
    const { numerator, told } = read(deployments);
    if (deployments.done === 0) return unknown(NO_DEPLOYMENTS);
    return told === 0
      ? unknown(missing)
      : decided(numerator / deployments.done >= least, shareOf(what, numerator, deployments.done));
  };

/** What was measured of nearly all deployments of the four weeks. */
export const measuredFor =
  (metric: MetricId, least: number): Rule =>
  ({ fourWeeks }) => {
    const point = fourWeeks.get(metric);
    const unmeasured = point?.details['unmeasured'] ?? 0;
    if (point === undefined || point.n + unmeasured === 0) return unknown(NO_DEPLOYMENTS);
    return decided(
      point.n / (point.n + unmeasured) >= least,
      shareOf('deployments of which it is measured', point.n, point.n + unmeasured),
    );
  };
