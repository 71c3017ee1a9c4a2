import { aboutDeployment } from './about-deployment.js';
import type { Finding } from './alert.js';
import type { AlertedDeployment, AlertFacts, EndedCheck } from './alert-facts.js';
import { groupBy } from './group-by.js';
import { type Moment, wrongSpans } from './spans.js';

interface Preflight extends EndedCheck {
  readonly deployment: AlertedDeployment;
}

/** A check before a rollout that failed, of whichever deployment, until it passes; a commit that failed it before says nothing new. */
export function policy({ deployments }: AlertFacts): Finding[] {
  const preflights = deployments
    .flatMap((deployment) => deployment.checks.map((check): Preflight => ({ ...check, deployment })))
    .filter(({ stage, result }) => stage === 'preflight' && result !== 'inconclusive')
    .sort((a, b) => a.finishedAt - b.finishedAt);
  return [...groupBy(preflights, ({ deployment: { service }, check }) => JSON.stringify([service, check])).values()]
    .flatMap((results) => wrongSpans(newsIn(results)))
    .map(({ since, until, reading: { deployment, check } }) => ({
      rule: 'POLICY',
      severity: 'ticket',
      audience: ['developers'],
      ...aboutDeployment(deployment),
      key: `${deployment.service} ${check}`,
      since,
      until,
      what: `check ${check} failed before the rollout`,
      value: null,
      threshold: null,
    }));
}

function newsIn(results: readonly Preflight[]): Moment<Preflight>[] {
  const failed = new Set<string>();
  return results.flatMap((one): Moment<Preflight>[] => {
    const { sha } = one.deployment;
    if (one.result !== 'failed') return [{ at: one.finishedAt, wrong: null }];
    if (sha !== null && failed.has(sha)) return [];
    if (sha !== null) failed.add(sha);
    return [{ at: one.finishedAt, wrong: one }];
  });
}
