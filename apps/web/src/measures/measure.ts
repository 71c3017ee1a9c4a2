import type { MetricId } from '../generated/graphql.js';

/** DORA's five; the API has more metrics, which have no tile. */
export type MeasureId = Extract<
  MetricId,
  | 'CHANGE_LEAD_TIME'
  | 'DEPLOYMENT_FREQUENCY'
  | 'FAILED_DEPLOYMENT_RECOVERY_TIME'
  | 'CHANGE_FAIL_RATE'
  | 'DEPLOYMENT_REWORK_RATE'
>;

/** One of the five, as people meet it: DORA's names, and the words for better and worse. */
export interface Measure {
  readonly id: MeasureId;
  /** Its name in addresses. */
  readonly slug: string;
  readonly title: string;
  /** Title of its tile, with what the value is. */
  readonly heading: string;
  /** In the middle of a sentence. */
  readonly name: string;
  readonly factor: 'throughput' | 'instability';
  readonly kind: 'duration' | 'rate' | 'share';
  readonly betterIs: 'lower' | 'higher';
  /** After "−27 %": faster. */
  readonly words: { readonly better: string; readonly worse: string };
  /** As a headline. */
  readonly findings: { readonly better: string; readonly worse: string };
  /** What is counted: "changes". */
  readonly samples: readonly [one: string, many: string];
  /** Where the clock runs, or what is divided by what. */
  readonly definition: string;
}

const leadTime: Measure = {
  id: 'CHANGE_LEAD_TIME',
  slug: 'change-lead-time',
  title: 'Change lead time',
  heading: 'Change lead time, median',
  name: 'lead time',
  factor: 'throughput',
  kind: 'duration',
  betterIs: 'lower',
  words: { better: 'faster', worse: 'slower' },
  findings: { better: 'changes reach users faster', worse: 'changes take longer to reach users' },
  samples: ['commit', 'commits'],
  definition:
    'Middle of all lead times, each from the commit to the end of the first succeeded production deployment that contains it.',
};

const frequency: Measure = {
  id: 'DEPLOYMENT_FREQUENCY',
  slug: 'deployment-frequency',
  title: 'Deployment frequency',
  heading: 'Deployment frequency',
  name: 'deployment frequency',
  factor: 'throughput',
  kind: 'rate',
  betterIs: 'higher',
  words: { better: 'more often', worse: 'less often' },
  findings: { better: 'deployments are more frequent', worse: 'deployments are less frequent' },
  samples: ['deployment', 'deployments'],
  definition: 'Production deployments that brought something new, divided by the civil days of the window.',
};

const recovery: Measure = {
  id: 'FAILED_DEPLOYMENT_RECOVERY_TIME',
  slug: 'failed-deployment-recovery-time',
  title: 'Failed deployment recovery time',
  heading: 'Failed deployment recovery, median',
  name: 'recovery',
  factor: 'throughput',
  kind: 'duration',
  betterIs: 'lower',
  words: { better: 'faster', worse: 'slower' },
  findings: { better: 'failures are repaired faster', worse: 'failures take longer to repair' },
  samples: ['failure', 'failures'],
  definition:
    'Middle of the times from when users began to suffer from a failed deployment until it was repaired. What is still open is taken into account (Kaplan–Meier).',
};

const failRate: Measure = {
  id: 'CHANGE_FAIL_RATE',
  slug: 'change-fail-rate',
  title: 'Change fail rate',
  heading: 'Change fail rate',
  name: 'fail rate',
  factor: 'instability',
  kind: 'share',
  betterIs: 'lower',
  words: { better: 'fewer failures', worse: 'more failures' },
  findings: { better: 'fewer deployments fail', worse: 'more deployments fail' },
  samples: ['deployment', 'deployments'],
  definition:
    'Production deployments that needed immediate intervention (an incident, a rollback, a hotfix), divided by all that were counted.',
};

const rework: Measure = {
  id: 'DEPLOYMENT_REWORK_RATE',
  slug: 'deployment-rework-rate',
  title: 'Deployment rework rate',
  heading: 'Deployment rework rate',
  name: 'rework',
  factor: 'instability',
  kind: 'share',
  betterIs: 'lower',
  words: { better: 'fewer repairs', worse: 'more repairs' },
  findings: { better: 'fewer deployments are repairs', worse: 'more deployments are repairs' },
  samples: ['deployment', 'deployments'],
  definition:
    'Unplanned production deployments that repaired a defect users met, divided by all production deployments.',
};

/** In the order of the tiles. */
export const measures: readonly Measure[] = [leadTime, frequency, recovery, failRate, rework];

export const measureIds: readonly MetricId[] = measures.map(({ id }) => id);

export const measureById = (id: MetricId): Measure | undefined => measures.find((measure) => measure.id === id);

export const measureBySlug = (slug: string): Measure | undefined => measures.find((measure) => measure.slug === slug);
