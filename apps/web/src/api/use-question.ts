import { useEffect, useRef, useState } from 'preact/hooks';
import { ask, type Problem } from './ask.js';
import type { HandedOver } from './handed-over.js';
import type { Operation } from './operation.js';

/** Where a question stands. The answer before stays while a newer one is on its way, and when none comes. */
export type Question<Answer> = { readonly again: () => void } & (
  | { readonly state: 'waiting' }
  | {
      readonly state: 'answered';
      readonly answer: Answer;
      readonly at: number;
      /** Why there is no newer one; null: there is, or one is on its way. */
      readonly stale: Problem | null;
    }
  | { readonly state: 'problem'; readonly problem: Problem; readonly since: number }
);

interface Remembered {
  readonly answer: unknown;
  readonly at: number;
}

const REFRESH_MS = 60_000;
const MOST_REMEMBERED = 60;
const remembered = new Map<string, Remembered>();
/** Answers that came with the document, and were not shown yet. */
const fresh = new Set<string>();

interface Held<Answer> {
  readonly key: string;
  readonly answer: Answer | null;
  readonly at: number;
  readonly problem: Problem | null;
}

/**
 * Asks when the variables change, again every minute (or as often as `everyMs` says) while the page is looked at, and when `again` is called. `null` in
 * place of variables: there is nothing to ask yet.
 */
export function useQuestion<Answer, Variables>(
  operation: Operation<Answer, Variables>,
  variables: Variables | null,
  {
    refreshes = true,
    everyMs = REFRESH_MS,
  }: { readonly refreshes?: boolean; /** null: not by itself. */ readonly everyMs?: number | null } = {},
): Question<Answer> {
  const key = variables === null ? '' : keyOf(operation.name, variables);
  const [held, setHeld] = useState<Held<Answer>>(() => recalled<Answer>(key));
  const [round, setRound] = useState(0);
  const pending = useRef(false);
  const asked = useRef({ operation, variables });
  asked.current = { operation, variables };

  useEffect(() => {
    const { operation, variables } = asked.current;
    if (key === '' || variables === null) return undefined;
    const calledOff = new AbortController();
    setHeld((before) => (before.key === key ? before : recalled<Answer>(key)));
    if (isJustHanded(key)) return undefined;
    pending.current = true;
    ask(operation, variables, calledOff.signal).then(
      (answered) => {
        if (calledOff.signal.aborted) return;
        pending.current = false;
        if (answered.outcome === 'answered') remember(key, answered.answer);
        setHeld((before) => afterAnswer(before, key, answered));
      },
      () => undefined,
    );
    return () => calledOff.abort();
  }, [key, round]);

  useEffect(() => {
    if (!refreshes || everyMs === null) return undefined;
    const timer = setInterval(() => {
      // A server that needs longer than the pause between two questions is not asked again before it has answered.
      if (document.visibilityState === 'visible' && !pending.current) setRound((count) => count + 1);
    }, everyMs);
    return () => clearInterval(timer);
  }, [refreshes, everyMs]);

  return questionOf(held.key === key ? held : recalled<Answer>(key), () => setRound((count) => count + 1));
}

function questionOf<Answer>({ answer, at, problem }: Held<Answer>, again: () => void): Question<Answer> {
  if (answer !== null) return { state: 'answered', answer, at, stale: problem, again };
  if (problem !== null) return { state: 'problem', problem, since: at, again };
  return { state: 'waiting', again };
}

function afterAnswer<Answer>(
  before: Held<Answer>,
  key: string,
  answered: Awaited<ReturnType<typeof ask<Answer, unknown>>>,
): Held<Answer> {
  const at = Date.now();
  if (answered.outcome === 'answered') return { key, answer: answered.answer, at, problem: null };
  // A refresh that fails leaves what is there: an older number is better than none, and says when it is from.
  if (before.key === key && before.answer !== null) return { ...before, problem: answered.problem };
  return { key, answer: null, at, problem: answered.problem };
}

function keyOf(name: string, variables: unknown): string {
  return `${name} ${JSON.stringify(variables)}`;
}

/** Lets what came with the document be the answer to the first time it is asked for. */
export function recallHanded({ at, answers }: HandedOver): void {
  // A browser may show a document again that it was given long ago.
  if (Math.abs(Date.now() - at) >= 2 * REFRESH_MS) return;
  for (const { operationName, variables, data } of answers) {
    const key = keyOf(operationName, variables);
    remembered.set(key, { answer: data, at });
    fresh.add(key);
  }
}

/** Whether the answer came with the document and is shown for the first time: then there is nothing to ask. */
const isJustHanded = (key: string): boolean =>
  fresh.delete(key) && Date.now() - (remembered.get(key)?.at ?? 0) < 2 * REFRESH_MS;

/** The shape is that of the operation whose name begins the key. */
function recalled<Answer>(key: string): Held<Answer> {
  const found = remembered.get(key);
  const empty: Held<Answer> = { key, answer: null, at: 0, problem: null };
  return found === undefined ? empty : { ...empty, answer: found.answer as Answer, at: found.at };
}

function remember(key: string, answer: unknown): void {
  remembered.delete(key);
  remembered.set(key, { answer, at: Date.now() });
  const [oldest] = remembered.keys();
  if (remembered.size > MOST_REMEMBERED && oldest !== undefined) remembered.delete(oldest);
}
