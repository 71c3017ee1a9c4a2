import { useHref, useNavigation, useTimeWindow } from '../../address/navigation.js';
import { Answered, SkeletonPanel } from '../../components/answered.js';
import { State } from '../../components/marks.js';
import { ToldItem } from '../../components/told-item.js';
import { useQuestion } from '../../api/use-question.js';
import { evidenceHref } from '../../entities/outlier-link.js';
import { certaintyText, findingText, subjectOf } from '../../entities/outlier-words.js';
import { counted, NBSP } from '../../format/number.js';
import { type OutlierFindingFragment, standingOutQuery } from '../../generated/graphql.js';
import { standingOutVariables } from './overview-questions.js';
import { toldOnce } from './told-once.js';

const MOST = 6;

/** What stands out in the window: days, teams, services; that nothing does is an answer as well. */
export function OutliersPanel({ isAsked }: { readonly isAsked: boolean }) {
  const { view } = useNavigation().address;
  const window = useTimeWindow();
  const href = useHref();
  const question = useQuestion(standingOutQuery, isAsked ? standingOutVariables(view, window) : null);
  return (
    <Answered question={question} subject="What stands out" skeleton={<SkeletonPanel lines={9} />}>
      {({ teams, services }) => {
        const findings = toldOnce(teams, services);
        return (
          <section class="panel">
            <header>
              <h2>What stands out</h2>
              <span class="cap">
                days, teams and services
                {findings.length > MOST ? ` · the first ${MOST} of ${findings.length}` : ''} ·{' '}
                <a class="s" href={href('outliers', '', { team: view.team })}>
                  All of them
                </a>{' '}
                ·{' '}
                <a class="s" href={href('insights', '', { team: view.team })}>
                  With what changed
                </a>
              </span>
            </header>
            {findings.length === 0 ? (
              <p>
                <b>Nothing stands out.</b>{' '}
                <span class="mute">No day, team or service lies outside of what chance and its own past explain.</span>
              </p>
            ) : (
              <ol class="ins">
                {findings.slice(0, MOST).map((finding) => (
                  <Finding key={finding.id} finding={finding} timeZone={window.timeZone} />
                ))}
              </ol>
            )}
          </section>
        );
      }}
    </Answered>
  );
}

function Finding({ finding, timeZone }: { readonly finding: OutlierFindingFragment; readonly timeZone: string }) {
  const href = useHref();
  const { before, after } = findingText(finding, timeZone);
  const subject = subjectOf(finding);
  const link = evidenceHref(finding, timeZone, href);
  const certainty = certaintyText(finding);
  return (
    <ToldItem
      judgement={finding.direction}
      notes={
        <>
          {certainty !== '' && <span>{certainty}</span>}
          {finding.provisional && <State tone="provisional">may still change</State>}
          <a href={link}>{finding.deployment === null ? counted(finding.n, 'deployment') : `the${NBSP}deployment`}</a>
        </>
      }
    >
      {before}
      {subject !== '' && (
        <b>
          <bdi>{subject}</bdi>
        </b>
      )}
      {after}
    </ToldItem>
  );
}
