import { z } from 'zod';

const DAY = 86_400;

/** Seconds, with the bounds as one sentence: a longer window is a slip of the pen, as is one that ends before it begins. */
function seconds(days: number) {
  const error = `must be a number of seconds from 0 to ${days * DAY} (${days} days)`;
  return z
    .number({ error })
    .min(0, { error })
    .max(days * DAY, { error });
}

/** What is looked back or ahead over, and what may be imprecise. */
const window = seconds(365);

/** What may be left alone for years. */
const rest = seconds(3_650);

const severities = ['sev1', 'sev2', 'sev3', 'sev4', 'sev5'];
const severityError = `must be one of ${severities.join(', ')}, of which sev1 is worst`;

const starts = ['commit', 'first_commit', 'pr_opened', 'merged'] as const;

/** The options of metrics.md 2.1 under their own names, with their defaults; seconds where a name ends in S. */
export const metricOptions = z.strictObject({
  /** Instant that puts a deployment into a window or bucket and ends the lead time. */
  deployInstant: z.enum(['finished', 'started']).default('finished'),
  countRollbacks: z.boolean().default(false),
  countRedeploys: z.boolean().default(false),
  countConfig: z.boolean().default(true),
  countFlags: z.boolean().default(false),
  /** Sources whose failed rollouts count as exposed when they do not say; "*": all. */
  assumeExposed: z.array(z.string()).max(16, { error: 'must be a list of at most 16 sources' }).default([]),
  /** What a lead-time sample is. */
  unit: z.enum(['commit', 'change', 'deployment']).default('commit'),
  /** Where lead time opens. */
  start: z.enum(starts).default('commit'),
  repairSquash: z.boolean().default(true),
  includeMergeCommits: z.boolean().default(false),
  includeBots: z.boolean().default(true),
  identity: z.enum(['sha', 'patch_id']).default('sha'),
  firstDeployment: z.enum(['exclude', 'head_only', 'all']).default('exclude'),
  clockSkewToleranceS: window.default(300),
  rollbackImpliesFailure: z.boolean().default(true),
  rollbackWindowS: window.default(86_400),
  hotfixImpliesFailure: z.boolean().default(true),
  timeWindowAttribution: z.boolean().default(true),
  timeWindowS: window.default(3_600),
  /** Less severe incidents never count: sev1 is worst. */
  minSeverity: z
    .string({ error: severityError })
    .regex(/^sev[1-5]$/i, { error: severityError })
    .nullable()
    .default(null),
  excludeNonUserFacing: z.boolean().default(true),
  excludeFixOnly: z.boolean().default(false),
  recoveryStart: z.enum(['impact', 'detected', 'deployment']).default('impact'),
  reworkIncludesRollbacks: z.boolean().default(true),
  /** What a release of a flag is: its ramp, or each step that widens it. */
  flagUnit: z.enum(['ramp', 'change']).default('ramp'),
  /** Longest time between two steps of one ramp, inclusive. */
  rampGapS: window.default(604_800),
  /** Narrowed within this after its last widening, inclusive and not planned, a release has failed. */
  flagBackWindowS: window.default(86_400),
  /** Incidents that name no cause are attributed to the nearer of deployment and flag change. */
  flagAttribution: z.boolean().default(true),
  /** Unchanged for this long, a flag that is on or off everywhere is stale. */
  staleAfterS: rest.default(2_592_000),
  /** Deployed for this long and never exposed, a flag is stale. */
  darkAfterS: rest.default(7_776_000),
  /** Incidents that users did not notice count for the time to restore. */
  includeInternal: z.boolean().default(false),
  /** What a batch is counted in: pull requests with direct pushes, or commits. */
  batchUnit: z.enum(['change', 'commit']).default('change'),
  /** What ends the time to deploy: the finish, or the last check after it. */
  end: z.enum(['finished', 'verified']).default('finished'),
  /** A release train is on time that leaves at most so long before or after its plan. */
  toleranceS: window.default(900),
  /** Services that report downtime and capacity wherever there is any: silence of them is zero. */
  measuredServices: z.array(z.string()).max(1_000, { error: 'must be a list of at most 1000 services' }).default([]),
  /** Environment whose live version others are compared with for drift; null: of each the stage before it. */
  from: z.string().nullable().default(null),
  /** Environment that is compared; null: those of the scope, without one those of tier production. */
  to: z.string().nullable().default(null),
  weekStart: z.enum(['monday', 'sunday']).default('monday'),
});

