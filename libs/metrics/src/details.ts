import type { MetricValue, Unit } from './metric.js';

/** OWN: the unit of its metric. AMOUNT: money, in the currency of the value. */
export type DetailUnit = Unit | 'OWN' | 'AMOUNT';

/** Numbers that explain a value beside it, by the names of metrics.md ("also returned"): unit and what they say. */
export const detailMeanings = {
  activeDays: ['COUNT', 'Civil days with a counted deployment.'],
  days: ['COUNT', 'Civil days of the window, as far as it is over.'],
  perWeek: ['COUNT', 'The value, for a week.'],
  medianSecondsBetween: [
    'SECONDS',
    'Middle of the times between consecutive deployments of a service, those of all services together.',
  ],
  medianPerFullBucket: ['COUNT', 'Middle of the counts of the buckets that nothing cuts.'],
  mean: ['OWN', 'Mean of the samples.'],
  p50: ['OWN', 'Median of the samples.'],
  invalidSamples: ['COUNT', 'Samples that end before they begin, by more than clocks may differ.'],
  noBaseline: ['COUNT', 'Deployments that share no commit with what was deployed before.'],
  unknownExposure: ['COUNT', 'Failed rollouts of which nobody says whether they reached users: not counted.'],
  linkedElsewhere: ['COUNT', 'Incidents of the window that name deployments of which none is counted.'],
  linkedUnknown: [
    'COUNT',
    'Incidents of the window that name deployments of which nothing is known: they are in no such group.',
  ],
  observed: ['COUNT', 'Episodes that are over.'],
  medianOfRecovered: ['SECONDS', 'Median of the episodes that are over alone: too short where some are open.'],
  closedByFlag: ['COUNT', 'Episodes that a narrowing of the flag ended.'],
  detectionP50: ['SECONDS', 'Median from the impact to the detection.'],
  acknowledgementP50: ['SECONDS', 'Median from the detection to the acknowledgement, what still waits included.'],
  repairP50: ['SECONDS', 'Median from the acknowledgement to the resolution, what still waits included.'],
  steps: ['COUNT', 'Steps that widened a flag.'],
  deployP50: ['SECONDS', 'Median from the commit to its deployment.'],
  waitP50: ['SECONDS', 'Median from the deployment to the first exposure.'],
  rampP50: ['SECONDS', 'Median from the first exposure to that of everybody everywhere.'],
  full: ['COUNT', 'Samples that everybody sees.'],
  dark: ['COUNT', 'Samples that are deployed, and that nobody has seen.'],
  share: ['RATIO', 'Share of all flags that are there.'],
  oldestS: ['SECONDS', 'Age of the oldest.'],
  p50WithoutWaits: ['SECONDS', 'Median without the time that people let it wait.'],
  meanWithoutWaits: ['SECONDS', 'Mean without the time that people let it wait.'],
  unknown: ['COUNT', 'Left out because something of them is not known.'],
  unreported: ['COUNT', 'Deployments that report no steps.'],
  unmeasured: ['COUNT', 'Deployments of which nothing was reported.'],
  unobserved: ['COUNT', 'Deployments that nobody observed.'],
  unverified: ['COUNT', 'Deployments without a check after them.'],
  pending: ['COUNT', 'Deployments with a check that still runs.'],
  withoutDetection: ['COUNT', 'Rollbacks of which nothing tells what they were for.'],
  within300: ['RATIO', 'Share that took at most five minutes.'],
  undecided: ['COUNT', 'Canaries without a passed or failed check.'],
  checksRate: ['RATIO', 'Share of the checks that passed.'],
  overTwice: ['RATIO', 'Share of deployments with more than twice the errors.'],
  sumPerDay: ['AMOUNT', 'What all deployments together changed of the cost per day; none where currencies differ.'],
  runRate: ['RATIO', 'The same by the last attempt of each run.'],
  flaky: ['COUNT', 'Runs that failed and succeeded when they were tried again.'],
  criticalRate: ['RATIO', 'The same of critical endpoints alone.'],
  spentByDeployments: ['COUNT', 'Of the error budgets, what deployments have spent, in bad units.'],
  spentTotal: ['COUNT', 'Of the error budgets, what was spent by anything.'],
  allowed: ['COUNT', 'The error budgets together.'],
  worstRelease: ['RATIO', 'Largest share of a budget that one release has spent.'],
  releasesOver20: ['COUNT', 'Releases that spent more than a fifth of a budget.'],
  total: ['SECONDS', 'All of it together.'],
  zeroShare: ['RATIO', 'Share of deployments without any.'],
  lowest: ['RATIO', 'Least capacity that was left.'],
  max: ['COUNT', 'Most of one deployment.'],
  single: ['RATIO', 'Share of deployments with one change alone.'],
  ageP50: ['SECONDS', 'Median age.'],
  oldest: ['SECONDS', 'Age of the oldest.'],
  secondsBehind: ['SECONDS', 'Longest time that a place lacks something.'],
  changesAhead: ['COUNT', 'Changes that the compared places have and the others do not.'],
  configDiffers: ['COUNT', 'Places that differ in their configuration at the same commit.'],
  cancelled: ['COUNT', 'Trains that were cancelled.'],
  latenessP50: ['SECONDS', 'Median of how much later than planned trains left; below zero: earlier.'],
  trains: ['COUNT', 'Trains that are decided.'],
} as const satisfies Readonly<Record<string, readonly [DetailUnit, string]>>;

export type DetailName = keyof typeof detailMeanings;
export type Details = Readonly<Partial<Record<DetailName, number | null>>>;

/** One of them, as it is told. */
export interface MetricDetail {
  readonly name: DetailName;
  /** In one sentence. */
  readonly meaning: string;
  /** null: there is no value. */
  readonly value: number | null;
  /** null: an amount of money. */
  readonly unit: Unit | null;
}

/** The details of a value, in the order the metric gives them. */
export function detailsOf({ details }: Pick<MetricValue, 'details'>, unitOfMetric: Unit): MetricDetail[] {
  return (Object.keys(details) as DetailName[]).map((name) => {
    const [unit, meaning] = detailMeanings[name];
    return {
      name,
      meaning,
      value: details[name] ?? null,
      unit: unit === 'OWN' ? unitOfMetric : unit === 'AMOUNT' ? null : unit,
    };
  });
}
