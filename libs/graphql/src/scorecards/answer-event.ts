import { createHash } from 'node:crypto';
import { canonicalJson, eventOf, type LeadlineEvent } from '@leadline/events';
import { criterionById, isAnswerable, isMeasurement, scopeText, type ScorecardScope } from '@leadline/insights';
import type { ArgumentProblem } from '../errors.js';
import type { CriterionAnswerInput } from './answer.input.js';

const SOURCE = 'leadline:scorecards';
const MOST_CHARACTERS = 2_000;

/** The event of an answer; `at` is RFC 3339. */
export function answerEvent(
  { criterion, answer, reason, link }: CriterionAnswerInput,
  scope: ScorecardScope,
  word: { readonly by: string; readonly at: string },
): LeadlineEvent {
  const data = {
    criterion,
    scope: scopeText(scope),
    answer,
    reason: reason.trim(),
    ...(link ? { link: link.trim() } : {}),
    ...word,
  };
  const id = createHash('sha256').update(canonicalJson(data)).digest('hex');
  return eventOf('scorecard_answer', { id, source: SOURCE, time: word.at }, data);
}

/** Everything that is wrong with an answer, but for its scope. */
export function answerProblems({ criterion: id, answer, reason, link }: CriterionAnswerInput): ArgumentProblem[] {
  const criterion = criterionById(id);
  const length = reason.trim().length;
  const problems: ArgumentProblem[] = [];
  if (criterion === undefined) {
    const message = `there is no criterion ${JSON.stringify(id.slice(0, 40))}`;
    problems.push({ argument: 'input.criterion', message, fix: 'Take an id of `scorecard`, such as "1.C2"' });
  }
  if (criterion?.knownBy === 'telemetry' && !isAnswerable(criterion)) {
    const fix = `Leadline asks for ${criterion.asks}; what is missing is told with the criterion`;
    problems.push({ argument: 'input.criterion', message: 'telemetry decides it, and no answer changes it', fix });
  }
  if (criterion !== undefined && answer === 'not_applicable' && isMeasurement(criterion)) {
    const fix = 'Answer YES or NO';
    problems.push({ argument: 'input.answer', message: 'a measurement applies everywhere', fix });
  }
  if (length < 3 || length > MOST_CHARACTERS) {
    const fix = `Say why in 3 to ${MOST_CHARACTERS} characters`;
    problems.push({ argument: 'input.reason', message: `it has ${length} characters`, fix });
  }
  if (link && !isAddress(link)) {
    const fix = 'Give an address that begins with https:// or http://, of at most 2000 characters';
    problems.push({ argument: 'input.link', message: 'it is no address of a page', fix });
  }
  if (criterion?.knownBy === 'people' && criterion.needsLink && answer === 'yes' && !link) {
    const fix = 'Link the metric that was used';
    problems.push({ argument: 'input.link', message: `"yes" to ${criterion.id} needs it`, fix });
  }
  return problems;
}

function isAddress(text: string): boolean {
  const url = URL.parse(text.trim());
  return text.length <= MOST_CHARACTERS && (url?.protocol === 'https:' || url?.protocol === 'http:');
}
