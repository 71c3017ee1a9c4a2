import { useState } from 'preact/hooks';
import { useHref, useNavigation, useTimeWindow } from '../address/navigation.js';
import { announce } from '../components/announcer.js';
import { momentText } from '../format/date.js';
import type { CorrectionMadeFragment } from '../generated/graphql.js';
import { correctionWords } from './correction-words.js';
import { withdrawCorrection } from './record-correction.js';

/** Of what it was said. */
type Of = { readonly deployment: string } | { readonly incident: string };

/** Who said what, when and why; the first that nobody took back holds, and can be taken back. */
export function CorrectionsMade({
  corrections,
  of,
  again,
}: {
  readonly corrections: readonly CorrectionMadeFragment[];
  readonly of: Of;
  /** Reads what is shown anew. */
  readonly again: () => void;
}) {
  if (corrections.length === 0) return null;
  const holding = corrections.findIndex(({ withdrawn }) => withdrawn === null);
  return (
    <ol class="said" aria-label="What people said, the latest first">
      {corrections.map((correction, index) => (
        <SaidItem key={correction.event} correction={correction} holds={index === holding} of={of} again={again} />
      ))}
    </ol>
  );
}

function SaidItem({
  correction: { event, says, names, flagChanges, by, at, reason, withdrawn },
  holds,
  of,
  again,
}: {
  readonly correction: CorrectionMadeFragment;
  readonly holds: boolean;
  readonly of: Of;
  readonly again: () => void;
}) {
  const { now } = useNavigation();
  const { timeZone } = useTimeWindow();
  const href = useHref();
  return (
    <li class={holds ? '' : 'weak'}>
      <b>
        <bdi>{by}</bdi> said: {says === null ? 'something else' : correctionWords[says]}
      </b>
      {names.map((name) => (
        <span key={name}>
          {' '}
          <a class="q" href={href('deployment', name)}>
            <bdi>{name}</bdi>
          </a>
        </span>
      ))}
      {flagChanges.map((change) => (
        <span key={change}>
          {' '}
          <bdi class="mono">{change}</bdi>
        </span>
      ))}
      <span class="s mute">
        {' '}
        {momentText(at, timeZone, now)}
        {!holds && withdrawn === null && ', no longer holds'}
      </span>
      {reason !== null && (
        <p class="s">
          <bdi>“{reason}”</bdi>
        </p>
      )}
      {withdrawn === null ? (
        <TakeBack event={event} of={of} again={again} />
      ) : (
        <p class="s">
          <bdi>{withdrawn.by}</bdi> took it back {momentText(withdrawn.at, timeZone, now)}:{' '}
          <bdi>“{withdrawn.reason}”</bdi>
        </p>
      )}
    </li>
  );
}

/** Why it is taken back, asked where the word stands. */
function TakeBack({ event, of, again }: { readonly event: string; readonly of: Of; readonly again: () => void }) {
  const [state, setState] = useState<'closed' | 'open' | 'writing'>('closed');
  const [reason, setReason] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const write = async (): Promise<void> => {
    setState('writing');
    const recorded = await withdrawCorrection({ ...of, event, reason });
    if (recorded.outcome === 'problem') {
      setProblem(recorded.text);
      setState('open');
      return;
    }
    announce('Taken back');
    again();
  };
  if (state === 'closed')
    return (
      <button type="button" class="btn" aria-expanded="false" onClick={() => setState('open')}>
        Take it back…
      </button>
    );
  return (
    <form
      class="correct"
      onSubmit={(submitted) => {
        submitted.preventDefault();
        void write();
      }}
    >
      <label class="field">
        Why it is taken back
        <input
          type="text"
          required
          minLength={3}
          maxLength={2_000}
          value={reason}
          onInput={(typed) => setReason(typed.currentTarget.value)}
        />
      </label>
      {problem !== null && (
        <p role="alert" class="tone-worse">
          {problem}
        </p>
      )}
      <div class="row">
        <button class="btn pri" type="submit" disabled={state === 'writing'}>
          {state === 'writing' ? 'Writing…' : 'Take it back'}
        </button>
        <button class="btn" type="button" onClick={() => setState('closed')}>
          Cancel
        </button>
      </div>
    </form>
  );
}
