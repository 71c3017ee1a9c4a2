import { dueMails, sendDueDigests, type SentMail, type SentNotice } from '@leadline/pipeline';
import { setTimeout as delay } from 'node:timers/promises';
import { type Digests, LEAST_BACKLOG } from './digests.js';
import type { Logger } from './logger.js';
import type { Notices } from './notices.js';
import { reconcileDue, type ReconcilingDeps } from './reconciling.js';

export interface SchedulerDeps extends ReconcilingDeps {
  readonly digests: Digests;
  readonly notices: Notices;
  /** Between two looks whether a mail is due, or a sender to be asked, in milliseconds (default 15 seconds). */
  readonly tickMs?: number;
  /** Between two looks for alerts, in milliseconds (default a minute). */
  readonly noticesEveryMs?: number;
}

const TICK_MS = 15_000;
const NOTICES_MS = 60_000;
/** Between two looks whether what has arrived counts. */
const WAIT_MS = 1_000;
/**
 * How long a mail waits until what has arrived counts. Of a few records, that is until they do, the configuration of a
 * process that has just started among them; where deliveries never pause, there are always a few.
 */
const PATIENCE_MS = { few: 5 * 60_000, backlog: 6 * 3_600_000 } as const;

/** Does what is due, until the signal aborts. Any number of schedulers may run: what one has claimed, no other does. */
export async function runScheduler(deps: SchedulerDeps, signal: AbortSignal): Promise<void> {
  const { digests, clock, logger, tickMs = TICK_MS } = deps;
  const startedAt = clock.now();
  if (digests.subscriptions().length > 0 && digests.mailer() === undefined) {
    logger.warn({}, 'digests are configured, and no mails are sent: LEADLINE_SMTP_URL is not set');
  }
  for (const channel of deps.notices.channels()) {
    if (channel.state === 'off') logger.warn({ channel: channel.name }, `a channel is told nothing: ${channel.why}`);
  }
  const reconciling = reconcileUntil(deps, signal);
  const telling = tellUntil(deps, signal);
  while (!signal.aborted) {
    const isDone = await sendMails(deps, startedAt, signal).catch((error: unknown) => {
      logger.error({ err: error }, 'the weekly mails could not be sent, and are tried again');
      return true;
    });
    await delay(isDone ? tickMs : WAIT_MS, undefined, { signal }).catch(() => undefined);
  }
  await Promise.all([reconciling, telling]);
}

/** Beside the mails: a sender that is slow to answer holds up none of them. */
async function reconcileUntil(deps: SchedulerDeps, signal: AbortSignal): Promise<void> {
  const underWay = new Set<string>();
  const rounds = new Set<Promise<void>>();
  while (!signal.aborted) {
    const round = reconcileDue(deps, signal, underWay)
      .catch((error: unknown) => {
        deps.logger.error({ err: error }, 'missed deliveries could not be looked for, which is tried again');
      })
      .finally(() => rounds.delete(round));
    rounds.add(round);
    await delay(deps.tickMs ?? TICK_MS, undefined, { signal }).catch(() => undefined);
  }
  await Promise.all(rounds);
}

/** Beside the mails too. What has arrived and does not count yet may say that what was open is over: a backlog is waited for. */
async function tellUntil(deps: SchedulerDeps, signal: AbortSignal): Promise<void> {
  const { notices, digests, logger, noticesEveryMs = NOTICES_MS } = deps;
  while (!signal.aborted) {
    try {
      const isOpen = notices.channels().some(({ state }) => state === 'open');
      if (isOpen && (await digests.behind()) < LEAST_BACKLOG) {
        for (const notice of await notices.tell(signal)) reportNotice(logger, notice);
      }
    } catch (error) {
      logger.error({ err: error }, 'channels could not be told, which is tried again');
    }
    await delay(noticesEveryMs, undefined, { signal }).catch(() => undefined);
  }
}

function reportNotice(logger: Logger, { result, ...notice }: SentNotice): void {
  switch (result.outcome) {
    case 'accepted':
      logger.info(notice, 'a channel was told');
      return;
    case 'taken':
      logger.debug(notice, 'a channel is told by another scheduler');
      return;
    case 'refused':
    case 'deferred':
    case 'unknown':
      logger.warn({ ...notice, ...result }, 'a channel did not take a notice');
  }
}

/** False: there is something to send, and it waits. */
async function sendMails(
  { digests, control, clock, logger }: SchedulerDeps,
  startedAt: number,
  signal: AbortSignal,
): Promise<boolean> {
  const mailer = digests.mailer();
  const subscriptions = digests.subscriptions();
  if (mailer === undefined || subscriptions.length === 0) return true;
  await control.refresh();
  const due = dueMails(control.state.digests, subscriptions, clock.now());
  if (due.length === 0) return true;
  const since = Math.max(startedAt, Math.min(...due.map(({ dueSince }) => dueSince)));
  const behind = await digests.behind();
  const patience = behind < LEAST_BACKLOG ? PATIENCE_MS.few : PATIENCE_MS.backlog;
  if (behind > 0 && clock.now() - since < patience) {
    logger.debug({ behind, mails: due.length }, 'weekly mails wait until what has arrived counts');
    return false;
  }
  const writer = await digests.writer();
  for (const mail of await sendDueDigests({ ...digests.sending(mailer), writer, subscriptions }, signal)) {
    report(logger, mail);
  }
  return true;
}

/** Addresses are nobody's to log; `leadline digest ls` shows them to who may see them. */
function report(logger: Logger, mail: SentMail): void {
  const { recipient, list } = mail.subscription;
  const details = { recipient: recipient.slice(0, 12), list, week: mail.week, attempt: mail.attempt };
  switch (mail.outcome) {
    case 'accepted':
      logger.info(details, 'a weekly mail was sent');
      return;
    case 'taken':
      logger.debug(details, 'a weekly mail is sent by another scheduler');
      return;
    case 'refused':
    case 'deferred':
    case 'unknown':
      logger.warn({ ...details, outcome: mail.outcome, reason: mail.reason }, 'a weekly mail was not taken');
      return;
    case 'failed':
      logger.error({ ...details, err: mail.error }, 'a weekly mail could not be written or sent');
  }
}
