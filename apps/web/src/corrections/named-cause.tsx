import { useId, useState } from 'preact/hooks';
import { useTimeWindow } from '../address/navigation.js';
import { useQuestion } from '../api/use-question.js';
import { deploymentName } from '../entities/deployment-name.js';
import { exposureText } from '../entities/flag-words.js';
import { momentText } from '../format/date.js';
import { correctableDeploymentsQuery, correctableFlagChangesQuery } from '../generated/graphql.js';
import type { Subject } from './correct-dialog.js';

/** Deployments of the service before it, or any by its id. */
export function OtherDeployment({
  subject: { id: own, service, at },
  label,
  isRequired,
  value,
  choose,
}: {
  readonly subject: Subject;
  readonly label: string;
  readonly isRequired: boolean;
  readonly value: string;
  readonly choose: (id: string) => void;
}) {
  const { timeZone } = useTimeWindow();
  const question = useQuestion(correctableDeploymentsQuery, { service, to: at }, { refreshes: false });
  const found = question.state === 'answered' ? question.answer.deployments.nodes : [];
  const options = found
    .filter(({ id }) => id !== own)
    .map((deployment) => {
      const when = momentText(deployment.finishedAt ?? deployment.startedAt ?? at, timeZone, Date.parse(at));
      return { id: deployment.id, text: `${deploymentName(deployment)} · ${deployment.environment} · ${when}` };
    });
  return <OneOf {...{ label, isRequired, value, choose, options }} isReading={question.state === 'waiting'} />;
}

/** Changes of flags of the service before it, or any by its id. */
export function CausingFlag({
  subject: { service, at },
  value,
  choose,
}: {
  readonly subject: Subject;
  readonly value: string;
  readonly choose: (id: string) => void;
}) {
  const { timeZone } = useTimeWindow();
  const question = useQuestion(correctableFlagChangesQuery, { service, to: at }, { refreshes: false });
  const found = question.state === 'answered' ? question.answer.flagChanges.nodes : [];
  const options = found.map((change) => {
    const when = momentText(change.at, timeZone, Date.parse(at));
    return {
      id: change.id,
      text: `${change.flag} · ${exposureText(change.exposure)} · ${change.environment} · ${when}`,
    };
  });
  const label = 'Which change of a flag caused it';
  return <OneOf {...{ label, value, choose, options }} isRequired isReading={question.state === 'waiting'} />;
}

/** One of a list, or another by its id. */
function OneOf({
  label,
  isRequired,
  options,
  isReading,
  value,
  choose,
}: {
  readonly label: string;
  readonly isRequired: boolean;
  readonly options: readonly { readonly id: string; readonly text: string }[];
  readonly isReading: boolean;
  readonly value: string;
  readonly choose: (id: string) => void;
}) {
  const [isOther, setOther] = useState(false);
  const list = useId();
  return (
    <>
      <label class="field" for={list}>
        {label}
        {isRequired ? '' : ' (if it is known)'}
      </label>
      <select
        id={list}
        class="btn choice"
        required={isRequired}
        value={isOther ? 'other' : value}
        onChange={(event) => {
          const chosen = event.currentTarget.value;
          setOther(chosen === 'other');
          choose(chosen === 'other' ? '' : chosen);
        }}
      >
        <option value="">{isReading ? 'Reading…' : 'Choose…'}</option>
        {options.map(({ id, text }) => (
          <option key={id} value={id}>
            {text}
          </option>
        ))}
        <option value="other">Another, by its id…</option>
      </select>
      {isOther && (
        <label class="field">
          Its id, as its source or Leadline gave it
          <input type="text" required value={value} onInput={(event) => choose(event.currentTarget.value)} />
        </label>
      )}
    </>
  );
}
