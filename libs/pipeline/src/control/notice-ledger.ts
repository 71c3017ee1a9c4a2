import { type Attempt, isLost, mayBeRepeated, withWord } from './attempts.js';
import type {
  AlertItem,
  AlertNamed,
  NoticeAsked,
  NoticeChannel,
  NoticeClaim,
  NoticeItem,
  NoticeSettlement,
} from './notice-record.js';

type NoticeAttempt = Attempt<NoticeClaim, NoticeSettlement>;

/** Attempts at sending one notice, in their order; never empty. */
export type NoticeAttempts = readonly NoticeAttempt[];

/** What a channel was last told of an alert. */
export interface AlertTold {
  readonly alert: AlertNamed;
  readonly round: number;
  /** The most urgent that it was told to be. */
  readonly severity: AlertItem['severity'];
  readonly isOver: boolean;
  readonly since: number;
  /** When it was told. */
  readonly at: number;
}

/** What the records of notices come to. */
export interface NoticeLedger {
  /** Since when each channel is told. */
  readonly channels: ReadonlyMap<string, number>;
  /** Notices of each day, by post: only the latest days change. */
  readonly days: ReadonlyMap<string, ReadonlyMap<string, NoticeAttempts>>;
  /** By channel, and what the alert is known by. */
  readonly alerts: ReadonlyMap<string, ReadonlyMap<string, AlertTold>>;
  /** Posts that somebody wants to be sent once more, and were not yet. */
  readonly asked: ReadonlySet<string>;
}

export const emptyNotices: NoticeLedger = {
  channels: new Map(),
  days: new Map(),
  alerts: new Map(),
  asked: new Set(),
};

/** Notices are known for so long. */
const KEPT_DAYS = 35;
const DAY_MS = 86_400_000;

const RANK = { inform: 0, ticket: 1, page: 2 } as const;
export const isMoreUrgent = (one: AlertItem['severity'], other: AlertItem['severity']): boolean =>
  RANK[one] > RANK[other];

export const alertText = ({ rule, key, environment, service, occurrence }: AlertNamed): string =>
  JSON.stringify([rule, key, environment, service, occurrence]);

export const withNoticeChannel = (ledger: NoticeLedger, { channel, at }: NoticeChannel): NoticeLedger =>
  ledger.channels.has(channel)
    ? ledger
    : { ...ledger, channels: new Map(ledger.channels).set(channel, Date.parse(at)) };

/**
 * Takes a claim in, if it holds: the first of its post, when nothing in it was told before; a later one, when the one before
 * certainly sent nothing and may be repeated, or a person asked for it. A claim that does not hold leaves no trace.
 */
export function withNoticeClaim(ledger: NoticeLedger, claim: NoticeClaim): NoticeLedger {
  const attempts = attemptsAt(ledger, claim.post);
  if (claim.attempt !== (attempts?.length ?? 0) + 1) return ledger;
  if (attempts !== undefined) {
    const last = attempts.at(-1);
    if (last === undefined || !(mayBeRepeated(last) || ledger.asked.has(claim.post))) return ledger;
    const asked = new Set([...ledger.asked].filter((post) => post !== claim.post));
    return withAttempts({ ...ledger, asked }, [...attempts, { claim, settlement: null }]);
  }
  const texts = claim.items.map(itemText);
  if (new Set(texts).size < texts.length || !claim.items.every((item) => isNews(ledger, claim, item))) return ledger;
  return withAttempts({ ...ledger, alerts: alertsAfter(ledger, claim) }, [{ claim, settlement: null }]);
}

export function withNoticeSettlement(ledger: NoticeLedger, settlement: NoticeSettlement): NoticeLedger {
  const attempts = attemptsAt(ledger, settlement.post);
  return attempts === undefined ? ledger : withAttempts(ledger, withWord(attempts, settlement));
}

/** Whether somebody may have a notice sent once more at an instant, in epoch milliseconds. */
export function mayBeAsked(ledger: NoticeLedger, post: string, now: number): boolean {
  const last = attemptsAt(ledger, post)?.at(-1);
  return last !== undefined && !ledger.asked.has(post) && isLost(last, now);
}

export const withNoticeAsked = (ledger: NoticeLedger, { post, at }: NoticeAsked): NoticeLedger =>
  mayBeAsked(ledger, post, Date.parse(at)) ? { ...ledger, asked: new Set([...ledger.asked, post]) } : ledger;

/** A post's name begins with the day of its first claim. */
const dayOf = (post: string): string => post.slice(0, 10);
export const postName = (at: number, id: string): string => `${new Date(at).toISOString().slice(0, 10)}.${id}`;

export const attemptsAt = ({ days }: NoticeLedger, post: string): NoticeAttempts | undefined =>
  days.get(dayOf(post))?.get(post);

/** Every notice that is known, the first one first. */
export const noticesIn = ({ days }: NoticeLedger): NoticeAttempts[] =>
  [...days.values()].flatMap((posts) => [...posts.values()]);

export const toldOf = ({ alerts }: NoticeLedger, channel: string, alert: AlertNamed): AlertTold | undefined =>
  alerts.get(channel)?.get(alertText(alert));

/** Deployments that a channel was told of lately, each with the event, as {@link itemText} has it. */
export function deploymentsTold({ days }: NoticeLedger, channel: string): ReadonlySet<string> {
  return new Set(
    [...days.values()]
      .slice(-3)
      .flatMap((posts) =>
        [...posts.values()].flatMap(([first]) =>
          first?.claim.channel === channel
            ? first.claim.items.filter(({ of }) => of === 'deployment').map(itemText)
            : [],
        ),
      ),
  );
}

export const itemText = (item: NoticeItem): string =>
  item.of === 'alert' ? `alert ${alertText(item.alert)}` : `${item.event} ${item.deployment}`;

function isNews(ledger: NoticeLedger, { channel }: NoticeClaim, item: NoticeItem): boolean {
  if (item.of === 'deployment') return !deploymentsTold(ledger, channel).has(itemText(item));
  const told = toldOf(ledger, channel, item.alert);
  switch (item.event) {
    case 'opened':
    case 'passed':
      return item.round === (told === undefined ? 1 : told.isOver ? told.round + 1 : 0);
    case 'escalated':
      return told?.isOver === false && told.round === item.round && isMoreUrgent(item.severity, told.severity);
    case 'resolved':
      return told?.isOver === false && told.round === item.round;
  }
}

function alertsAfter(ledger: NoticeLedger, { channel, items, at }: NoticeClaim): NoticeLedger['alerts'] {
  const own = new Map(ledger.alerts.get(channel));
  for (const item of items) {
    if (item.of === 'deployment') continue;
    const { alert, round, severity, event } = item;
    const isOver = event === 'resolved' || event === 'passed';
    own.set(alertText(alert), { alert, round, severity, isOver, since: Date.parse(item.since), at: Date.parse(at) });
  }
  return new Map(ledger.alerts).set(channel, own);
}

function withAttempts(ledger: NoticeLedger, attempts: NoticeAttempts): NoticeLedger {
  const [first] = attempts;
  if (first === undefined) return ledger;
  const { post, at } = first.claim;
  const day = dayOf(post);
  const oldest = new Date(Date.parse(at) - KEPT_DAYS * DAY_MS).toISOString().slice(0, 10);
  const kept = ledger.days.has(day) ? ledger.days : new Map([...ledger.days].filter(([each]) => each >= oldest));
  return { ...ledger, days: new Map(kept).set(day, new Map(kept.get(day)).set(post, attempts)) };
}
