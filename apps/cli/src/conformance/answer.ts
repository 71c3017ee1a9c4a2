import { civilDate, isoWeek, medianPerFullBucket, type MetricQuery, type Point } from '@leadline/metrics';

/** Points of the whole window and of its buckets. */
export interface Answered {
  readonly whole: Point;
  readonly buckets: readonly Point[];
}

/** The product's answer under the names the case files use. */
export function answerOf({ whole, buckets }: Answered, query: MetricQuery): Record<string, unknown> {
  const { details } = whole;
  const interval = whole.low === null ? null : [whole.low, whole.high];
  switch (whole.metric) {
    case 'DEPLOYMENT_FREQUENCY':
      return {
        count: whole.n,
        days: whole.denominator ?? 0,
        perDay: whole.value,
        perWeek: details['perWeek'] ?? null,
        activeDays: details['activeDays'] ?? 0,
        medianSecondsBetween: details['medianSecondsBetween'] ?? null,
        buckets: buckets.map((bucket) => frequencyBucket(bucket, query)),
        medianPerFullBucket: medianPerFullBucket(buckets, ({ n }) => n),
      };
    case 'CHANGE_LEAD_TIME':
      return {
        n: whole.n,
        p50: whole.value,
        p75: whole.p75,
        p90: whole.p90,
        mean: details['mean'] ?? null,
        p50CI95: interval,
        invalidSamples: details['invalidSamples'],
        noBaseline: details['noBaseline'],
      };
    case 'CHANGE_FAIL_RATE':
      return {
        failed: whole.numerator,
        total: whole.denominator,
        rate: whole.value,
        wilson95: interval,
        inferredOnly: whole.inferred,
        unknownExposure: details['unknownExposure'],
      };
    case 'DEPLOYMENT_REWORK_RATE':
      return { rework: whole.numerator, total: whole.denominator, rate: whole.value, wilson95: interval };
    case 'FAILED_DEPLOYMENT_RECOVERY_TIME':
      return {
        n: whole.n,
        open: whole.open,
        observed: details['observed'],
        p50: whole.value,
        p50NaiveResolvedOnly: details['medianOfRecovered'] ?? null,
        lowerBoundIfNull: whole.lowerBound,
        lowerBound: whole.lowerBound,
        invalidSamples: details['invalidSamples'],
      };
  }
}

function frequencyBucket(bucket: Point, { window, bucket: size, options }: MetricQuery): Record<string, unknown> {
  const isIsoWeek = size === 'WEEK' && options.weekStart === 'monday';
  return {
    start: civilDate(bucket.bucketStart, window.timeZone),
    count: bucket.n,
    hours: (bucket.bucketEnd - bucket.bucketStart) / 3_600_000,
    partial: bucket.partial,
    ...(size === 'WEEK' ? { isoWeek: isIsoWeek ? isoWeek(bucket.bucketStart, window.timeZone) : null } : {}),
  };
}
