import { useMemo } from 'preact/hooks';
import { scopeOf, useNavigation, useTimeWindow } from '../address/navigation.js';
import { windowInput } from '../address/time-window.js';
import { type Question, useQuestion } from '../api/use-question.js';
import { measuresQuery, type ScopeInput } from '../generated/graphql.js';
import { measureIds } from './measure.js';
import { type Measured, measuredOf } from './measured.js';

/** The five metrics of the window, with the period before and 26 weeks; of the subject, narrowed by the address. */
export function useMeasures(subject: ScopeInput = {}): Question<readonly Measured[]> {
  const { view } = useNavigation().address;
  const window = useTimeWindow();
  const { timeZone } = window;
  const question = useQuestion(measuresQuery, {
    ids: measureIds,
    window: windowInput(window.days, timeZone),
    previous: windowInput(window.previous, timeZone),
    history: windowInput(window.history, timeZone),
    scope: { ...scopeOf(view), ...subject },
    asOf: view.asOf,
  });
  const answer = question.state === 'answered' ? question.answer : null;
  const measured = useMemo(() => (answer === null ? [] : measuredOf(answer, window)), [answer, window]);
  return question.state === 'answered' ? { ...question, answer: measured } : question;
}
