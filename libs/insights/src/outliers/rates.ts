import type { Proportion } from '@leadline/statistics';
import type { OutlierMeasure } from './outlier.js';
import type { ScannedDeployment } from './scan-input.js';

export type RateMeasure = Extract<OutlierMeasure, 'fail_rate' | 'rework_rate'>;

/** k of n deployments failed, or were rework. */
export function rateOf(deployments: readonly ScannedDeployment[], measure: RateMeasure): Proportion {
  let [k, n] = [0, 0];
  for (const deployment of deployments) {
    const is = measure === 'fail_rate' ? deployment.isFailed : deployment.isRework;
    if (is === null) continue;
    n += 1;
    if (is) k += 1;
  }
  return { k, n };
}

export const shareOf = ({ k, n }: Proportion): number => (n === 0 ? 0 : k / n);

export function pooled(units: readonly Proportion[]): Proportion {
  return units.reduce((sum, { k, n }) => ({ k: sum.k + k, n: sum.n + n }), { k: 0, n: 0 });
}
