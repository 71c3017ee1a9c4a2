import type { NotJudgedReason, Outlier, OutlierMeasure, OutlierRule } from '@leadline/insights';
import { capitalizedEnum } from '../schema/enum.js';

export const OutlierRuleEnum = capitalizedEnum<OutlierRule>('OutlierRule', 'What found an outlier.', {
  rate_against_peers:
    'A share against that of all groups: with 95 % probability above one and a half times theirs, of ten deployments or more.',
  lead_time_against_peers:
    'Typical lead time against that of the other groups: 3.5 standard errors away, of six deployments or more.',
  recovery_against_peers:
    'Typical recovery time against that of the other groups: 3.5 standard errors away, of six recoveries or more, all over.',
  rate_against_history: "A share against the group's own before: Fisher's exact test, ten deployments on either side.",
  lead_time_against_history:
    "Lead time against the group's own before: Welch's test of logarithms, six deployments on either side.",
  recovery_against_history:
    "Recovery time against the group's own before: Welch's test of logarithms, six recoveries on either side, all over.",
  frequency_against_history:
    'Deployments of the newest full week against the twelve full weeks before, at least eight.',
  lasting_shift: 'A new level of lead time that has lasted four weeks or longer of the last 26: permutation test.',
  unusual_day:
    'A day on which more failed than the other days and their spread explain: beta-binomial test, of ten deployments or more.',
  single_record:
    'A deployment or incident that took far longer than others of its service in 180 days: modified z above 3.5, and three times as long as nine of ten.',
});

export const OutlierMeasureEnum = capitalizedEnum<OutlierMeasure>('OutlierMeasure', 'What stands out.', {
  fail_rate: 'Share of deployments that failed.',
  rework_rate: 'Share of deployments that were unplanned repairs.',
  lead_time: 'Lead time of deployments: the median of what each carried.',
  recovery: 'Time to recover from failed deployments.',
  frequency: 'Deployments per civil day.',
  rollout: 'Time a deployment took from its start to its finish.',
  incident: 'Time an incident took from its beginning to its resolution.',
});

export const OutlierDirectionEnum = capitalizedEnum<Outlier['direction']>(
  'OutlierDirection',
  'Whether it is good news.',
  {
    worse: 'It got worse, or is worse than elsewhere.',
    better: 'It got better, or is better than elsewhere.',
  },
);

export const ComparedWithEnum = capitalizedEnum<Outlier['comparedWith']['of']>(
  'OutlierComparison',
  'What a value was compared with.',
  {
    peers: 'All groups of the scan, itself included.',
    history: 'Its own past.',
    other_days: 'All days of the scan.',
    other_records: 'Records of its service.',
  },
);

export const NotJudgedReasonEnum = capitalizedEnum<NotJudgedReason>(
  'NotJudgedReason',
  'Why something was looked at and not judged.',
  {
    too_few: 'It has fewer deployments, records or weeks than the rule needs.',
    too_few_before: 'What it would be compared with has too few.',
    too_few_peers: 'There are too few others to compare it with.',
    still_open: 'A recovery is not over: how long it takes is not known.',
    contains_others: 'It contains other groups that are compared, as a team does its sub-teams.',
    no_variation: 'Nothing varies, or nothing failed anywhere: nothing can be told.',
  },
);
