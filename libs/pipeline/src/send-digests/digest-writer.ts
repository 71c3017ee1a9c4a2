import type { Catalogue } from '@leadline/events';
import {
  type Digest,
  type DigestInput,
  digestOf,
  type EarlierMail,
  type IsoWeek,
  weeksAfter,
} from '@leadline/insights';
import type { Analytics } from '@leadline/ports';
import { attemptsOf, type DigestLedger } from '../control/digest-ledger.js';
import type { DigestClaim } from '../control/digest-record.js';
import { digestInput, fourWeekValues } from './digest-input.js';
import type { Subscription } from './subscription.js';

export interface WriterDeps {
  readonly analytics: Analytics;
  readonly catalogue: Catalogue;
  /** Epoch milliseconds: what was known then is told. */
  readonly asOf: number;
  /** Where the dashboard is, without a slash at the end. */
  readonly address: string;
  /** Records that have arrived and do not count yet. */
  readonly behind: number;
}

export interface DigestQuestion {
  /** Path of a team; null: everybody. */
  readonly team: string | null;
  readonly week: IsoWeek;
  readonly timeZone: string;
}

/** What was told stays told for so long (metrics.md 7.2). */
const TOLD_WEEKS = 4;

/** Writes digests of one moment; what several recipients share is asked once. */
export interface DigestWriter {
  /** Of a team to whoever asks: nothing is known of what they were told before. */
  readonly preview: (question: DigestQuestion) => Promise<Digest>;
  /** To a subscriber, with what is corrected since their last mail. */
  readonly write: (mail: { subscription: Subscription; week: IsoWeek; ledger: DigestLedger }) => Promise<Digest>;
}

export function digestWriter(deps: WriterDeps): DigestWriter {
  const shared = remembered((question: DigestQuestion) => digestInput(deps, question));
  const values = remembered((question: DigestQuestion) => fourWeekValues(deps, question));
  return {
    preview: async (question) => digestOf({ ...(await shared(question)), earlier: null, told: new Set() }),
    async write({ subscription, week, ledger }) {
      const { list, time } = subscription;
      const question = { team: list === '' ? null : list, week, timeZone: time.timeZone };
      const claims = earlierClaims(ledger, subscription, week);
      const [last] = claims;
      const earlier: EarlierMail | null =
        last === undefined ? null : { shown: last.shown, now: await values({ ...question, week: last.week }) };
      const input: DigestInput = {
        ...(await shared(question)),
        earlier,
        told: new Set(claims.flatMap(({ shown }) => shown.told)),
      };
      return digestOf(input);
    },
  };
}

/** Mails of the last four weeks that reached the subscriber, or may have; the latest first. */
function earlierClaims(ledger: DigestLedger, subscription: Subscription, week: IsoWeek): DigestClaim[] {
  return Array.from({ length: TOLD_WEEKS }, (_, index) => weeksAfter(week, -1 - index)).flatMap((earlier) => {
    const attempts = attemptsOf(ledger, { ...subscription, week: earlier }) ?? [];
    const arrived = attempts.filter(
      ({ settlement }) => settlement === null || ['accepted', 'unknown'].includes(settlement.outcome),
    );
    const last = arrived.at(-1);
    return last === undefined ? [] : [last.claim];
  });
}

function remembered<T>(ask: (question: DigestQuestion) => Promise<T>): (question: DigestQuestion) => Promise<T> {
  const answers = new Map<string, Promise<T>>();
  return (question) => {
    const key = JSON.stringify([question.team, question.week, question.timeZone]);
    const answer = answers.get(key) ?? ask(question);
    answers.set(key, answer);
    return answer;
  };
}
