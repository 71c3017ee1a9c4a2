import { changeSentence } from '../notable/change-sentence.js';
import type { DigestItem } from './digest.js';
import type { DigestInput, DigestMetricId } from './digest-input.js';
import type { Links } from './links.js';
import { judgementOf } from './metric-lines.js';
import { counted } from './quantities.js';

/** A change that is told: significant, large, and not told in the last four weeks. */
export interface ToldChange {
  readonly metric: DigestMetricId;
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
