import { metricOptions, type OptionName, type OptionValues } from '@leadline/metrics';
import { Field, Float, InputType, type ReturnTypeFunc } from '@nestjs/graphql';
import { z } from 'zod';
import { capitalizedEnum } from '../schema/enum.js';

/** What the schema says of each option; their types and bounds are those of `metricOptions`. */
const texts: Record<OptionName, string> = {
  deployInstant: 'Instant that puts a deployment into a window or bucket and ends the lead time. Default: FINISHED.',
  countRollbacks: 'Rollbacks count as deployments. Default: false.',
  countRedeploys: 'Deployments of what was live already count. Default: false.',
  countConfig: 'Deployments of a new configuration alone count. Default: true.',
  countFlags: 'Changes of feature flags count as deployments. Default: false.',
  assumeExposed:
    'Sources whose failed rollouts count as having reached users when they do not say; "*": all. Default: none.',
  unit: 'What a lead-time sample is. Default: COMMIT.',
  start: 'Where lead time opens. Default: COMMIT.',
  repairSquash: 'Landed commits of squash and rebase merges get the times of their originals. Default: true.',
  includeMergeCommits: 'Commits with two or more parents are samples. Default: false.',
  includeBots: 'Commits of bots are samples. Default: true.',
  identity: 'PATCH_ID: cherry-picks of one patch are one sample. Default: SHA.',
  firstDeployment:
    'Samples of a deployment with nothing before it: none, the deployed commit, or all history. Default: EXCLUDE.',
  clockSkewToleranceS:
    'Seconds below zero that a duration may have and counts as 0; beyond, it is dropped. Default: 300.',
  rollbackImpliesFailure: 'What was rolled back has failed. Default: true.',
  rollbackWindowS: 'Seconds after a deployment in which a rollback without a named target fails it. Default: 86400.',
  hotfixImpliesFailure: 'What a hotfix names has failed. Default: true.',
  timeWindowAttribution: 'Incidents that name no cause are attributed to the deployment before them. Default: true.',
  timeWindowS: 'Seconds after a deployment in which such an incident is attributed to it. Default: 3600.',
  minSeverity: 'Less severe incidents never count: "sev1" is worst. Default: all count.',
  excludeNonUserFacing: 'Incidents that users did not notice never count. Default: true.',
  excludeFixOnly: 'Hotfixes leave both sides of the fail rate. Default: false.',
  recoveryStart: 'Where a recovery opens. Default: IMPACT.',
  reworkIncludesRollbacks: 'Rollbacks are in both sides of the rework rate; otherwise in neither. Default: true.',
  flagUnit: 'What a release of a flag is. Default: RAMP.',
  rampGapS: 'Seconds between two steps of one ramp, at most. Default: 604800.',
  flagBackWindowS:
    'Seconds after its last widening in which a release that is turned back unplanned has failed. Default: 86400.',
  flagAttribution:
    'Incidents that name no cause are attributed to a flag change that is nearer than the deployment. Default: true.',
  staleAfterS: 'Seconds unchanged after which a flag that is on or off everywhere is stale. Default: 2592000.',
  darkAfterS: 'Seconds deployed after which a flag that was never exposed is stale. Default: 7776000.',
  includeInternal: 'Incidents that users did not notice count for the time to restore. Default: false.',
  batchUnit: 'What a batch is counted in. Default: CHANGE.',
  end: 'What ends the time to deploy. Default: FINISHED.',
  toleranceS: 'Seconds before or after its plan in which a release train leaves on time. Default: 900.',
  measuredServices:
    'Services that report downtime and reduced capacity wherever there is any, so that silence of them is zero. Default: none.',
  from: 'Environment that drift is measured from. Default: of each environment the stage before it.',
  to: 'Environment whose drift is measured. Default: those of the scope, without one those of tier production.',
  weekStart: 'First day of week buckets. Default: that of the organisation.',
};

type Words<K extends OptionName> = Readonly<Record<OptionValues[K] & string, string>>;
const closed = <K extends OptionName>(name: string, text: string, words: Words<K>) => ({ name, text, words });

/** The options with a closed set of values: name and line of documentation of the enum, and of each value. */
const enums = {
  deployInstant: closed<'deployInstant'>('DeployInstant', 'Instant that stands for a deployment.', {
    finished: 'When it finished.',
    started: 'When it started.',
  }),
  unit: closed<'unit'>('LeadTimeUnit', 'What a lead-time sample is.', {
    commit: 'Every new commit.',
    change: 'Every pull request, and every commit pushed directly.',
    deployment: 'Every deployment: the median of its commits.',
  }),
  start: closed<'start'>('LeadTimeStart', 'Where lead time opens.', {
    commit: 'The commit.',
    first_commit: 'The first commit of its pull request.',
    pr_opened: 'The opening of its pull request.',
    merged: 'The merge.',
  }),
  identity: closed<'identity'>('CommitIdentity', 'What makes two commits one sample.', {
    sha: 'The same SHA.',
    patch_id: 'The same patch: cherry-picks are one.',
  }),
  firstDeployment: closed<'firstDeployment'>('FirstDeployment', 'Samples of a deployment with nothing before it.', {
    exclude: 'None.',
    head_only: 'The deployed commit alone.',
    all: 'All its history.',
  }),
  recoveryStart: closed<'recoveryStart'>('RecoveryStart', 'Where a recovery opens.', {
    impact: 'When users began to suffer.',
    detected: 'When somebody or something noticed.',
    deployment: 'When the deployment finished.',
  }),
  flagUnit: closed<'flagUnit'>('FlagUnit', 'What a release of a flag is.', {
    ramp: 'Consecutive steps that widen it, until it is narrowed.',
    change: 'Each step that widens it.',
  }),
  batchUnit: closed<'batchUnit'>('BatchUnit', 'What a batch is counted in.', {
    change: 'Pull requests, and commits pushed directly.',
    commit: 'Commits.',
  }),
  end: closed<'end'>('DeployEnd', 'What ends the time to deploy.', {
    finished: 'The finish of the deployment.',
    verified: 'The last check after it.',
  }),
  weekStart: closed<'weekStart'>('WeekStart', 'First day of a week.', {
    monday: 'Monday, as ISO weeks.',
    sunday: 'Sunday.',
  }),
};

/** Options as a query gives them: those of the catalogue hold where one is absent or null. */
export type GivenOptions = { readonly [K in OptionName]?: OptionValues[K] | null };

/** The options of the metrics under their own names, one field each. */
@InputType({ description: 'How numbers are counted. What is absent is as the configuration says, else its default.' })
export class MetricOptionsInput {}

for (const name of Object.keys(texts) as OptionName[]) {
  Field(typeOf(name), { nullable: true, description: texts[name] })(MetricOptionsInput.prototype, name);
}

function typeOf(name: OptionName): ReturnTypeFunc {
  const option: unknown = metricOptions.shape[name].unwrap();
  if (name in enums) {
    const { name: enumName, text, words } = enums[name as keyof typeof enums];
    const reference = capitalizedEnum<string>(enumName, text, words);
    return () => reference;
  }
  if (option instanceof z.ZodEnum) throw new Error(`The option ${name} has a closed set of values: it needs an enum`);
  if (option instanceof z.ZodBoolean) return () => Boolean;
  if (option instanceof z.ZodNumber) return () => Float;
  if (option instanceof z.ZodArray) return () => [String];
  return () => String;
}