/** The options of metrics.md 2.1 by name. */
export type OptionValues = z.infer<typeof metricOptions>;
export type OptionName = keyof OptionValues;

/** Made once: to make it takes a hundred times as long as to read options by it. */
const partialOptions = metricOptions.partial();

/** Some of the options, as they are given: one that is absent stays absent, and does not become its default. */
export const someOptions = z.record(z.string(), z.unknown()).transform((given, context): Partial<OptionValues> => {
  const parsed = partialOptions.safeParse(given);
  if (parsed.success) {
    return Object.fromEntries(Object.entries(parsed.data).filter(([name]) => Object.hasOwn(given, name)));
  }
  for (const issue of parsed.error.issues) {
    if (issue.code === 'unrecognized_keys') {
      const message = `is not known; there are: ${Object.keys(metricOptions.shape).join(', ')}`;
      for (const key of issue.keys) context.addIssue({ code: 'custom', path: [key], message });
    } else context.addIssue({ code: 'custom', path: issue.path, message: issue.message });
  }
  return z.NEVER;
});

/** Options that hold for some services in place of those of the query. */
export interface ServiceRules {
  readonly services: readonly string[];
  readonly rules: Readonly<Partial<OptionValues>>;
}

export interface MetricOptions extends OptionValues {
  /** Rules of single services, each service in one of them at most; absent: all are judged alike. */
  readonly ofServices?: readonly ServiceRules[];
}

/**
 * Options that have no service: of the calendar, of flags and release trains, which belong to several services, and lists
 * that name services or environments themselves.
 */
export const optionsOfAll = [
  'weekStart',
  'flagUnit',
  'rampGapS',
  'flagBackWindowS',
  'staleAfterS',
  'darkAfterS',
  'toleranceS',
  'measuredServices',
  'from',
  'to',
] as const satisfies readonly OptionName[];

const countedKinds = ['countRollbacks', 'countRedeploys', 'countConfig', 'countFlags'] as const;

/** Options that say which deployments count. */
export const countingOptions = ['assumeExposed', ...countedKinds] as const satisfies readonly OptionName[];

/** Options that say which deployments failed. */
export const failureOptions = [
  ...countingOptions,
  'rollbackImpliesFailure',
  'rollbackWindowS',
  'hotfixImpliesFailure',
  'timeWindowAttribution',
  'timeWindowS',
  'minSeverity',
  'excludeNonUserFacing',
  'flagAttribution',
] as const satisfies readonly OptionName[];

/** Options that say what a lead-time sample is and where it opens. */
export const openingOptions = [
  'unit',
  'start',
  'repairSquash',
  'includeMergeCommits',
  'includeBots',
  'identity',
  'firstDeployment',
] as const satisfies readonly OptionName[];

/** Options that say what the lead times of a window are. */
export const leadTimeOptions = [
  ...openingOptions,
  'clockSkewToleranceS',
  ...countedKinds,
] as const satisfies readonly OptionName[];

/** The same options with these fixed for all services, whatever their rules say. */
export function withOptions(options: MetricOptions, fixed: Partial<OptionValues>): MetricOptions {
  const { ofServices = [], ...rest } = options;
  const left = ofServices
    .map(({ services, rules }) => ({
      services,
      rules: Object.fromEntries(Object.entries(rules).filter(([name]) => !Object.hasOwn(fixed, name))),
    }))
    .filter(({ rules }) => Object.keys(rules).length > 0);
  return { ...rest, ...fixed, ...(left.length === 0 ? {} : { ofServices: left }) };
}

/** Those under which a sample of lead time is a deployment: commits of one are not independent (metrics.md 7.3). */
export const sampledByDeployment = (options: MetricOptions): MetricOptions =>
  withOptions(options, { unit: 'deployment' });

/** The options that one service is judged under. */
export function optionsFor(whole: MetricOptions, service: string | null): MetricOptions {
  if (whole.ofServices === undefined) return whole;
  const { ofServices, ...options } = whole;
  const own = service === null ? undefined : ofServices.find(({ services }) => services.includes(service));
  return { ...options, ...own?.rules };
}

export const defaultOptions: MetricOptions = metricOptions.parse({});
