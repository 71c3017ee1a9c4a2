import { useState } from 'preact/hooks';
import type { Answered } from '../api/ask.js';
import { announce } from './announcer.js';

/** A button that has the API do something, and says beside itself what came of it. */
export function ActionButton<Answer>({
  label,
  name,
  act,
  said,
  done,
}: {
  readonly label: string;
  /** For those who do not see what is around it; absent: the label says it all. */
  readonly name?: string;
  readonly act: () => Promise<Answered<Answer>>;
  readonly said: (answer: Answer) => string;
  /** Called when there is an answer, or a reason why there is none. */
  readonly done: () => void;
}) {
  const [text, setText] = useState('');
  const [isActing, setActing] = useState(false);
  const click = async (): Promise<void> => {
    setActing(true);
    const answered = await act();
    const saying = answered.outcome === 'answered' ? said(answered.answer) : answered.problem.message;
    setActing(false);
    setText(saying);
    announce(saying);
    done();
  };
  return (
    <>
      <button
        type="button"
        class="btn"
        disabled={isActing}
        onClick={() => void click()}
        {...(name === undefined ? {} : { 'aria-label': name })}
      >
        {label}
      </button>
      {text !== '' && <span class="s mute">{text}</span>}
    </>
  );
}
