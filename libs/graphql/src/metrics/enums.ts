import type { ChangeVerdict, LevelName } from '@leadline/pipeline';
import {
  buckets,
  dimensions,
  metricById,
  metricIds,
  type Bucket,
  type Dimension,
  type MetricId,
  type PointStatus,
  type Unit,
} from '@leadline/metrics';
import { capitalizedEnum, documentedEnum } from '../schema/enum.js';

const documented = <T extends string>(values: readonly T[], of: (value: T) => string): Record<T, string> =>
  Object.fromEntries(values.map((value) => [value, of(value)])) as Record<T, string>;

export const MetricIdEnum = documentedEnum<MetricId>(
  'MetricId',
  'A metric of the catalogue.',
  documented(metricIds, (id) => metricById(id).summary),
);

const dimensionTexts: Record<Dimension, string> = {
  TEAM: 'Every team of the tree, a parent pooled over its descendants; `team` is the path.',
  SERVICE: 'What is deployed.',
  REPOSITORY: 'Where the code of what was deployed lives: each repository that a deployment brought commits of.',
  ENVIRONMENT: 'Where it was deployed to.',
  FLAG: 'Feature flags the deployment carries; "(none)" for those without.',
  TARGET: 'Parts of an environment, such as regions.',
  TAG: 'Values of one tag of the services; needs `tagKey`.',
};
export const DimensionEnum = documentedEnum<Dimension>(
  'Dimension',
  'What numbers are grouped by.',
  documented(dimensions, (dimension) => dimensionTexts[dimension]),
);

const bucketTexts: Record<Bucket, string> = {
  DAY: 'Civil days of the zone: 23 or 25 hours long where clocks change.',
  WEEK: 'Weeks from Monday, or from Sunday where `weekStart` says so.',
  MONTH: 'Calendar months.',
  QUARTER: 'Calendar quarters.',
};
export const BucketEnum = documentedEnum<Bucket>(
  'Bucket',
  'Civil intervals in the time zone of the window.',
  documented(buckets, (bucket) => bucketTexts[bucket]),
);

export const UnitEnum = documentedEnum<Unit>('Unit', 'What a value is measured in.', {
  PER_DAY: 'Per civil day.',
  SECONDS: 'Seconds of elapsed time.',
  RATIO: 'A share, from 0 to 1.',
  COUNT: 'A number of things.',
  FACTOR: 'How many times as much.',
});

export const PointStatusEnum = documentedEnum<PointStatus>('PointStatus', 'How far a value may be relied on.', {
  OK: 'Enough behind it to be compared, and old enough not to change any more.',
  NO_DATA: 'Nothing to make a value from.',
  INSUFFICIENT:
    'Too few samples to be compared (fewer than 10 for a ratio, than 6 for a duration), or the value is not reached yet.',
  PROVISIONAL: 'May still change: the interval is running, or failures of its last 7 days may not be known yet.',
});

export const LevelEnum = documentedEnum<LevelName>(
  'Level',
  "DORA's ordinal answers, 6 the best: telemetry mapped to the question of the survey, not a judgement of a team.",
  {
    LEVEL_1: 'Longer than six months, or less often than once in six months.',
    LEVEL_2: 'One to six months, or once in one to six months.',
    LEVEL_3: 'A week to a month, or monthly to weekly.',
    LEVEL_4: 'A day to a week, or weekly to daily.',
    LEVEL_5: 'An hour to a day, or daily.',
    LEVEL_6: 'Less than an hour, or on demand: twice a day and more.',
  },
);

export type Direction = 'HIGHER_IS_BETTER' | 'LOWER_IS_BETTER' | 'CONTEXT';
export const DirectionEnum = documentedEnum<Direction>('MetricDirection', 'Which way is better.', {
  HIGHER_IS_BETTER: 'More is better.',
  LOWER_IS_BETTER: 'Less is better.',
  CONTEXT: 'Neither way: it explains other numbers.',
});

export const ChangeVerdictEnum = capitalizedEnum<ChangeVerdict>(
  'ChangeVerdict',
  'Whether a metric changed against an earlier window.',
  {
    better: 'For the better: beyond chance, the five of a group being one family, and by enough to matter.',
    worse: 'For the worse, likewise.',
    usual: 'Not distinguishable from usual variation, or too small to matter.',
    too_few: 'There is too little in one of the windows to compare.',
    no_history: 'The earlier window has no value.',
    no_value: 'There is no value.',
  },
);
