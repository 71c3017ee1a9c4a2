import type { Outlier } from '../outliers/outlier.js';
import { plainName } from '../wording/plain-name.js';
import { type ChangeFacts, changeSentence } from './change-sentence.js';
import { type ComparedFigures, comparisons } from './change-tests.js';
import { type DoraMetricId, judgementOf } from './figures.js';
import { type Milestone, type MilestoneFacts, milestonesIn } from './milestones.js';
import { outlierFinding } from './outlier-finding.js';

/** Everything that is judged to say what is notable in a window. */
export interface NotableFacts extends ComparedFigures, ChangeFacts, MilestoneFacts {
  /** What it is of: a team, the organisation. Names may be anything. */
  readonly name: string;
  /** What the time before is called: "the 28 days before". */
  readonly before: string;
  readonly timeZone: string;
  /** Outliers worth telling, the surest first, and what their groups are. */
  readonly outliers: readonly { readonly outlier: Outlier; readonly by: 'service' | 'team' }[];
}

/** Something notable, said in one sentence with its numbers. */
export type Notable =
  /** A metric changed against the time before: beyond chance, and by enough to matter. */
  | {
      readonly kind: 'change';
      readonly metric: DoraMetricId;
      readonly judgement: 'better' | 'worse';
      readonly text: string;
      readonly now: number;
      readonly before: number;
      /** Samples in the window. */
      readonly n: number;
      readonly p: number;
    }
  /** A team, a service, a deployment or an incident stands out. */
  | {
      readonly kind: 'outlier';
      readonly outlier: Outlier;
      readonly by: 'service' | 'team';
      readonly judgement: 'better' | 'worse' | 'neutral';
      readonly text: string;
    }
  /** Something was reached and held. */
  | ({ readonly kind: 'milestone'; readonly judgement: 'better' } & Milestone);

/** Most that is told, and most outliers of it (metrics.md 10). */
const MOST = 5;
const MOST_OUTLIERS = 3;

/** At most five, the surest changes first, then outliers, then milestones. None is a valid answer. */
export function notableIn(facts: NotableFacts): Notable[] {
  const name = plainName(facts.name);
  const changes = [...comparisons(facts)]
    .flatMap(([metric, comparison]) => (comparison.kind === 'changed' ? [{ metric, ...comparison }] : []))
    .toSorted((a, b) => a.p - b.p)
    .map(({ metric, now, before, p }): Notable => ({
      kind: 'change',
      metric,
      judgement: judgementOf(metric, { now, before }),
      text: changeSentence({ metric, now, before }, facts, { name, before: facts.before }),
      now,
      before,
      n: facts.metrics.find((figures) => figures.metric === metric)?.now.n ?? 0,
      p,
    }));
  const outliers = facts.outliers.slice(0, MOST_OUTLIERS).map(({ outlier, by }): Notable => {
    const { judgement, sentence } = outlierFinding(outlier, { by, name, timeZone: facts.timeZone });
    return { kind: 'outlier', outlier, by, judgement, text: plainName(sentence, 400) };
  });
  const milestones = milestonesIn(facts, name).map((milestone): Notable => ({
    kind: 'milestone',
    judgement: 'better',
    ...milestone,
  }));
  return [...changes, ...outliers, ...milestones].slice(0, MOST);
}
