import {
  civilDate,
  isoWeek,
  medianPerFullBucket,
  type MetricId,
  type MetricQuestion,
  type Point,
} from '@leadline/metrics';

/** Points of the whole window and of its buckets. */
export interface Answered {
  readonly whole: Point;
  readonly buckets: readonly Point[];
}

export type Answer = Readonly<Record<string, unknown>>;

/** The product's answer under the names the case files use. */
export function answerOf(answered: Answered, query: MetricQuestion): Answer {
  const { whole } = answered;
  const answer = answers[whole.metric] ?? valueAlone;
  return { ...whole.details, ...answer(answered, query) };
}

const intervalOf = ({ low, high }: Point): readonly (number | null)[] | null => (low === null ? null : [low, high]);

/** A share, under the names of what is counted. */
const share =
  (numerator: string, denominator: string) =>
  ({ whole }: Answered): Answer => ({
    [numerator]: whole.numerator,
    [denominator]: whole.denominator,
    rate: whole.value,
    wilson95: intervalOf(whole),
  });

const durations = ({ whole }: Answered): Answer => ({
  n: whole.n,
  p50: whole.value,
  p75: whole.p75,
  p90: whole.p90,
  p50CI95: intervalOf(whole),
});

const survival = ({ whole }: Answered): Answer => ({
  n: whole.n,
  open: whole.open,
  p50: whole.value,
  p50NaiveResolvedOnly: whole.details['medianOfRecovered'] ?? null,
  lowerBoundIfNull: whole.lowerBound,
  lowerBound: whole.lowerBound,
});

const rate = ({ whole }: Answered): Answer => ({ count: whole.n, days: whole.denominator ?? 0, perDay: whole.value });

const valueAlone = ({ whole }: Answered): Answer => ({ n: whole.n, value: whole.value });

/** Beside its details, by metric; one that no case file names is answered by its value. */
const answers: Readonly<Partial<Record<MetricId, (answered: Answered, query: MetricQuestion) => Answer>>> = {
  DEPLOYMENT_FREQUENCY: (answered, query) => ({
    ...rate(answered),
    perWeek: answered.whole.details['perWeek'] ?? null,
    activeDays: answered.whole.details['activeDays'] ?? 0,
    medianSecondsBetween: answered.whole.details['medianSecondsBetween'] ?? null,
    buckets: answered.buckets.map((bucket) => frequencyBucket(bucket, query)),
    medianPerFullBucket: medianPerFullBucket(answered.buckets, ({ n }) => n),
  }),
  CHANGE_LEAD_TIME: durations,
  CHANGE_FAIL_RATE: (answered) => ({
    ...share('failed', 'total')(answered),
    inferredOnly: answered.whole.inferred,
  }),
  DEPLOYMENT_REWORK_RATE: share('rework', 'total'),
  FAILED_DEPLOYMENT_RECOVERY_TIME: survival,
  TIME_TO_RESTORE: survival,
  FLAG_RELEASE_FREQUENCY: (answered) => ({ ...rate(answered), steps: answered.whole.details['steps'] ?? 0 }),
  FLAG_CHANGE_FAIL_RATE: (answered) => ({
    ...share('failed', 'total')(answered),
    inferredOnly: answered.whole.inferred,
  }),
  FLAG_RECOVERY_TIME: survival,
  FLAG_EXPOSURE_LEAD_TIME: durations,
  STALE_FLAGS: share('stale', 'total'),
  DEPLOYMENT_SUCCESS_RATE: share('succeeded', 'attempts'),
  TIME_TO_DEPLOY: durations,
  ROLLBACK_TIME: durations,
  ROLLBACK_RESPONSE: durations,
  CANARY_PASS_RATE: share('passed', 'decided'),
  VERIFICATION_LATENCY: durations,
  CHANGE_SUCCESS_RATE: share('succeeded', 'total'),
  AUTOMATION_COVERAGE: share('automated', 'total'),
  GATE_WAIT: survival,
  GATES_PER_DEPLOYMENT: ({ whole }) => ({ n: whole.n, mean: whole.value }),
  AUTOMATIC_SHARE: share('automatic', 'total'),
  BATCH_SIZE: durations,
  POST_DEPLOY_ERROR_RATIO: durations,
  OBSERVABILITY_COVERAGE: share('instrumented', 'total'),
  DEPLOYMENT_COST_DELTA: (answered) => ({ ...durations(answered), currency: answered.whole.currency }),
  PIPELINE_FAILURE_RATE: share('failed', 'total'),
  ERROR_BUDGET_CONSUMED: ({ whole }) => ({ value: whole.value }),
  CUSTOMER_IMPACT_TIME: ({ whole }) => ({ n: whole.n, mean: whole.value, p90: whole.p90 }),
  DEPLOYMENT_DOWNTIME: ({ whole }) => ({ n: whole.n, mean: whole.value }),
  DRIFT: ({ whole }) => ({
    changesBehind: whole.value,
    // Of one place: whether.
    configDiffers: whole.value === null ? null : (whole.details['configDiffers'] ?? 0) > 0,
  }),
  TRAIN_MISS_RATE: share('missed', 'booked'),
  WORK_IN_PROGRESS: ({ whole }) => ({ count: whole.value }),
  TRAIN_PUNCTUALITY: share('onTime', 'total'),
  REDUCED_CAPACITY: ({ whole }) => ({ n: whole.n, mean: whole.value }),
};

function frequencyBucket(bucket: Point, { window, bucket: size, options }: MetricQuestion): Answer {
  const isIsoWeek = size === 'WEEK' && options.weekStart === 'monday';
  return {
    start: civilDate(bucket.bucketStart, window.timeZone),
    count: bucket.n,
    hours: (bucket.bucketEnd - bucket.bucketStart) / 3_600_000,
    partial: bucket.partial,
    ...(size === 'WEEK' ? { isoWeek: isIsoWeek ? isoWeek(bucket.bucketStart, window.timeZone) : null } : {}),
  };
}
