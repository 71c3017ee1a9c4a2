import type { ScorecardScope } from './facts.js';

export type AnswerValue = 'yes' | 'no' | 'not_applicable';

/** What a person said of a criterion. */
export interface ScorecardAnswer {
  /** Id of the event. */
  readonly event: string;
  readonly criterion: string;
  readonly value: AnswerValue;
  readonly reason: string;
  /** Where others can see it. */
  readonly link: string | null;
  /** Who said it: the id of a token, or "local". */
  readonly by: string;
  readonly at: number;
}

const DAY = 86_400_000;
/** An answer is worth half a year: what nobody repeats is not known any more. */
const ANSWER_DAYS = 180;

export const expiresAt = ({ at }: Pick<ScorecardAnswer, 'at'>): number => at + ANSWER_DAYS * DAY;

/** The answer that holds for each criterion: the latest, unless it is too old. */
export function answersInForce(
  answers: readonly ScorecardAnswer[],
  asOf: number,
): { readonly inForce: ReadonlyMap<string, ScorecardAnswer>; readonly expired: ReadonlyMap<string, ScorecardAnswer> } {
  const latest = new Map<string, ScorecardAnswer>();
  for (const answer of answers) {
    const known = latest.get(answer.criterion);
    if (answer.at <= asOf && (known === undefined || isLater(answer, known))) latest.set(answer.criterion, answer);
  }
  const split = (isWanted: (answer: ScorecardAnswer) => boolean) =>
    new Map([...latest].filter(([, answer]) => isWanted(answer)));
  return {
    inForce: split((answer) => asOf < expiresAt(answer)),
    expired: split((answer) => asOf >= expiresAt(answer)),
  };
}

/** Of two of one moment the greater id holds: the same one wherever they are read. */
const isLater = (a: ScorecardAnswer, b: ScorecardAnswer): boolean =>
  a.at > b.at || (a.at === b.at && a.event > b.event);

/** A scope in one word, as answers are kept by it: "organisation", "team:eng/payments", "service:shop". */
export const scopeText = (scope: ScorecardScope): string =>
  scope.kind === 'organisation' ? scope.kind : `${scope.kind}:${scope.name}`;
