import { z } from 'zod';
import type { ApiAnswer, ApiQuestion, History, Read, Step } from './history.js';

/** Why an answer is none to read from. */
export class NotReadable extends Error {
  constructor(readonly read: Exclude<Read, { outcome: 'read' }>) {
    super(read.outcome);
  }
}

/** The body of an answer, if it has this shape. */
export function bodyOf<S extends z.ZodType>(schema: S, { json }: ApiAnswer): z.infer<S> {
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const place = issue?.path.map(String).join('.') || 'the body';
  throw new NotReadable({ outcome: 'unreadable', message: `${place}: ${issue?.message ?? 'unexpected'}` });
}

const time = z.iso.datetime({ offset: true });
export const listedTimes = { created_at: time, updated_at: time, closed_at: time.nullish() };
export { time };

/** How the past of one sender is read, over its own steps. */
export interface HistoryParts<S extends Step> {
  /** Whose, for whoever has a bug: "GitHub's history". */
  readonly about: string;
  readonly begin: History['begin'];
  readonly stepOf: (kept: unknown) => S | undefined;
  readonly question: (step: S) => ApiQuestion;
  /** May throw {@link NotReadable}. */
  readonly read: (step: S, answer: ApiAnswer) => Read;
}

/** A history of steps that are known; one of another is a bug. */
export function historyOf<S extends Step>({ about, begin, stepOf, question, read }: HistoryParts<S>): History {
  const known = (step: Step): S => {
    const own = stepOf(step);
    if (own === undefined) throw new Error(`"${step.kind}" is no step of ${about}`);
    return own;
  };
  return {
    begin,
    stepOf,
    question: (step) => question(known(step)),
    read: (step, answer) => {
      try {
        return read(known(step), answer);
      } catch (error) {
        if (error instanceof NotReadable) return error.read;
        throw error;
      }
    },
    weight: ({ of }) => (Array.isArray(of) ? of.length : 1),
    // What asks one thing after another has them in `of`.
    isDetail: ({ of }) => Array.isArray(of),
  };
}

export const isSuccess = ({ status }: ApiAnswer): boolean => status >= 200 && status < 300;

/** Whether something happened at or after `since` (epoch milliseconds). */
export const isSince = (at: string, since: number): boolean => Date.parse(at) >= since;

/** What the sender answered, in its own words. */
export function answered(sender: string, answer: ApiAnswer): string {
  const said = messageOf(answer);
  return `${sender} answered ${answer.status}${said === '' ? '' : `: ${said}`}`;
}

/** A token that is none. */
export const tokenRefused = (sender: string): Read => ({
  outcome: 'refused',
  message: `${sender} does not accept the token`,
  fix: 'It is wrong, expired or revoked.',
});

/** What an error says: { "message": … }. */
export function messageOf({ json }: ApiAnswer): string {
  const said = z.object({ message: z.string() }).safeParse(json);
  return said.success ? said.data.message.slice(0, 200) : '';
}
