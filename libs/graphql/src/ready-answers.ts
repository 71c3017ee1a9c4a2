import type { OwnQuestion } from './register-graphql.js';

/** A question with what it was answered. */
export interface OwnAnswer {
  readonly question: OwnQuestion;
  readonly data: unknown;
}

/**
 * Whole answers as of one instant, which are sent again without being made again. Whoever puts them in vouches that nothing
 * was stored between the instant and their being made.
 */
export class ReadyAnswers {
  #at = Number.NaN;
  #bodies = new Map<string, string>();
  #own: readonly OwnAnswer[] = [];

  /** Takes the place of all before. `at` in epoch milliseconds. */
  replace(answers: readonly OwnAnswer[], at: number): void {
    this.#at = at;
    this.#own = answers;
    this.#bodies = new Map(answers.map(({ question, data }) => [keyOf(question), JSON.stringify({ data })]));
  }

  /** The body of the answer to what was asked, as of an instant; undefined: there is none. */
  bodyOf(asked: unknown, at: number): string | undefined {
    return at === this.#at && isQuestion(asked) ? this.#bodies.get(keyOf(asked)) : undefined;
  }

  /** Whether any instant has an answer to it: only then is it worth finding out which instant is the present. */
  mayHave(asked: unknown): boolean {
    return isQuestion(asked) && this.#bodies.has(keyOf(asked));
  }

  /** All of them; none where they are of another instant. */
  allOf(at: number): readonly OwnAnswer[] {
    return at === this.#at ? this.#own : [];
  }
}

const members: ReadonlySet<string> = new Set(['query', 'operationName', 'variables']);

function isQuestion(asked: unknown): asked is OwnQuestion {
  return typeof asked === 'object' && asked !== null && Object.keys(asked).every((name) => members.has(name));
}

/** Equal for equal questions alone; one that lists its variables in another order is answered as any other. */
const keyOf = ({ query, operationName, variables }: OwnQuestion): string =>
  JSON.stringify([query, operationName, variables]);
