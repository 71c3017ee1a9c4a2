import { createHash } from 'node:crypto';
import { canonicalJson, eventOf, type LeadlineEvent } from '@leadline/events';
import { type ScorecardScope, scopeText } from '@leadline/insights';
import { metricById, type MetricId } from '@leadline/metrics';
import type { ArgumentProblem } from '../errors.js';
import type { QuickCheckAnswerInput } from './quick-check.input.js';

const SOURCE = 'leadline:scorecards';
const MOST_CHARACTERS = 2_000;
const scoredMetrics: readonly MetricId[] = [
  'CHANGE_LEAD_TIME',
  'DEPLOYMENT_FREQUENCY',
  'FAILED_DEPLOYMENT_RECOVERY_TIME',
  'CHANGE_FAIL_RATE',
  'DEPLOYMENT_REWORK_RATE',
];

/** The event of a word on a number; `at` is RFC 3339. */
export function quickCheckEvent(
  { metric, value, reason }: QuickCheckAnswerInput,
  scope: ScorecardScope,
  word: { readonly by: string; readonly at: string },
): LeadlineEvent {
  const data = { scope: scopeText(scope), metric, value: value ?? null, reason: reason.trim(), ...word };
  const id = createHash('sha256').update(canonicalJson(data)).digest('hex');
  return eventOf('quick_check_answer', { id, source: SOURCE, time: word.at }, data);
}

/** Everything that is wrong with a word on a number, but for its scope. */
export function quickCheckProblems({ metric, value, reason }: QuickCheckAnswerInput): ArgumentProblem[] {
  const length = reason.trim().length;
  const problems: ArgumentProblem[] = [];
  if (!scoredMetrics.includes(metric)) {
    const fix = `Take one of ${scoredMetrics.join(', ')}`;
    problems.push({ argument: 'input.metric', message: 'the Quick Check does not score it', fix });
  }
  const most = metricById(metric).unit === 'RATIO' ? 1 : Infinity;
  if (value != null && !(value >= 0 && value <= most)) {
    const fix = most === 1 ? 'Give a share from 0 to 1' : 'Give 0 or more';
    problems.push({ argument: 'input.value', message: `${value} is no value of it`, fix });
  }
  if (length < 3 || length > MOST_CHARACTERS) {
    const fix = `Say why in 3 to ${MOST_CHARACTERS} characters`;
    problems.push({ argument: 'input.reason', message: `it has ${length} characters`, fix });
  }
  return problems;
}
