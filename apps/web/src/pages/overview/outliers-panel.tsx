import { civilDateAt, mondayOf } from '../../address/civil-time.js';
import { scopeOf, useHref, useNavigation, useTimeWindow } from '../../address/navigation.js';
import { windowInput } from '../../address/time-window.js';
import { Answered, SkeletonPanel } from '../../components/answered.js';
import { Icon, State } from '../../components/marks.js';
import { Panel } from '../../components/panel.js';
import { useQuestion } from '../../api/use-question.js';
import { counted, NBSP } from '../../format/number.js';
import { type OutlierFindingFragment, outliersQuery } from '../../generated/graphql.js';
import { measureById } from '../../measures/measure.js';
import { certaintyText, findingText, subjectOf } from './outlier-text.js';

const MOST = 6;

/** What stands out in the window, strongest evidence first; that nothing does is an answer as well. */
export function OutliersPanel() {
  const { view } = useNavigation().address;
  const window = useTimeWindow();
  const question = useQuestion(outliersQuery, {
    window: windowInput(window.days, window.timeZone),
    scope: scopeOf(view),
    asOf: view.asOf,
  });
  return (
    <Answered question={question} subject="What stands out" skeleton={<SkeletonPanel lines={9} />}>
      {({ outliers }) => (
        <Panel
          title="What stands out"
          note={`services, against the others and their own past${outliers.length > MOST ? ` · the first ${MOST} of ${outliers.length}` : ''}`}
        >
          {outliers.length === 0 ? (
            <p>
              <b>Nothing stands out.</b>{' '}
              <span class="mute">No service lies outside of what chance and its own past explain.</span>
            </p>
          ) : (
            <ol class="ins">
              {outliers.slice(0, MOST).map((finding) => (
                <Finding key={finding.id} finding={finding} timeZone={window.timeZone} />
              ))}
            </ol>
          )}
        </Panel>
      )}
    </Answered>
  );
}

function Finding({ finding, timeZone }: { readonly finding: OutlierFindingFragment; readonly timeZone: string }) {
  const href = useHref();
  const { before, after } = findingText(finding, timeZone);
  const isBetter = finding.direction === 'BETTER';
  const subject = subjectOf(finding);
  const link = linkOf(finding, timeZone, href);
  const certainty = certaintyText(finding);
  return (
    <li>
      <span class={isBetter ? 'tone-better' : 'tone-worse'}>
        <Icon shape={isBetter ? 'better' : 'worse'} />
        <span class="sr">{isBetter ? 'Better: ' : 'Worse: '}</span>
      </span>
      <div>
        {before}
        {subject !== '' && (
          <b>
            <bdi>{subject}</bdi>
          </b>
        )}
        {after}
        <div class="cap">
          {certainty !== '' && <span>{certainty}</span>}
          {finding.provisional && <State tone="provisional">may still change</State>}
          <a href={link}>{finding.deployment === null ? counted(finding.n, 'deployment') : `the${NBSP}deployment`}</a>
        </div>
      </div>
    </li>
  );
}

/** To what a finding was made from. */
function linkOf(finding: OutlierFindingFragment, timeZone: string, href: ReturnType<typeof useHref>): string {
  const metric = measureById(finding.metric)?.slug ?? null;
  const week = mondayOf(civilDateAt(Date.parse(finding.since), timeZone));
  const changes = finding.rule === 'UNUSUAL_DAY' ? { metric, week, panel: 'above' } : { metric };
  if (finding.deployment !== null) return href('deployment', finding.deployment);
  if (finding.service !== null) return href('service', finding.service, changes);
  if (finding.team !== null) return href('team', finding.team, changes);
  return href('metric', metric ?? 'change-fail-rate', { ...changes, metric: null });
}
