import { changeSentence } from '../notable/change-sentence.js';
import { type DoraMetricId, judgementOf } from '../notable/figures.js';
import { counted } from '../wording/quantities.js';
import type { DigestInput } from './digest-input.js';
import type { DigestItem } from './digest.js';
import type { Links } from './links.js';

/** A change that is told: significant, large, and not told in the last four weeks. */
export interface ToldChange {
  readonly metric: DoraMetricId;
  readonly key: string;
  readonly now: number;
  readonly before: number;
  readonly p: number;
}

/** A change as a line of a mail, with its evidence behind it. */
export function changeItem(change: ToldChange, input: DigestInput, name: string, links: Links): DigestItem {
  const { metric } = change;
  const text = changeSentence(change, input, { name, before: 'the previous four weeks' });
  const evidence = { text: evidenceText(metric, input), url: links.metric(metric) };
  return { judgement: judgementOf(metric, change), text, link: evidence };
}

function evidenceText(metric: DoraMetricId, { metrics, leadTimeUnit }: DigestInput): string {
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
