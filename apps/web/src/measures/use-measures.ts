import { useMemo } from 'preact/hooks';
import { useNavigation, useTimeWindow } from '../address/navigation.js';
import { type Question, useQuestion } from '../api/use-question.js';
import { measuresQuery, type ScopeInput } from '../generated/graphql.js';
import { type Measured, measuredOf } from './measured.js';
import { measuresVariables } from './measures-variables.js';

/** The five metrics of the window, with the period before and 26 weeks; of the subject, narrowed by the address. */
export function useMeasures(subject: ScopeInput = {}): Question<readonly Measured[]> {
  const { view } = useNavigation().address;
  const window = useTimeWindow();
  const question = useQuestion(measuresQuery, measuresVariables(view, window, subject));
  const answer = question.state === 'answered' ? question.answer : null;
  const measured = useMemo(() => (answer === null ? [] : measuredOf(answer, window)), [answer, window]);
  return question.state === 'answered' ? { ...question, answer: measured } : question;
}
