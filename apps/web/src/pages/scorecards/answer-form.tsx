import { useState } from 'preact/hooks';
import { ask } from '../../api/ask.js';
import { announce } from '../../components/announcer.js';
import { answerCriterionMutation } from '../../generated/graphql.js';
import { answerWords, type Criterion } from './scorecard-words.js';

/** Whose scorecard is answered: a team, a service, or everybody. */
export interface AnswerScope {
  readonly team: string | null;
  readonly service: string | null;
}

type Value = NonNullable<Criterion['answer']>['value'];
/** What is durable counts within a second or so, and later on a busy machine. */
const COUNTED_MS = [2_000, 10_000] as const;
const values = Object.keys(answerWords) as Value[];

/** What a person says of a criterion: yes, no or not applicable, with a reason. */
export function AnswerForm(asked: {
  readonly criterion: Criterion;
  readonly scope: AnswerScope;
  readonly again: () => void;
}) {
  const { id, knownBy } = asked.criterion;
  const { said, write } = useWriting(asked);
  const [answer, setAnswer] = useState<Value | null>(null);
  const [reason, setReason] = useState('');
  const [link, setLink] = useState('');
  const submit = (event: Event): void => {
    event.preventDefault();
    if (answer !== null) void write({ answer, reason, link });
  };
  return (
    <details class="answer">
      <summary>
        {knownBy === 'PROPOSAL' ? 'Confirm' : 'Answer'}
        <span class="sr"> {id}</span>
      </summary>
      <form onSubmit={submit}>
        <Choice id={id} answer={answer} choose={setAnswer} />
        <label class="field">
          Why
          <input
            required
            minLength={3}
            maxLength={2_000}
            value={reason}
            onInput={(event) => setReason(event.currentTarget.value)}
          />
        </label>
        <label class="field">
          Link (if there is one)
          <input type="url" value={link} onInput={(event) => setLink(event.currentTarget.value)} />
        </label>
        <button class="btn" type="submit">
          Write it down
        </button>
        {said !== '' && <p class="s">{said}</p>}
      </form>
    </details>
  );
}

/** Yes, no, or not applicable; a measurement applies everywhere. */
function Choice({
  id,
  answer,
  choose,
}: {
  readonly id: string;
  readonly answer: Value | null;
  readonly choose: (value: Value) => void;
}) {
  const offered = /\.M\d+$/.test(id) ? values.filter((value) => value !== 'NOT_APPLICABLE') : values;
  return (
    <fieldset>
      <legend class="sr">Answer to {id}</legend>
      {offered.map((value) => (
        <label key={value} class="check">
          <input
            type="radio"
            name={`answer ${id}`}
            required
            checked={answer === value}
            onChange={() => choose(value)}
          />{' '}
          {answerWords[value]}
        </label>
      ))}
    </fieldset>
  );
}

/** Writes an answer down, and says what became of it. */
function useWriting({ criterion: { id }, scope, again }: Parameters<typeof AnswerForm>[0]) {
  const [said, setSaid] = useState('');
  const write = async ({ answer, reason, link }: { answer: Value; reason: string; link: string }): Promise<void> => {
    const input = { criterion: id, answer, reason, ...(link === '' ? {} : { link }), ...scope };
    const answered = await ask(answerCriterionMutation, { input });
    const text =
      answered.outcome === 'answered' ? `${id} is answered: ${answerWords[answer]}` : answered.problem.message;
    setSaid(text);
    announce(text);
    if (answered.outcome === 'answered') for (const soon of COUNTED_MS) setTimeout(again, soon);
  };
  return { said, write };
}
