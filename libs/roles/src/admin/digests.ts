import type { AdminAnswer, AdminCommand } from '@leadline/http';
import { type IsoWeek, parseWeek, weekBefore } from '@leadline/insights';
import { type DueMail, listMails, type MailState, sendDigest, type Subscription, wantedMail } from '@leadline/pipeline';
import { z } from 'zod';
import type { Digests } from '../digests.js';
import { type AdminDeps, command, done } from './command.js';

export type DigestAdminDeps = Pick<AdminDeps, 'control' | 'clock'> & { readonly digests: Digests };

const week = z.string().transform((text, context): IsoWeek => {
  const parsed = parseWeek(text);
  if (parsed !== undefined) return parsed;
  context.addIssue({ code: 'custom', message: 'is no ISO week; one is written 2026-W46' });
  return z.NEVER;
});
const chosen = { team: z.string().nullish(), to: z.string().nullish() };

/** Every subscriber's mails of the last weeks, and where each is. */
export function listDigestsCommand({ control, clock, digests }: DigestAdminDeps): AdminCommand {
  const input = z.strictObject({ ...chosen, weeks: z.int().min(1).max(53).default(4) });
  return command(input, async ({ weeks, ...filter }) => {
    await control.refresh();
    const now = clock.now();
    const mails = listMails(control.state.digests, chosenFrom(digests, filter), { weeks, now }).map(
      ({ to, list, week: of, dueAt, state }) => ({
        to,
        team: list,
        week: of,
        dueAt: new Date(dueAt).toISOString(),
        ...described(state),
      }),
    );
    return done({ sending: digests.mailer() !== undefined, mails });
  });
}

interface DescribedState {
  readonly state: MailState['state'];
  readonly at?: string;
  readonly retryAt?: string;
  readonly reason?: string;
}

function described(state: MailState): DescribedState {
  switch (state.state) {
    case 'sent':
      return { state: 'sent', at: new Date(state.at).toISOString() };
    case 'deferred':
      return { ...state, retryAt: new Date(state.retryAt).toISOString() };
    case 'due':
      return { state: 'due' };
    case 'left':
    case 'scheduled':
    case 'sending':
    case 'refused':
    case 'given_up':
    case 'unknown':
    case 'missed':
      return state;
  }
}

/** Sends mails now, whatever the time of day: those that nobody has sent; with `again`, also those that were or may have been. */
export function sendDigestsCommand(deps: DigestAdminDeps): AdminCommand {
  const input = z.strictObject({
    ...chosen,
    week: week.nullish(),
    again: z.boolean().default(false),
    dryRun: z.boolean().default(false),
  });
  return command(input, async ({ week: asked, again, dryRun, ...filter }): Promise<AdminAnswer> => {
    const { control, clock, digests } = deps;
    const mailer = digests.mailer();
    if (mailer === undefined && !dryRun) return noServer;
    const subscriptions = chosenFrom(digests, filter);
    if (subscriptions.length === 0) return noSubscriber;
    await control.refresh();
    const now = clock.now();
    const writer = await digests.writer();
    const results = [];
    for (const subscription of subscriptions) {
      const of = asked ?? weekBefore(now, subscription.time.timeZone);
      const wanted = wantedMail(control, { subscription, week: of, again, now });
      if (wanted.outcome !== 'to_send') {
        results.push(resultOf(wanted.due, wanted));
      } else if (mailer === undefined || dryRun) {
        const { subject } = await writer.write({ subscription, week: of, ledger: control.state.digests });
        results.push(resultOf(wanted.due, { outcome: 'would_send', subject }));
      } else {
        const sent = await sendDigest({ ...digests.sending(mailer), writer }, wanted.due, 'person');
        results.push(resultOf(wanted.due, sent));
      }
    }
    return done({ mails: results });
  });
}

const noServer: AdminAnswer = {
  outcome: 'conflict',
  message: 'No mail server is configured',
  fix: 'Set LEADLINE_SMTP_URL and LEADLINE_MAIL_FROM, and start Leadline again',
};
const noSubscriber: AdminAnswer = {
  outcome: 'problems',
  problems: [{ pointer: '', message: 'nobody is on such a list; `digests` in leadline.yaml says who gets what' }],
};

interface Result {
  readonly outcome: string;
  readonly reason?: string;
  readonly state?: string;
  readonly subject?: string;
}

function resultOf({ subscription, week: of }: DueMail, { outcome, reason, state, subject }: Result): object {
  return { to: subscription.to, team: subscription.list, week: of, outcome, reason, state, subject };
}

function chosenFrom(
  digests: Digests,
  { team, to }: { team?: string | null | undefined; to?: string | null | undefined },
): readonly Subscription[] {
  return digests
    .subscriptions()
    .filter(({ list }) => team === undefined || team === null || list === team)
    .filter((subscription) => to === undefined || to === null || subscription.to.toLowerCase() === to.toLowerCase());
}
