import { useRef } from 'preact/hooks';
import { useTimeWindow } from '../../address/navigation.js';
import { useQuestion } from '../../api/use-question.js';
import { Answered, SkeletonPanel } from '../../components/answered.js';
import { Panel } from '../../components/panel.js';
import { clockText } from '../../format/date.js';
import { NBSP } from '../../format/number.js';
import { changedBeforeQuery, type IncidentFactsFragment } from '../../generated/graphql.js';
import { usePageKeys } from '../../shell/use-page-keys.js';
import { CandidateItem } from './candidate-item.js';
import { type Candidate, changedBefore, LOOK_AHEAD_MS, LOOK_BACK_MS } from './changed-before.js';
import { useVerdicts } from './use-verdicts.js';

const iso = (instant: number): string => new Date(instant).toISOString();

/** What changed in production before the incident, and the one click that says whether it was this. */
export function CandidatesPanel({
  incident,
  at,
  again,
  everyMs,
}: {
  readonly incident: IncidentFactsFragment | null;
  readonly at: number;
  readonly again: () => void;
  readonly everyMs: number | null;
}) {
  const { timeZone } = useTimeWindow();
  const question = useQuestion(
    changedBeforeQuery,
    { from: iso(at - LOOK_BACK_MS), at: iso(at), until: iso(at + LOOK_AHEAD_MS) },
    { everyMs },
  );
  return (
    <Panel
      title={`What changed in the 2${NBSP}h before ${clockText(at, timeZone)}`}
      note="nearest in time first: near is not proof"
    >
      <Answered question={question} subject="What changed" skeleton={<SkeletonPanel lines={8} />}>
        {(answer) => <Candidates candidates={changedBefore(answer, at)} incident={incident} again={again} />}
      </Answered>
    </Panel>
  );
}

function Candidates({
  candidates,
  incident,
  again,
}: {
  readonly candidates: readonly Candidate[];
  readonly incident: IncidentFactsFragment | null;
  readonly again: () => void;
}) {
  const list = useRef<HTMLOListElement>(null);
  const { said, undo, caused, notCaused, noFailure } = useVerdicts(incident, again);
  const nearest = candidates.find(({ of }) => of === 'deployment');
  usePageKeys({
    c: () => {
      const items = Array.from(list.current?.children ?? []);
      caused(candidates[items.findIndex((item) => item.contains(document.activeElement))] ?? nearest);
    },
    n: notCaused,
    f: noFailure,
  });
  return (
    <>
      {candidates.length === 0 && <p class="mute">Nothing changed in production, as far as the sources have told.</p>}
      <ol class="cands" ref={list}>
        {candidates.map((candidate, index) => (
          <CandidateItem
            key={candidate.of === 'flag' ? candidate.change.id : candidate.deployment.id}
            candidate={candidate}
            incident={incident}
            isNearest={index === 0}
            isByKey={candidate === nearest}
            caused={() => caused(candidate)}
          />
        ))}
      </ol>
      {incident !== null && (
        <div class="row">
          <button type="button" class="btn" onClick={notCaused}>
            Not caused by a change <kbd>N</kbd>
          </button>
          <button type="button" class="btn" onClick={noFailure}>
            Not a failure <kbd>F</kbd>
          </button>
          <span class="s mute">Writes one event at once; it can be corrected any time later.</span>
        </div>
      )}
      {said !== null && (
        <p class={said.isProblem ? 'tone-worse' : 'tone-better'} {...(said.isProblem ? { role: 'alert' } : {})}>
          {said.text}{' '}
          {said.event !== null && (
            <button type="button" class="btn" onClick={undo}>
              Undo
            </button>
          )}
        </p>
      )}
    </>
  );
}
