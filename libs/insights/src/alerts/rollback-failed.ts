import { aboutDeployment } from './about-deployment.js';
import type { Finding } from './alert.js';
import type { AlertedDeployment, AlertFacts } from './alert-facts.js';
import { groupBy } from './group-by.js';
import { endedBy, type Span, wrongSpans } from './spans.js';
import { weightAt, withoutTraffic } from './traffic.js';

/** A rollback that failed, until the next success; or traffic minutes after a rollout was aborted, until there is none. */
export const rollbackFailed = ({ asOf, deployments, limits }: AlertFacts): Finding[] =>
  deployments.flatMap((deployment) => [
    ...failedRuns(deployment),
    ...stillServing(deployment, limits([deployment.service]).ROLLBACK_FAILED.within * 1000, asOf),
  ]);

const found = (
  deployment: AlertedDeployment,
  { since, until }: Span,
  said: Pick<Finding, 'what' | 'value' | 'threshold'>,
): Finding => ({
  rule: 'ROLLBACK_FAILED',
  severity: 'page',
  audience: ['on_call'],
  ...aboutDeployment(deployment),
  since,
  until,
  ...said,
});

function failedRuns(deployment: AlertedDeployment): Finding[] {
  if (deployment.kind !== 'rollback') return [];
  const ended = deployment.tries
    .flatMap(({ target, status, finishedAt }) => (finishedAt === null ? [] : [{ target, status, at: finishedAt }]))
    .filter(({ status }) => status === 'failed' || status === 'succeeded')
    .sort((a, b) => a.at - b.at);
  return [...groupBy(ended, ({ target }) => target).values()].flatMap((tries) =>
    wrongSpans(tries.map(({ at, status }) => ({ at, wrong: status === 'failed' ? true : null }))).flatMap((span) => {
      const whole = endedBy(span, deployment.replacedAt);
      return whole === null
        ? []
        : [found(deployment, whole, { what: 'the rollback failed', value: null, threshold: null })];
    }),
  );
}

/** A rollout that was called off has so long to give its traffic back, in milliseconds. */
function stillServing(deployment: AlertedDeployment, toRouteBack: number, asOf: number): Finding[] {
  const { steps } = deployment;
  return steps.flatMap(({ at, action }): Finding[] => {
    const since = at + toRouteBack;
    const isOn = steps.some(
      (step) => step.at > at && step.at <= since && ['started', 'resumed', 'promoted'].includes(step.action),
    );
    if (action !== 'aborted' || isOn || since > asOf) return [];
    const weight = weightAt(deployment, since) ?? 0;
    if (weight === 0) return [];
    const whole = endedBy({ since, until: null }, withoutTraffic(deployment, since));
    const what = `it has traffic ${Math.round(toRouteBack / 60_000)} minutes after it was aborted`;
    return whole === null ? [] : [found(deployment, whole, { what, value: weight, threshold: 0 })];
  });
}
