import { metricById } from '@leadline/metrics';
import { type DoraMetricId, doraMetrics, shortTitles } from '../notable/figures.js';
import { valueText } from '../wording/quantities.js';
import type { EarlierMail } from './digest-input.js';

/** What the last mail said and is said otherwise now, as people read it: a change in the third digit is none. */
export function corrections(earlier: EarlierMail | null): string[] {
  if (earlier === null) return [];
  const { shown, now } = earlier;
  return doraMetrics.flatMap((metric) => {
    const before = shown.values[metric];
    const current = now[metric];
    if (before === undefined || current === undefined) return [];
    const [was, is] = [textOf(metric, before), textOf(metric, current)];
    return was === is
      ? []
      : [`${shortTitles[metric].toLowerCase()} of week ${Number(shown.week.slice(-2))} is ${is}, not ${was}`];
  });
}

function textOf(metric: DoraMetricId, value: number | null): string {
  return value === null ? 'without a value' : valueText(value, metricById(metric).unit);
}
