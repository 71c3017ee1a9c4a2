import { useNavigation } from '../../address/navigation.js';
import { Answered } from '../../components/answered.js';
import { useQuestion } from '../../api/use-question.js';
import { standingQuery } from '../../generated/graphql.js';
import { FirstRun } from './first-run.js';

/** How to connect a source, also for those who have one. */
export function StartPage() {
  const { view } = useNavigation().address;
  const question = useQuestion(standingQuery, { asOf: view.asOf });
  return (
    <Answered question={question} subject="The sources">
      {({ sources }) => <FirstRun sources={sources} again={question.again} isFirst={false} />}
    </Answered>
  );
}
