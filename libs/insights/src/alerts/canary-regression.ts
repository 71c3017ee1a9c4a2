import type { AlertLimits } from '@leadline/events';
import { groupBy } from './group-by.js';
import type { Finding } from './alert.js';
import type { AlertedDeployment, AlertFacts, BeforeAndAfter, SpansOf } from './alert-facts.js';
import { aboutDeployment } from './about-deployment.js';
import { earlier, endedBy, firstOutside, firstWithin, type Moment, wrongSpans } from './spans.js';
import { canaryWindow, withoutTraffic } from './traffic.js';

/** Errors after a rollout are reported when it is over: for so long they are taken as those of it, as BURN does. */
const REACH = 60 * 60_000;

/**
 * A canary check that failed last, or more than twice the errors; until the check passes, or nobody has the version.
 * Errors are left to the canary's own checks while a part of traffic has it, unless the budget burns.
 */
export const canaryRegression = ({ deployments, limits }: AlertFacts, burning: SpansOf): Finding[] =>
  deployments.flatMap((deployment) => [
    ...failedChecks(deployment),
    ...tooManyErrors(deployment, burning(deployment), limits([deployment.service]).CANARY_REGRESSION),
  ]);

/** M4 above `times`, and so many errors, are no noise. */
type Noise = AlertLimits['CANARY_REGRESSION'];

const about = (deployment: AlertedDeployment) =>
  ({
    rule: 'CANARY_REGRESSION',
    severity: 'page',
    audience: ['on_call', 'owner'],
    ...aboutDeployment(deployment),
  }) as const;

function failedChecks(deployment: AlertedDeployment): Finding[] {
  const { checks, finishedAt } = deployment;
  const canary = checks.filter(({ stage, result }) => stage === 'canary' && result !== 'inconclusive');
  return [...groupBy(canary, ({ check }) => check)].flatMap(([check, results]) =>
    wrongSpans(
      results.map((one): Moment<string | null> => ({
        at: one.finishedAt,
        wrong: one.result === 'failed' ? (one.step ?? '') : null,
      })),
    ).flatMap((span): Finding[] => {
      if (finishedAt !== null && span.since > finishedAt) return [];
      const ended = endedBy(span, withoutTraffic(deployment, span.since));
      if (ended === null) return [];
      const { since, until, reading: step } = ended;
      const what = `canary check ${check} failed${step ? ` in step ${step}` : ''}`;
      return [{ ...about(deployment), since, until, what, value: null, threshold: null }];
    }),
  );
}

function tooManyErrors(deployment: AlertedDeployment, burning: ReturnType<SpansOf>, noise: Noise): Finding[] {
  const { errors, finishedAt } = deployment;
  const told = errors.filter(({ at }) => finishedAt === null || at < finishedAt + REACH);
  const moments = told.map(({ at }, index) => ({ at, wrong: regressionIn(told.slice(0, index + 1), noise) }));
  return wrongSpans(moments).flatMap((span): Finding[] => {
    const ended = endedBy(span, withoutTraffic(deployment, span.since));
    if (ended === null) return [];
    const since = earlier(firstOutside(ended, canaryWindow(deployment)), firstWithin(ended, burning));
    if (since === null) return [];
    const { until, reading: value } = ended;
    return [{ ...about(deployment), since, until, what: 'more errors than before', value, threshold: noise.times }];
  });
}

/** How many times as many errors as before, where that is too many (M4); null: it is not. */
function regressionIn(reports: readonly BeforeAndAfter[], { times, errors }: Noise): number | null {
  const sum = (amount: (report: BeforeAndAfter) => number): number =>
    reports.reduce((total, report) => total + amount(report), 0);
  const tellsRequests = reports.every(
    ({ beforeRequests, afterRequests }) => (beforeRequests ?? 0) > 0 && (afterRequests ?? 0) > 0,
  );
  const before = sum((report) => report.before);
  const after = sum((report) => report.after);
  const countedBefore = sum((report) => (tellsRequests ? (report.beforeRequests ?? 0) : report.beforeTime));
  const countedAfter = sum((report) => (tellsRequests ? (report.afterRequests ?? 0) : report.afterTime));
  if (countedBefore <= 0 || countedAfter <= 0 || after < errors) return null;
  // Without an error before, any number after would be infinitely many times as many.
  const added = before === 0 ? 0.5 : 0;
  const ratio = (after + added) / countedAfter / ((before + added) / countedBefore);
  return ratio > times ? ratio : null;
}
