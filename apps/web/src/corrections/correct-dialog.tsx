import { useState } from 'preact/hooks';
import { announce } from '../components/announcer.js';
import { Icon } from '../components/marks.js';
import { TokenForm } from '../components/token-form.js';
import type { CorrectionInput, CorrectionKind } from '../generated/graphql.js';
import { Dialog } from '../shell/dialog.js';
import { consequences, correctionWords, deploymentKinds, incidentKinds } from './correction-words.js';
import { CausingFlag, OtherDeployment } from './named-cause.js';
import { recordCorrection } from './record-correction.js';
import { capital } from '../format/text.js';

/** What is corrected. `at`: its instant, RFC 3339; deployments before it may have caused it, or be what it repairs. */
export type Subject =
  | {
      readonly of: 'deployment';
      readonly id: string;
      readonly name: string;
      readonly service: string;
      readonly at: string;
    }
  | {
      readonly of: 'incident';
      readonly id: string;
      readonly name: string;
      readonly service: string;
      readonly at: string;
    };

const FEWEST = 3;
const MOST = 2_000;

/** One event of a person's word: what is so, which deployment it is about, and why. */
export function CorrectDialog({
  subject,
  close,
  again,
}: {
  readonly subject: Subject;
  readonly close: () => void;
  readonly again: () => void;
}) {
  const [state, setState] = useState<'open' | 'writing' | 'token'>('open');
  const [problem, setProblem] = useState<string | null>(null);
  const write = async (input: CorrectionInput): Promise<void> => {
    setState('writing');
    setProblem(null);
    const recorded = await recordCorrection(input);
    if (recorded.outcome === 'problem') {
      setProblem(recorded.text);
      setState(recorded.needsToken ? 'token' : 'open');
      return;
    }
    announce(recorded.counts ? 'Written down, and counted' : 'Written down; it counts in a moment');
    again();
    close();
  };
  return (
    <Dialog title={`Correct ${subject.name}`} close={close}>
      <h2>
        Correct <bdi>{subject.name}</bdi>
      </h2>
      {problem !== null && (
        <p role="alert" class="tone-worse">
          <Icon shape="error" /> {problem}
        </p>
      )}
      {state === 'token' ? (
        <TokenForm message="Reading needs no such token, or another one. A token that may correct has the scope corrections:write" />
      ) : (
        <CorrectionForm
          subject={subject}
          isWriting={state === 'writing'}
          write={(input) => void write(input)}
          cancel={close}
        />
      )}
    </Dialog>
  );
}

function CorrectionForm({
  subject,
  isWriting,
  write,
  cancel,
}: {
  readonly subject: Subject;
  readonly isWriting: boolean;
  readonly write: (input: CorrectionInput) => void;
  readonly cancel: () => void;
}) {
  const [kind, setKind] = useState<CorrectionKind | null>(null);
  const [other, setOther] = useState('');
  const [reason, setReason] = useState('');
  const choose = (chosen: CorrectionKind): void => {
    setKind(chosen);
    // What was chosen for another kind is another thing.
    setOther('');
  };
  const submit = (event: Event): void => {
    event.preventDefault();
    if (kind !== null) write(inputOf(subject, kind, other, reason));
  };
  return (
    <form class="correct" onSubmit={submit}>
      <WhatIsSo kinds={subject.of === 'deployment' ? deploymentKinds : incidentKinds} chosen={kind} choose={choose} />
      {(kind === 'INCIDENT_CAUSED_BY' || kind === 'DEPLOYMENT_IS_HOTFIX') && (
        <OtherDeployment
          subject={subject}
          label={kind === 'INCIDENT_CAUSED_BY' ? 'Which deployment caused it' : 'Which deployment it repairs'}
          isRequired={kind === 'INCIDENT_CAUSED_BY'}
          value={other}
          choose={setOther}
        />
      )}
      {kind === 'INCIDENT_CAUSED_BY_FLAG' && <CausingFlag subject={subject} value={other} choose={setOther} />}
      <WhyField reason={reason} setReason={setReason} />
      <p class="cap">
        One event is written down, with who said it and when. It outranks what sources say; saying otherwise later
        outranks it.
      </p>
      <div class="row">
        <button class="btn pri" type="submit" disabled={isWriting}>
          {isWriting ? 'Writing…' : 'Write it down'}
        </button>
        <button class="btn" type="button" onClick={cancel}>
          Cancel
        </button>
      </div>
    </form>
  );
}

function WhyField({ reason, setReason }: { readonly reason: string; readonly setReason: (reason: string) => void }) {
  return (
    <label class="field">
      Why, for those who come after
      <textarea
        required
        minLength={FEWEST}
        maxLength={MOST}
        rows={3}
        value={reason}
        onInput={(event) => setReason(event.currentTarget.value)}
      />
    </label>
  );
}

function WhatIsSo({
  kinds,
  chosen,
  choose,
}: {
  readonly kinds: readonly CorrectionKind[];
  readonly chosen: CorrectionKind | null;
  readonly choose: (kind: CorrectionKind) => void;
}) {
  return (
    <fieldset>
      <legend>What is so?</legend>
      {kinds.map((kind) => (
        <label key={kind} class="choice-line">
          <input type="radio" name="says" required checked={chosen === kind} onChange={() => choose(kind)} />
          <span>
            <b>{capital(correctionWords[kind])}</b>
            <span class="cap">{consequences[kind]}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}

function inputOf({ of, id }: Subject, kind: CorrectionKind, other: string, reason: string): CorrectionInput {
  const said = { kind, reason };
  if (of === 'incident') {
    const cause =
      kind === 'INCIDENT_CAUSED_BY'
        ? { deployment: other }
        : kind === 'INCIDENT_CAUSED_BY_FLAG'
          ? { flagChange: other }
          : {};
    return { ...said, incident: id, ...cause };
  }
  return { ...said, deployment: id, ...(kind === 'DEPLOYMENT_IS_HOTFIX' && other !== '' ? { fixes: other } : {}) };
}
