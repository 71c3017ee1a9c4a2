import { describe, expect, it } from 'vitest';
import { metricById, metricCatalog, type MetricId, type MetricTarget } from './index.js';

const MINUTE = 60;
const DAY = 86_400;

describe('what guides ask of a metric', () => {
  it.each<readonly [id: MetricId, target: MetricTarget]>([
    ['DEPLOYMENT_SUCCESS_RATE', { is: 'AT_LEAST', value: 0.99 }],
    ['TIME_TO_DEPLOY', { is: 'BELOW', value: 10 * MINUTE }],
    ['ROLLBACK_TIME', { is: 'BELOW', value: 5 * MINUTE }],
    ['ROLLBACK_RESPONSE', { is: 'AT_MOST', value: 5 * MINUTE }],
    ['POST_DEPLOY_ERROR_RATIO', { is: 'AT_MOST', value: 2 }],
    ['CANARY_PASS_RATE', { is: 'AT_LEAST', value: 0.95 }],
    ['VERIFICATION_LATENCY', { is: 'BELOW', value: 2 * MINUTE }],
    // All of the critical endpoints, not all endpoints.
    ['OBSERVABILITY_COVERAGE', { is: 'AT_LEAST', value: 1, of: 'criticalRate' }],
    ['DEPLOYMENT_COST_DELTA', { is: 'AT_MOST', value: 0.05 }],
    ['PIPELINE_FAILURE_RATE', { is: 'BELOW', value: 0.01 }],
    // A fifth for each release: ten releases with a twentieth each keep it.
    ['ERROR_BUDGET_CONSUMED', { is: 'AT_MOST', value: 0.2, of: 'worstRelease' }],
    ['CHANGE_SUCCESS_RATE', { is: 'AT_LEAST', value: 0.98 }],
    ['CUSTOMER_IMPACT_TIME', { is: 'AT_MOST', value: 0 }],
    ['DEPLOYMENT_DOWNTIME', { is: 'AT_MOST', value: 0 }],
    ['AUTOMATION_COVERAGE', { is: 'AT_LEAST', value: 0.95 }],
    ['AUTOMATIC_SHARE', { is: 'AT_LEAST', value: 1 }],
    ['BATCH_SIZE', { is: 'AT_MOST', value: 1 }],
    ['WORK_IN_PROGRESS', { is: 'BELOW', value: 2 * DAY, of: 'oldest' }],
  ])('is what they say: %s', (id, target) => {
    expect(metricById(id).target).toEqual(target);
  });

  it('is nothing of the five of DORA: a level is no target', () => {
    expect(metricCatalog.slice(0, 5).filter(({ target }) => target !== undefined)).toEqual([]);
  });
});
