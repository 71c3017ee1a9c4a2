import { civilDateAt } from '../address/civil-time.js';
import { dayText } from '../format/date.js';
import { duration } from '../format/duration.js';
import { NBSP, percent, short } from '../format/number.js';
import type { OutlierFindingFragment } from '../generated/graphql.js';
import { valueText } from '../measures/value-text.js';

type Finding = OutlierFindingFragment;

/** Whom a finding is about; "": everything. */
export const subjectOf = ({ service, team, repository, environment, tag }: Finding): string =>
  service ?? team ?? repository ?? environment ?? tag ?? '';

/** What is said before and after the name of whom it is about. */
export interface FindingText {
  readonly before: string;
  readonly after: string;
}

/** A finding as a sentence; what is only near in time is never called a cause. */
export function findingText(finding: Finding, timeZone: string): FindingText {
  const { rule, change, comparedWith } = finding;
  const value = quantity(finding, finding.value);
  const center = quantity(finding, comparedWith.center);
  const verb = finding.value > comparedWith.center ? 'rose' : 'fell';
  const what = measureWords[finding.measure];
  switch (rule) {
    case 'RATE_AGAINST_PEERS':
      return { before: `${what} of `, after: ` is ${counts(finding)} (${value}); all together ${center}.` };
    case 'LEAD_TIME_AGAINST_PEERS':
    case 'RECOVERY_AGAINST_PEERS':
      return { before: `${what} of `, after: ` is ${value}; that of the others is typically ${center}.` };
    case 'RATE_AGAINST_HISTORY':
      return { before: `${what} of `, after: ` ${verb} from ${center} to ${counts(finding)} (${value}).` };
    case 'LEAD_TIME_AGAINST_HISTORY':
    case 'RECOVERY_AGAINST_HISTORY':
    case 'FREQUENCY_AGAINST_HISTORY':
      return { before: `${what} of `, after: ` ${verb}${times(change)} from ${center} to ${value}.` };
    case 'LASTING_SHIFT':
      return {
        before: `${what} of `,
        after: ` ${verb} from ${center} to ${value} on ${day(finding.since, timeZone)} and has stayed there.`,
      };
    case 'UNUSUAL_DAY':
      return {
        before: `On ${day(finding.since, timeZone)} ${counts(finding)} deployments${subjectOf(finding) === '' ? '' : ' of '}`,
        after: ` failed (${value}); on other days ${center}.`,
      };
    case 'SINGLE_RECORD':
      return {
        before: `${finding.measure === 'INCIDENT' ? 'An incident' : 'A deployment'} of `,
        after: `${finding.open ? ' has been open for ' : ' took '}${value}; usually it is ${center}.`,
      };
  }
}

/** How sure it is, in few words. */
export function certaintyText({ rule, p, posterior, comparedWith }: Finding): string {
  if (posterior !== null) return `above its peers with probability ${sure(posterior)}`;
  if (p !== null) return chanceText(p);
  return rule === 'SINGLE_RECORD' ? `of ${comparedWith.n} in 180 days` : '';
}

/** How often chance alone would do as much: "p = 0.02". */
export const chanceText = (p: number): string =>
  `p${NBSP}${p < 0.001 ? '<' : '='}${NBSP}${p < 0.001 ? '0.001' : p.toPrecision(1)}`;

export const measureWords: Readonly<Record<Finding['measure'], string>> = {
  FAIL_RATE: 'Change fail rate',
  REWORK_RATE: 'Rework rate',
  LEAD_TIME: 'Lead time',
  FREQUENCY: 'Deployment frequency',
  INCIDENT: 'Incident',
  ROLLOUT: 'Rollout',
  RECOVERY: 'Recovery time',
};

function quantity({ unit }: Finding, value: number): string {
  switch (unit) {
    case 'SECONDS':
      return duration(value);
    case 'RATIO':
      return `${percent(value)}${NBSP}%`;
    case 'PER_DAY':
      return valueText('rate', value);
    default:
      return short(value);
  }
}

const counts = ({ numerator, n }: Finding): string => (numerator === null ? `${n}` : `${numerator} of ${n}`);

/** " 68 %" of a ratio to what it was compared with. */
function times(change: number | null): string {
  if (change === null) return '';
  return change >= 3 ? ` to ${change.toPrecision(2)} times,` : ` ${Math.round(Math.abs(change - 1) * 100)}${NBSP}%`;
}

const day = (instant: string, timeZone: string): string => dayText(civilDateAt(Date.parse(instant), timeZone));

/** What stands out, in few words: "Change fail rate, higher", "Deployment that took long". */
export function whatText(finding: Finding): string {
  const { rule, measure, value, comparedWith, open } = finding;
  switch (rule) {
    case 'SINGLE_RECORD':
      return singleWords[open ? 'OPEN' : measure === 'INCIDENT' || measure === 'LEAD_TIME' ? measure : 'ROLLOUT'];
    case 'UNUSUAL_DAY':
      return `${measureWords[measure]}, on one day`;
    default:
      return `${measureWords[measure]}, ${value > comparedWith.center ? 'higher' : 'lower'}`;
  }
}

const singleWords = {
  OPEN: 'Incident open for long',
  INCIDENT: 'Incident that took long',
  LEAD_TIME: 'Deployment with a long lead time',
  ROLLOUT: 'Deployment that took long',
} as const;

/** The value, and what it is made of: "37 %" of "14 of 38". */
export function valueOf(finding: Finding): { readonly value: string; readonly of: string } {
  const isSingle = finding.rule === 'SINGLE_RECORD';
  const n = `n${NBSP}=${NBSP}${finding.n}`;
  return {
    value: quantity(finding, finding.value),
    of: isSingle ? '' : finding.numerator === null ? n : counts(finding),
  };
}

/** "7.5 % of all", "31 h before". */
export const comparedText = (finding: Finding): string =>
  `${quantity(finding, finding.comparedWith.center)} ${comparisonWords[finding.comparedWith.of]}`;

const comparisonWords: Readonly<Record<Finding['comparedWith']['of'], string>> = {
  HISTORY: 'before',
  OTHER_DAYS: 'on other days',
  OTHER_RECORDS: 'usually',
  PEERS: 'of all',
};

/** What the certainty is, in full. */
export function sureText(finding: Finding): string {
  const { posterior, score, threshold } = finding;
  if (posterior !== null) return `${sure(posterior)} that it is above 1.5 times that of all`;
  if (score === null) return certaintyText(finding);
  const limit = threshold === null ? '' : `, limit ${threshold.toFixed(1)}`;
  return `modified z${NBSP}=${NBSP}${score.toFixed(1)}${limit}`;
}

/** A probability that is not 1 is not written as 1. */
const sure = (probability: number): string => (probability > 0.995 ? '> 0.99' : probability.toFixed(2));

/** What found it, or what it was held against. */
export const ruleWords: Readonly<Record<Finding['rule'], string>> = {
  RATE_AGAINST_PEERS: 'against the others',
  RATE_AGAINST_HISTORY: 'against its own past',
  LEAD_TIME_AGAINST_PEERS: 'against the others',
  RECOVERY_AGAINST_PEERS: 'against the others',
  LEAD_TIME_AGAINST_HISTORY: 'against its own past',
  RECOVERY_AGAINST_HISTORY: 'against its own past',
  FREQUENCY_AGAINST_HISTORY: 'newest week against the twelve before',
  LASTING_SHIFT: 'lasting shift',
  UNUSUAL_DAY: 'unusual day',
  SINGLE_RECORD: 'single record',
};
