import type { MetricOptions } from '@leadline/metrics';

/** The rules by which deployments count as failed, under these options: what a person confirms. */
export function failureRules(options: MetricOptions): string[] {
  const hours = (seconds: number): string => `${Number((seconds / 3_600).toFixed(2))} h`;
  return [
    'a person says so',
    'its rollout failed after it had reached users',
    `an incident names it${options.minSeverity === null ? '' : `, of ${options.minSeverity} or worse`}${options.excludeNonUserFacing ? ', noticed by users' : ''}`,
    ...(options.rollbackImpliesFailure ? [`it is rolled back within ${hours(options.rollbackWindowS)}`] : []),
    ...(options.hotfixImpliesFailure ? ['a hotfix names it'] : []),
    ...(options.timeWindowAttribution
      ? [`an incident that names no cause begins within ${hours(options.timeWindowS)} after it`]
      : []),
  ];
}
