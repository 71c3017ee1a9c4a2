import { useRef, useState } from 'preact/hooks';
import { useHref, useTimeWindow } from '../../address/navigation.js';
import { useQuestion } from '../../api/use-question.js';
import { announce } from '../../components/announcer.js';
import { Answered, SkeletonPanel } from '../../components/answered.js';
import { DeploymentResult } from '../../components/deployment-result.js';
import { Mark } from '../../components/marks.js';
import { Panel } from '../../components/panel.js';
import { recordCorrection, withdrawCorrection } from '../../corrections/record-correction.js';
import { causesOf } from '../../entities/incident-words.js';
import { deploymentName, versionText } from '../../entities/deployment-name.js';
import { kindWords } from '../../entities/deployment-words.js';
import { clockText } from '../../format/date.js';
import { exactDuration } from '../../format/duration.js';
import { counted, NBSP } from '../../format/number.js';
import { changedBeforeQuery, type CorrectionInput, type IncidentFactsFragment } from '../../generated/graphql.js';
import { usePageKeys } from '../../shell/use-page-keys.js';
import { type Candidate, changedBefore, LOOK_AHEAD_MS, LOOK_BACK_MS } from './changed-before.js';

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

const REASON = 'Said on call, in one click';
const UNDONE = 'Undone on call, in one click';

/** What is told of a click; `event`: what Undo takes back, null: nothing. */
interface Said {
  readonly text: string;
  readonly isProblem: boolean;
  readonly event: string | null;
}

/** One click, one event; without an incident there is nothing to say anything of. */
function useVerdicts(incident: IncidentFactsFragment | null, again: () => void) {
  const [said, setSaid] = useState<Said | null>(null);
  const say = async (input: Omit<CorrectionInput, 'incident' | 'reason'>, text: string): Promise<void> => {
    if (incident === null) return;
    setSaid({ text: 'Writing it down…', isProblem: false, event: null });
    const recorded = await recordCorrection({ ...input, incident: incident.id, reason: REASON });
    const isProblem = recorded.outcome === 'problem';
    const told = isProblem ? recorded.text : `Written down: ${text}. “Correct…” above says otherwise.`;
    setSaid({ text: told, isProblem, event: isProblem ? null : recorded.event });
    announce(told);
    if (!isProblem) again();
  };
  const undo = async (): Promise<void> => {
    if (incident === null || said === null || said.event === null) return;
    setSaid({ text: 'Taking it back…', isProblem: false, event: null });
    const recorded = await withdrawCorrection({ event: said.event, incident: incident.id, reason: UNDONE });
    const isProblem = recorded.outcome === 'problem';
    const told = isProblem ? recorded.text : 'Taken back: what sources and rules say counts again.';
    setSaid({ text: told, isProblem, event: isProblem ? said.event : null });
    announce(told);
    if (!isProblem) again();
  };
  return {
    said,
    undo: (): void => void undo(),
    caused: (candidate: Candidate | undefined): void => {
      if (candidate === undefined) return;
      if (candidate.of === 'flag') {
        const { id, flag } = candidate.change;
        void say({ kind: 'INCIDENT_CAUSED_BY_FLAG', flagChange: id }, `the flag ${flag} caused it`);
        return;
      }
      const { deployment } = candidate;
      void say({ kind: 'INCIDENT_CAUSED_BY', deployment: deployment.id }, `${deploymentName(deployment)} caused it`);
    },
    notCaused: (): void => void say({ kind: 'INCIDENT_NOT_CAUSED_BY_CHANGE' }, 'no change caused it'),
    noFailure: (): void => void say({ kind: 'INCIDENT_FALSE_POSITIVE' }, 'it never was a failure'),
  };
}

function CandidateItem({
  candidate,
  incident,
  isNearest,
  isByKey,
  caused,
}: {
  readonly candidate: Candidate;
  readonly incident: IncidentFactsFragment | null;
  readonly isNearest: boolean;
  /** The key for "caused it" means this one, unless the focus is in another. */
  readonly isByKey: boolean;
  readonly caused: () => void;
}) {
  const { timeZone } = useTimeWindow();
  const services = candidate.of === 'flag' ? candidate.change.services : [candidate.deployment.service];
  const isSame = incident !== null && services.includes(incident.service);
  const isCause =
    incident !== null &&
    (candidate.of === 'flag'
      ? incident.counts && incident.causedByFlagChanges.some(({ id }) => id === candidate.change.id)
      : causesOf(incident).some(({ counts, deployment }) => counts && deployment?.id === candidate.deployment.id));
  return (
    <li class={isNearest ? 'cand near' : 'cand'}>
      <div>
        <div class="when">{exactDuration(candidate.gapMs / 1000)}</div>
        <span class="cap">before · {clockText(candidate.at, timeZone)}</span>
      </div>
      <div>
        {candidate.of === 'flag' ? <FlagText candidate={candidate} /> : <DeploymentText candidate={candidate} />}
        {isSame && <span class="tag">same service</span>}
        {isCause && (
          <Mark shape="incident" tone="bad">
            laid to it
          </Mark>
        )}
      </div>
      <div class="act">
        {incident !== null && (
          <button type="button" class={isByKey ? 'btn pri' : 'btn'} onClick={caused}>
            This caused it {isByKey && <kbd>C</kbd>}
          </button>
        )}
        {candidate.of === 'deployment' &&
          candidate.deployment.url !== null &&
          /^https?:\/\//i.test(candidate.deployment.url) && (
            <a class="btn" href={candidate.deployment.url} target="_blank" rel="noreferrer noopener">
              At its source
            </a>
          )}
      </div>
    </li>
  );
}

function DeploymentText({
  candidate: { deployment },
}: {
  readonly candidate: Candidate & { readonly of: 'deployment' };
}) {
  const href = useHref();
  const { id, environment, targets, kind, changeCount, replaced, teams } = deployment;
  return (
    <>
      <h3>
        <a class="q" href={href('deployment', id)}>
          <bdi>{deploymentName(deployment)}</bdi>
        </a>{' '}
        to <bdi>{[environment, ...targets].join(' ')}</bdi>
      </h3>
      <p class="s mute">
        {kindWords[kind]}, {counted(changeCount, 'change')}
        {teams.length > 0 && (
          <>
            {' '}
            of <bdi>{teams.join(', ')}</bdi>
          </>
        )}
        {replaced !== null && (
          <>
            ; before it{' '}
            <a class="q mono" href={href('deployment', replaced.id)}>
              <bdi>{versionText(replaced)}</bdi>
            </a>
          </>
        )}
      </p>
      <DeploymentResult deployment={{ ...deployment, reasons: [] }} />
    </>
  );
}

function FlagText({ candidate: { change } }: { readonly candidate: Candidate & { readonly of: 'flag' } }) {
  const href = useHref();
  const { flag, exposure, environment, services, source } = change;
  return (
    <>
      <h3>
        <Mark shape="flag" tone="flag">
          flag{' '}
          <a class="q" href={href('flag', flag)}>
            <bdi>{flag}</bdi>
          </a>
        </Mark>{' '}
        {exposure === null ? 'on for some' : exposure === 0 ? 'off' : `on for ${exposure}${NBSP}%`}
      </h3>
      <p class="s mute">
        <bdi>{[environment, ...services].join(', ')}</bdi>
        {source !== '' && ` · ${source}`}
      </p>
    </>
  );
}
