import { metricById } from '@leadline/metrics';
import type { DigestItem } from './digest.js';
import type { DigestInput, DigestMetricId } from './digest-input.js';
import type { Links } from './links.js';
import { judgementOf } from './metric-lines.js';
import { mixShift } from './mix-shift.js';
import { counted, grouped, percentText, pointsText, sampleSize, valueText } from './quantities.js';

/** A change that is told: significant, large, and not told in the last four weeks. */
export interface ToldChange {
  readonly metric: DigestMetricId;
  readonly key: string;
  readonly now: number;
  readonly before: number;
  readonly p: number;
}

/** "Change lead time of Payments rose 40 % to 31 h (n = 38) vs. the previous four weeks (22 h, n = 141)." */
export function changeItem(
  { metric, now, before }: ToldChange,
  input: DigestInput,
  name: string,
  links: Links,
): DigestItem {
  const { title, unit } = metricById(metric);
  const figures = input.metrics.find((candidate) => candidate.metric === metric);
  const verb = now < before ? 'fell' : 'rose';
  const isRate = unit === 'RATIO';
  const amount = isRate ? pointsText(now - before) : before === 0 ? '' : percentText(now / before);
  const n = (part: 'now' | 'before'): string => {
    const { n: size = 0, numerator = 0, denominator = 0 } = figures?.[part] ?? {};
    return isRate ? `${grouped(numerator ?? 0)} of ${grouped(denominator ?? 0)}` : sampleSize(size);
  };
  const text = [
    `${title} of ${name} ${verb} ${amount.slice(1)}`.trimEnd(),
    `to ${valueText(now, unit)} (${n('now')})`,
    `vs. the previous four weeks (${valueText(before, unit)}, ${n('before')})${mixText(metric, input)}.`,
  ].join(' ');
  const evidence = { text: evidenceText(metric, input), url: links.metric(metric) };
  return { judgement: judgementOf(metric, { now, before }), text, link: evidence };
}

/** Whether services being deployed in other proportions made the change; only rates are pooled so. */
function mixText(metric: DigestMetricId, { failures, repairs, services }: DigestInput): string {
  const shares = metric === 'CHANGE_FAIL_RATE' ? failures : metric === 'DEPLOYMENT_REWORK_RATE' ? repairs : null;
  if (shares === null || services < 2) return '';
  const shift = mixShift(shares);
  if (shift === null) return '';
  const { share, rateWithOldMix } = shift;
  if (Math.abs(share) < 0.2) return '; the mix of services did not change it';
  const otherwise = `with the proportions of before it would be ${valueText(rateWithOldMix, 'RATIO')}`;
  return share >= 0.5 ? `, driven by a different mix of services: ${otherwise}` : `; ${otherwise}`;
}

function evidenceText(metric: DigestMetricId, { metrics, leadTimeUnit }: DigestInput): string {
  const { n = 0, numerator = 0 } = metrics.find((candidate) => candidate.metric === metric)?.now ?? {};
  switch (metric) {
    case 'CHANGE_LEAD_TIME':
      return counted(n, leadTimeUnit);
    case 'CHANGE_FAIL_RATE':
    case 'DEPLOYMENT_REWORK_RATE':
      return counted(numerator ?? 0, 'deployment');
    case 'DEPLOYMENT_FREQUENCY':
    case 'FAILED_DEPLOYMENT_RECOVERY_TIME':
      return counted(n, 'deployment');
  }
}
