import { Mark, State } from '../../components/marks.js';
import { answerWords, type Criterion } from './scorecard-words.js';

/** What is to be said of a criterion: a shape, and the word beside it. Of symptoms there is no good and bad, only there or not. */
export function StandingMark({ criterion, isSymptom }: { readonly criterion: Criterion; readonly isSymptom: boolean }) {
  const { status, proposes, answer, contradicted } = criterion;
  switch (status) {
    case 'MET':
      return isSymptom ? <Mark shape="incident">seen</Mark> : <Met>met</Met>;
    case 'NOT_MET':
      return isSymptom ? <Mark shape="none">not seen</Mark> : <NotMet>not met</NotMet>;
    case 'UNKNOWN':
      return <State tone="none">unknown</State>;
    case 'PROPOSED':
      return (
        <State tone="provisional">{proposes === 'MET' ? 'met? to be confirmed' : 'not met? to be confirmed'}</State>
      );
    case 'ANSWERED': {
      if (answer === null) return null;
      const text = `${answerWords[answer.value]}${contradicted ? ', though tools say otherwise' : ''}`;
      if (isSymptom || answer.value === 'NOT_APPLICABLE') return <Mark shape="usual">{text}</Mark>;
      return answer.value === 'YES' ? <Met>{text}</Met> : <NotMet>{text}</NotMet>;
    }
  }
}

const Met = ({ children }: { readonly children: string }) => (
  <Mark shape="better" tone="good">
    {children}
  </Mark>
);
const NotMet = ({ children }: { readonly children: string }) => (
  <Mark shape="worse" tone="bad">
    {children}
  </Mark>
);
