import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { ownTimeZone, useHrefHere, useNavigation } from '../address/navigation.js';
import type { Problem } from '../api/ask.js';
import type { Question } from '../api/use-question.js';
import { clockText, momentText } from '../format/date.js';
import { Icon, State } from './marks.js';
import { TokenForm } from './token-form.js';

/** Shorter waits than this are not shown. */
const PATIENCE_MS = 200;

/**
 * Shows an answer, or why there is none. `subject` names what was asked for: "The numbers". `skeleton` has the size of
 * the answer, so that nothing jumps.
 */
export function Answered<Answer>({
  question,
  subject,
  skeleton,
  children,
}: {
  readonly question: Question<Answer>;
  readonly subject: string;
  readonly skeleton?: ComponentChildren;
  readonly children: (answer: Answer) => ComponentChildren;
}) {
  switch (question.state) {
    case 'answered':
      return (
        <>
          {question.stale !== null && <StaleNote at={question.at} problem={question.stale} />}
          {children(question.answer)}
        </>
      );
    case 'problem':
      return <ProblemNote problem={question.problem} subject={subject} since={question.since} again={question.again} />;
    case 'waiting':
      return <Waiting subject={subject} skeleton={skeleton} />;
  }
}

/** An older answer is better than none, and says that it is older. */
function StaleNote({ at, problem }: { readonly at: number; readonly problem: Problem }) {
  return (
    <p>
      <State tone="stale">
        as of {clockText(at, ownTimeZone())}: {problem.message}
      </State>
    </p>
  );
}

function Waiting({ subject, skeleton }: { readonly subject: string; readonly skeleton: ComponentChildren }) {
  const [isShown, setShown] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setShown(true), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div class={isShown ? 'waiting' : 'waiting unseen'}>
      {skeleton ?? <SkeletonPanel />}
      {isShown && <span class="sr">{subject}: loading…</span>}
    </div>
  );
}

/** Grey lines where text will be. */
export function SkeletonPanel({ lines = 6 }: { readonly lines?: number }) {
  return (
    <section class="panel" aria-hidden="true">
      {Array.from({ length: lines }, (_, line) => (
        <span key={line} class="skeleton line" />
      ))}
    </section>
  );
}

function ProblemNote({
  problem,
  subject,
  since,
  again,
}: {
  readonly problem: Problem;
  readonly subject: string;
  readonly since: number;
  readonly again: () => void;
}) {
  const { now } = useNavigation();
  switch (problem.kind) {
    case 'token-needed':
      return <TokenForm message={problem.message} />;
    case 'refused':
      return <Refused problem={problem} />;
    case 'failed':
    case 'unreachable':
      return (
        <section class="panel problem" role="alert">
          <p>
            <Icon shape="error" /> <b>{subject} could not be read.</b> {problem.message}.
          </p>
          <p class="cap">
            since {momentText(since, ownTimeZone(), now)}
            {problem.kind === 'failed' && ` · ${problem.code}`}
          </p>
          <div class="row">
            <button type="button" class="btn" onClick={again}>
              Try again
            </button>
          </div>
        </section>
      );
  }
}

/** The address names something that does not exist: what is wrong, and what exists. */
function Refused({ problem }: { readonly problem: Extract<Problem, { kind: 'refused' }> }) {
  const hrefHere = useHrefHere();
  const everything = hrefHere({
    team: null,
    service: null,
    environment: null,
    until: null,
    asOf: null,
    week: null,
    after: null,
  });
  return (
    <section class="panel problem" role="alert">
      <h2>This cannot be shown</h2>
      {problem.details.length === 0 && <p>{problem.message}</p>}
      {problem.details.map(({ argument, message, fix }) => (
        <p key={argument}>
          <span class="mono">{argument}</span>: {message}. {fix}
        </p>
      ))}
      <div class="row">
        <a class="btn" href={everything}>
          Show it without these filters
        </a>
      </div>
    </section>
  );
}
