import { civilDateAt } from '../../address/civil-time.js';
import { scopeOf, useNavigation, useTimeWindow } from '../../address/navigation.js';
import { windowInput } from '../../address/time-window.js';
import { useQuestion } from '../../api/use-question.js';
import { Answered, SkeletonPanel } from '../../components/answered.js';
import { PageHead } from '../../components/page-head.js';
import { dayText } from '../../format/date.js';
import { scorecardQuery, type ScorecardQuery } from '../../generated/graphql.js';
import type { AnswerScope } from './answer-form.js';
import { CardsPanel } from './cards-panel.js';
import { CriteriaPanel } from './criteria-panel.js';
import { HistoryPanel } from './history-panel.js';
import { QuickCheckPanel } from './quick-check-panel.js';
import { type Card, slugOf } from './scorecard-words.js';

type Scorecard = ScorecardQuery['scorecard'];

/** Where a team, a service or the organisation stands: milestones, maturity, and the scores of DORA's Quick Check. */
export function ScorecardsPage() {
  const { address, organisation } = useNavigation();
  const { view } = address;
  const { days, timeZone } = useTimeWindow();
  // People answer for one scope: a service is nearer than its team, and environments have no scorecard.
  const scope: AnswerScope = { team: view.service === null ? view.team : null, service: view.service };
  const question = useQuestion(scorecardQuery, {
    window: windowInput(days, timeZone),
    scope: scopeOf({ ...scope, environment: null, flag: null }),
    asOf: view.asOf,
  });
  return (
    <>
      <Answered question={question} subject="The scorecard" skeleton={<ScorecardSkeleton />}>
        {({ scorecard }) => {
          const shown = shownCard(scorecard, view.panel);
          return (
            <>
              <PageHead
                title={titleOf(scorecard, scope.service ?? scope.team ?? organisation.name ?? 'The organisation')}
                text={textOf(scorecard, timeZone)}
              />
              <CardsPanel cards={scorecard.cards} shown={shown} />
              <HistoryPanel key={`history ${scope.team} ${scope.service}`} scope={scope} />
              <CriteriaPanel key={`${scope.team} ${scope.service}`} card={shown} scope={scope} again={question.again} />
            </>
          );
        }}
      </Answered>
      <QuickCheckPanel />
    </>
  );
}

function ScorecardSkeleton() {
  return (
    <>
      <div class="head">
        <span class="skeleton title" />
      </div>
      <SkeletonPanel lines={9} />
      <SkeletonPanel lines={20} />
    </>
  );
}

/** The one that is asked for, else the first that is not reached. */
function shownCard({ cards }: Scorecard, slug: string | null): Card {
  const found = cards.find((card) => slugOf(card) === slug) ?? cards.find(({ reached }) => !reached) ?? cards[0];
  if (found === undefined) throw new Error('A scorecard without cards');
  return found;
}

function titleOf({ phase, level }: Scorecard, subject: string): string {
  const reached = phase === 0 ? 'no phase reached yet' : `phase ${phase} reached`;
  return `${subject}: ${reached}, maturity level ${level}`;
}

function textOf({ weeks }: Scorecard, timeZone: string): string {
  const [first, last] = [weeks[0], weeks.at(-1)];
  if (first === undefined || last === undefined) return 'No full week is over yet.';
  const day = (instant: string, back: number): string => dayText(civilDateAt(Date.parse(instant) - back, timeZone));
  return `By the four full weeks from ${day(first.from, 0)} to ${day(last.to, 1)}. What tools say is judged by itself; what only people know is asked again every 180 days.`;
}
