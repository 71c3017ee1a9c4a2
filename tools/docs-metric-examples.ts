import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Combination, type MetricId, metricById } from '@leadline/metrics';
import { block, code } from './docs-markdown.ts';

/** How a value comes of what was counted, in words. */
const made: Readonly<Record<Combination, string>> = {
  share: 'what is above the line over what is below it',
  median: 'the middle of the samples',
  mean: 'the sum of the samples over their number',
  survival: 'the Kaplan–Meier median of the samples, what has not ended yet included (`+`)',
  per_day: 'what is counted over the civil days of the window',
  count: 'the number of those that count',
  sum: 'the sum of what each adds',
};

const folder = join(import.meta.dirname, '..', 'libs', 'metrics', 'examples');

/** A worked example as libs/pipeline/src/query-metrics/examples.spec.ts runs it. */
interface Example {
  readonly told: string;
  readonly events: readonly object[];
  readonly n: number;
  readonly arithmetic: string;
}

export function madeText(id: MetricId): string {
  const rule = metricById(id).evidence;
  if (rule === undefined)
    throw new Error(`${id} has no evidence: say in its file what of a row counts, and why others do not`);
  return made[rule.made];
}

/** The events, the sum and what it says. */
export async function exampleText(id: MetricId): Promise<string> {
  const name = `${id.toLowerCase().replaceAll('_', '-')}.json`;
  const text = await readFile(join(folder, name), 'utf8').catch(() => {
    throw new Error(`${id} has no worked example: write libs/metrics/examples/${name}`);
  });
  const { told, events, n, arithmetic } = JSON.parse(text) as Example;
  return [
    `**Example.** ${told}`,
    block('json', events.map(lineOf).join('\n')),
    `From 2 to 9 March 2026: ${code(arithmetic)}, made of ${n === 1 ? 'one' : n} that ${n === 1 ? 'counts' : 'count'}.`,
  ].join('\n\n');
}

/** On one line, with a space after each colon and comma. */
const lineOf = (event: object): string =>
  JSON.stringify(event, null, 1)
    .replaceAll(/\n\s*/g, ' ')
    .replaceAll(/([{[]) /g, '$1')
    .replaceAll(/ ([}\]])/g, '$1');

/** What others call these numbers; every name that stands in a guide to deployments leads to one of them. */
export const otherNames: readonly (readonly [name: string, id: MetricId])[] = [
  ['Deploy frequency, deployment frequency', 'DEPLOYMENT_FREQUENCY'],
  ['Lead time for changes, change lead time', 'CHANGE_LEAD_TIME'],
  ['Change failure rate, failure rate', 'CHANGE_FAIL_RATE'],
  ['Failed deployment recovery time, time to recover from a change', 'FAILED_DEPLOYMENT_RECOVERY_TIME'],
  ['Rework rate, unplanned deployments', 'DEPLOYMENT_REWORK_RATE'],
  ['Change failure rate by flag', 'FLAG_CHANGE_FAIL_RATE'],
  ['Change success rate', 'CHANGE_SUCCESS_RATE'],
  ['Deployment success rate without rollback or emergency fix', 'CHANGE_SUCCESS_RATE'],
  ['Deployment success rate: successful deploys divided by attempts', 'DEPLOYMENT_SUCCESS_RATE'],
  ['MTTR, mean time to restore service', 'TIME_TO_RESTORE'],
  ['Mean time to deploy (MTTD), deployment duration', 'TIME_TO_DEPLOY'],
  ['Mean time to rollback (MTTRoll), rollback response time until the rollback is complete', 'ROLLBACK_TIME'],
  ['Rollback response time until the decision', 'ROLLBACK_RESPONSE'],
  ['Post-deploy error rate', 'POST_DEPLOY_ERROR_RATIO'],
  ['Canary pass rate', 'CANARY_PASS_RATE'],
  ['Verification latency', 'VERIFICATION_LATENCY'],
  ['Observability coverage', 'OBSERVABILITY_COVERAGE'],
  ['Deployment cost delta', 'DEPLOYMENT_COST_DELTA'],
  ['Pipeline failure rate', 'PIPELINE_FAILURE_RATE'],
  ['Error budget consumed by deploys', 'ERROR_BUDGET_CONSUMED'],
  ['Customer impact during deployment', 'CUSTOMER_IMPACT_TIME'],
  ['Downtime of a deployment', 'DEPLOYMENT_DOWNTIME'],
  ['Reduced production capacity during deployment', 'REDUCED_CAPACITY'],
  ['Deployment automation coverage', 'AUTOMATION_COVERAGE'],
  ['Manual approvals, coordination before a deployment', 'GATES_PER_DEPLOYMENT'],
  ['Waiting for approvals', 'GATE_WAIT'],
  ['Fully automated deployments and promotions', 'AUTOMATIC_SHARE'],
  ['Batch size, pull requests per deployment', 'BATCH_SIZE'],
  ['Unreleased changes, inventory', 'WORK_IN_PROGRESS'],
  ['Drift between environments', 'DRIFT'],
  ['Release trains on time', 'TRAIN_PUNCTUALITY'],
  ['Changes that missed their train', 'TRAIN_MISS_RATE'],
  ['Flag cleanup, flag debt', 'STALE_FLAGS'],
  ['Flag releases', 'FLAG_RELEASE_FREQUENCY'],
  ['Time to turn a bad flag off', 'FLAG_RECOVERY_TIME'],
  ['Time from code to users behind a flag', 'FLAG_EXPOSURE_LEAD_TIME'],
];
