import type { MetricId } from '@leadline/metrics';

/** DORA's five: what a page of numbers asks for. */
export const five: readonly MetricId[] = [
  'DEPLOYMENT_FREQUENCY',
  'CHANGE_LEAD_TIME',
  'CHANGE_FAIL_RATE',
  'FAILED_DEPLOYMENT_RECOVERY_TIME',
  'DEPLOYMENT_REWORK_RATE',
];
