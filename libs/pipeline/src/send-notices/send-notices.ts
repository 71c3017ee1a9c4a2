import type { Clock, NoticeOutcome } from '@leadline/ports';
import type { Control } from '../control/control.js';
import { attemptsAt, type NoticeAttempts, postName } from '../control/notice-ledger.js';
import type { NoticeClaim, NoticeItem, NoticeSettlement } from '../control/notice-record.js';
import { composeNotice, type NoticeWords } from './compose-notice.js';
import { dueAgain, newsFor, type News } from './due-notices.js';
import type { OpenChannel } from './notice-channel.js';

export interface NoticeDeps {
  readonly control: Control;
  readonly clock: Clock;
  /** Random, at least 128 bits. */
  readonly newId: () => string;
  readonly words: NoticeWords;
}

/** What became of an attempt. */
export interface SentNotice {
  readonly channel: string;
  readonly post: string;
  readonly attempt: number;
  readonly items: number;
  readonly result:
    | NoticeOutcome
    /** Somebody else claimed it first. */
    | { readonly outcome: 'taken' };
}

const MINUTE_MS = 60_000;
/** How long after each refusal for now it is tried again; then it is given up. */
const BACKOFF_MS = [1, 5, 15, 60, 240].map((minutes) => minutes * MINUTE_MS);
/** Most that is told at once: the rest in the next notice. */
const MOST_ITEMS = 200;

/** Notes channels that are seen for the first time: from now on they are told. */
export async function openChannels({ control, clock }: NoticeDeps, names: readonly string[]): Promise<void> {
  for (const channel of names.filter((name) => !control.state.notices.channels.has(name))) {
    const now = clock.now();
    await control.append({ kind: 'notice_channel', channel, at: new Date(now).toISOString() }, now);
  }
}

/** Tells every channel what is news to it: one notice for all of it. A channel that cannot be reached holds up no other. */
export async function sendDueNotices(
  deps: NoticeDeps,
  channels: readonly OpenChannel[],
  news: News,
  signal: AbortSignal,
): Promise<SentNotice[]> {
  const { control, clock, newId } = deps;
  await control.refresh();
  const sent = await Promise.all(
    channels.map(async (channel) => {
      const own: SentNotice[] = [];
      for (const attempts of dueAgain(control.state.notices, channel.name, clock.now())) {
        if (signal.aborted) return own;
        const [first] = attempts;
        if (first === undefined) continue;
        own.push(await sendNotice(deps, channel, { ...first.claim, attempt: attempts.length + 1 }, news));
      }
      const items = newsFor(channel, control.state.notices, news).slice(0, MOST_ITEMS);
      if (items.length === 0 || signal.aborted) return own;
      const post = postName(clock.now(), newId());
      return [...own, await sendNotice(deps, channel, { post, items, attempt: 1 }, news)];
    }),
  );
  return sent.flat();
}

/**
 * Claims a notice in the log, sends it, says what became of it, in this order. Whoever dies between two of these leaves either
 * no claim, and it is sent later, or a claim without an outcome, and nobody sends it again: at most one goes out.
 */
async function sendNotice(
  { control, clock, newId, words }: NoticeDeps,
  channel: OpenChannel,
  { post, items, attempt }: { readonly post: string; readonly items: readonly NoticeItem[]; readonly attempt: number },
  news: News,
): Promise<SentNotice> {
  const at = clock.now();
  const notice = composeNotice({ id: post, at, items }, news, words);
  const claim: NoticeClaim = {
    kind: 'notice_claimed',
    id: newId(),
    channel: channel.name,
    post,
    items: [...items],
    attempt,
    at: new Date(at).toISOString(),
  };
  await control.append(claim, at);
  const told = { channel: channel.name, post, attempt, items: items.length };
  if (!holds(attemptsAt(control.state.notices, post), claim)) return { ...told, result: { outcome: 'taken' } };
  const result = await channel.notifier.notify(notice).catch(unexpected);
  const now = clock.now();
  const backoff = result.outcome === 'deferred' ? BACKOFF_MS[attempt - 1] : undefined;
  const settlement: NoticeSettlement = {
    kind: 'notice_settled',
    claim: claim.id,
    channel: channel.name,
    post,
    outcome: result.outcome,
    reason: result.outcome === 'accepted' ? null : result.reason,
    retryAt: backoff === undefined ? null : new Date(now + backoff).toISOString(),
    at: new Date(now).toISOString(),
  };
  await control.append(settlement, now);
  return { ...told, result };
}

const holds = (attempts: NoticeAttempts | undefined, { id }: NoticeClaim): boolean =>
  attempts?.some(({ claim }) => claim.id === id) ?? false;

/** A defect of a notifier must not leave the notice without a word on it. */
function unexpected(error: unknown): NoticeOutcome {
  return { outcome: 'unknown', reason: error instanceof Error ? error.message : String(error) };
}
