import type { MetricId } from '@leadline/metrics';

/** Where a finding's evidence is. */
export type FindingPlace =
  /** Of a service or a team, or of what the mail is about. */
  | { readonly kind: 'metric'; readonly metric: MetricId; readonly service?: string; readonly team?: string }
  | { readonly kind: 'service'; readonly service: string }
  | { readonly kind: 'deployment'; readonly id: string };

/** Something worth a line of a mail or of a page, whoever found it: an outlier, a trend. */
export interface NotableFinding {
  /** The same as long as it is the same finding: what was told is not told again for four weeks. */
  readonly key: string;
  readonly judgement: 'better' | 'worse' | 'neutral';
  /** One sentence with its numbers; names in it may be anything. */
  readonly sentence: string;
  readonly place: FindingPlace;
  /** What the evidence consists of: "38 deployments". */
  readonly evidence: string;
}
