import { type DriverAttribution, metricById } from '@leadline/metrics';
import { grouped, percentText, pointsText, sampleSize, valueText } from '../wording/quantities.js';
import type { MetricPair } from './change-tests.js';
import type { DoraMetricId, ServiceShare } from './figures.js';
import { mixShift } from './mix-shift.js';

/** What a change was made of, as far as it is known. */
export interface ChangeFacts {
  readonly metrics: readonly MetricPair[];
  /** Services that deployed. */
  readonly services: number;
  /** Failed of counted deployments by service. */
  readonly failures: readonly ServiceShare[];
  /** Repairing of all deployments by service. */
  readonly repairs: readonly ServiceShare[];
  /** What the change of the mean lead time is made of; null: it is not known. */
  readonly leadTimeDrivers: DriverAttribution | null;
}

interface ChangedValue {
  readonly metric: DoraMetricId;
  readonly now: number;
  readonly before: number;
}

/**
 * "Change lead time of Payments rose 40 % to 31 h (n = 38) vs. the previous four weeks (22 h, n = 141), driven by review
 * (+7.4 h of +9 h of the mean)." Grammar and words: metrics.md 10.
 *
 * @param words What it is of, and what the time before is called.
 */
export function changeSentence(
  { metric, now, before }: ChangedValue,
  facts: ChangeFacts,
  words: { readonly name: string; readonly before: string },
): string {
  const { title, unit } = metricById(metric);
  const figures = facts.metrics.find((candidate) => candidate.metric === metric);
  const verb = now < before ? 'fell' : 'rose';
  const isRate = unit === 'RATIO';
  const amount = isRate ? pointsText(now - before) : before === 0 ? '' : percentText(now / before);
  const n = (part: 'now' | 'before'): string => {
    const { n: size = 0, numerator = 0, denominator = 0 } = figures?.[part] ?? {};
    return isRate ? `${grouped(numerator ?? 0)} of ${grouped(denominator ?? 0)}` : sampleSize(size);
  };
  return [
    `${title} of ${words.name} ${verb} ${amount.slice(1)}`.trimEnd(),
    `to ${valueText(now, unit)} (${n('now')})`,
    `vs. ${words.before} (${valueText(before, unit)}, ${n('before')})${madeOf(metric, facts)}.`,
  ].join(' ');
}

function madeOf(metric: DoraMetricId, facts: ChangeFacts): string {
  switch (metric) {
    case 'CHANGE_LEAD_TIME':
      return driverText(facts.leadTimeDrivers);
    case 'CHANGE_FAIL_RATE':
      return mixText(facts.failures, facts.services);
    case 'DEPLOYMENT_REWORK_RATE':
      return mixText(facts.repairs, facts.services);
    case 'DEPLOYMENT_FREQUENCY':
    case 'FAILED_DEPLOYMENT_RECOVERY_TIME':
      return '';
  }
}

const phaseTitles: Readonly<Record<string, string>> = {
  coding: 'coding',
  pickup: 'waiting for a review',
  review: 'review',
  mergeWait: 'waiting for the merge',
  deployWait: 'waiting for the deployment',
  approvalWait: 'waiting for an approval',
  deploy: 'the deployment itself',
  mix: 'a different mix of services',
};

/** A phase is named with at least half of the change; means add up, medians do not. */
function driverText(drivers: DriverAttribution | null): string {
  if (drivers === null || drivers.delta === null || drivers.delta === 0) return '';
  if (drivers.driver === null) return '; no single phase dominates';
  const { driver, delta, within, mix } = drivers;
  const part = driver === 'mix' ? (mix ?? 0) : (within?.[driver] ?? 0);
  return `, driven by ${phaseTitles[driver] ?? driver} (${signed(part)} of ${signed(delta)} of the mean)`;
}

const signed = (seconds: number): string => `${seconds < 0 ? '\u2212' : '+'}${valueText(Math.abs(seconds), 'SECONDS')}`;

/** Whether services being deployed in other proportions made the change; only rates are pooled so. */
function mixText(shares: readonly ServiceShare[], services: number): string {
  if (services < 2) return '';
  const shift = mixShift(shares);
  if (shift === null) return '';
  const { share, rateWithOldMix } = shift;
  if (Math.abs(share) < 0.2) return '; the mix of services did not change it';
  const otherwise = `with the proportions of before it would be ${valueText(rateWithOldMix, 'RATIO')}`;
  return share >= 0.5 ? `, driven by a different mix of services: ${otherwise}` : `; ${otherwise}`;
}
