import { alertSeverities } from '@leadline/events';
import type { Alert, Finding } from './alert.js';
import type { AlertFacts, SpansOf } from './alert-facts.js';
import { burn } from './burn.js';
import { burnOutside } from './burn-outside.js';
import { canaryRegression } from './canary-regression.js';
import { cost } from './cost.js';
import { dependencyOutage } from './dependency-outage.js';
import { drift } from './drift.js';
import { gateWaiting } from './gate-waiting.js';
import { groupBy } from './group-by.js';
import { metricThreshold } from './metric-threshold.js';
import { policy } from './policy.js';
import { releaseBudget } from './release-budget.js';
import { rollbackFailed } from './rollback-failed.js';
import { sourceSilent } from './source-silent.js';
import { trainLate } from './train-late.js';
import { weightAt } from './traffic.js';
import { verificationFailed } from './verification-failed.js';

/** What opens again within this time is the same alert. */
const SAME_WITHIN = 30 * 60_000;

/** Every alert that the facts give rise to, open ones first, latest first (metrics-deployment.md E). */
export function raiseAlerts(facts: AlertFacts): Alert[] {
  const burning = burn(facts);
  const ofDeployment = spansByDeployment(burning);
  const costs = cost(facts);
  const regressions = canaryRegression(facts, ofDeployment);
  const rollbacks = rollbackFailed(facts);
  const outages = dependencyOutage(facts);
  const silences = sourceSilent(facts);
  const pages = [...burning, ...regressions, ...rollbacks, ...outages, ...costs].filter(
    ({ severity }) => severity === 'page',
  );
  const findings = [
    ...burning,
    ...burnOutside(facts),
    ...outages,
    ...regressions,
    ...rollbacks,
    ...costs,
    ...releaseBudget(facts, ofDeployment),
    ...verificationFailed(facts, spansByPlace(pages)),
    ...policy(facts),
    ...gateWaiting(facts),
    ...drift(facts, spansBySource(facts, silences)),
    ...trainLate(facts),
    ...silences,
    ...metricThreshold(facts),
  ];
  return [...groupBy(findings, identityOf).values()]
    .flatMap(joined)
    .map((finding) => alertOf(finding, facts.asOf))
    .sort((a, b) => Number(a.state === 'resolved') - Number(b.state === 'resolved') || b.since - a.since);
}

/** What one alert at a time may be open of. */
function identityOf({ rule, key, services, environment, deployment }: Finding): string {
  // A check is one, whichever deployment it looks at.
  const place = rule === 'POLICY' ? [] : [environment, deployment?.occurrence ?? null];
  // A deployment may bring down several neighbours.
  const whose = rule === 'DEPENDENCY_OUTAGE' ? services.slice(0, 1) : services;
  return JSON.stringify([rule, key, whose, ...place]);
}

/** Silences of every endpoint of a source. */
function spansBySource({ silences }: AlertFacts, findings: readonly Finding[]): (source: string) => readonly Finding[] {
  const sourceOf = new Map(silences.map(({ endpoint, source }) => [endpoint, source]));
  const bySource = groupBy(findings, ({ key }) => sourceOf.get(key) ?? '');
  return (source) => bySource.get(source) ?? [];
}

function spansByDeployment(findings: readonly Finding[]): SpansOf {
  const byDeployment = groupBy(findings, ({ services, environment, deployment }) =>
    JSON.stringify([services[0], environment, deployment?.deployment, deployment?.occurrence]),
  );
  return ({ service, environment, deployment, occurrence }) =>
    byDeployment.get(JSON.stringify([service, environment, deployment, occurrence])) ?? [];
}

/** Whoever is paged for a service looks at it already. */
function spansByPlace(findings: readonly Finding[]): SpansOf {
  const byPlace = groupBy(findings, ({ services, environment }) => JSON.stringify([services[0], environment]));
  return ({ service, environment }) => byPlace.get(JSON.stringify([service, environment])) ?? [];
}

/** Repeats join what is open, and what has been over for no longer than half an hour; the latest word is told. */
function joined(findings: readonly Finding[]): Finding[] {
  const alerts: Finding[] = [];
  for (const finding of findings.toSorted((a, b) => a.since - b.since)) {
    const last = alerts.at(-1);
    if (last === undefined || (last.until !== null && finding.since > last.until + SAME_WITHIN)) alerts.push(finding);
    else {
      const until = last.until === null || finding.until === null ? null : Math.max(last.until, finding.until);
      const services = [...new Set([...last.services, ...finding.services])];
      alerts[alerts.length - 1] = { ...toldOf(last, finding), services, since: last.since, until };
    }
  }
  return alerts;
}

/** What is over says nothing of what is not; of two that are alike in that, the more urgent one is told, then the later. */
function toldOf(last: Finding, finding: Finding): Finding {
  if ((last.until === null) !== (finding.until === null)) return last.until === null ? last : finding;
  const urgency = ({ severity }: Finding): number => alertSeverities.indexOf(severity);
  return urgency(last) > urgency(finding) ? last : finding;
}

function alertOf({ until, ...finding }: Finding, asOf: number): Alert {
  const { deployment } = finding;
  return {
    ...finding,
    state: until === null ? 'open' : 'resolved',
    resolvedAt: until,
    trafficShare: deployment === null ? null : weightAt(deployment, asOf),
  };
}
