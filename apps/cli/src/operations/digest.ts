import { z } from 'zod';
import type { Invocation } from '../command.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import { Failure } from '../failure.js';
import { countOption, optionalText } from '../option-values.js';
import { documents } from '../server/documents.js';
import { readAnswer } from '../server/graphql.js';
import { oneLine } from '../terminal/printable.js';
import { table } from '../terminal/table.js';

const preview = z.object({
  digestPreview: z.object({ week: z.string(), subject: z.string(), text: z.string(), html: z.string() }),
});
const mail = z.object({ to: z.string(), team: z.string(), week: z.string(), reason: z.string().nullish() });
const sent = z.object({
  mails: z.array(mail.extend({ outcome: z.string(), state: z.string().nullish(), subject: z.string().nullish() })),
});
const listed = z.object({
  sending: z.boolean(),
  mails: z.array(
    mail.extend({ dueAt: z.string(), state: z.string(), at: z.string().nullish(), retryAt: z.string().nullish() }),
  ),
});
type Sent = z.infer<typeof sent>['mails'][number];
type Listed = z.infer<typeof listed>['mails'][number];

/** `leadline digest preview`. */
export async function previewDigest({ options, io, output, server: connect }: Invocation): Promise<ExitCode> {
  const week = weekOption(options.text('week'));
  const weekOf = week === undefined ? dayBefore(io.now(), 7) : thursdayOf(week);
  const server = await connect();
  const answer = await server.graphql(documents.digestPreview, { team: optionalText(options, 'team') ?? null, weekOf });
  const { digestPreview: digest } = readAnswer(preview, answer);
  output.data(digest, () => (options.isSet('html') ? digest.html : digest.text));
  output.message(`Subject: ${oneLine(digest.subject, 200)}`);
  return exitCodes.ok;
}

/** `leadline digest send`. Exit code 1 when a mail was not taken. */
export async function sendDigests({ options, output, server: connect }: Invocation): Promise<ExitCode> {
  const request = {
    team: optionalText(options, 'team') ?? null,
    to: optionalText(options, 'to') ?? null,
    week: weekOption(options.text('week')) ?? null,
    again: options.isSet('again'),
    dryRun: options.isSet('dryRun'),
  };
  const server = await connect();
  // Each mail may take the mail server two minutes.
  const json = await server.json({ method: 'POST', path: '/admin/digests/send', json: request, timeoutMs: null });
  const { mails } = readAnswer(sent, json);
  output.data({ mails }, () =>
    table(
      ['TO', 'TEAM', 'WEEK', 'WHAT', 'WHY'],
      mails.map((one) => [one.to, teamText(one.team), one.week, outcomeText(one), one.reason ?? one.subject ?? '']),
    ),
  );
  if (mails.some(({ outcome }) => outcome === 'needs_again')) {
    output.message('What was sent, or may have been, is sent once more with --again.');
  }
  const isWell = mails.every(({ outcome }) => ['accepted', 'would_send', 'needs_again', 'left'].includes(outcome));
  return isWell ? exitCodes.ok : exitCodes.failed;
}

/** `leadline digest ls`. */
export async function listDigests({ options, output, server: connect }: Invocation): Promise<ExitCode> {
  const request = {
    team: optionalText(options, 'team') ?? null,
    to: optionalText(options, 'to') ?? null,
    weeks: countOption(options, 'weeks', { initial: 4, most: 53 }),
  };
  const server = await connect();
  const answer = readAnswer(listed, await server.json({ method: 'POST', path: '/admin/digests/list', json: request }));
  output.data(answer, () => {
    if (answer.mails.length === 0)
      return 'Nobody is on a list. `digests` in leadline.yaml says who gets what, and when.';
    const rows = answer.mails.map((one) => [one.to, teamText(one.team), one.week, one.dueAt, stateText(one)]);
    return table(['TO', 'TEAM', 'WEEK', 'DUE', 'STATE'], rows);
  });
  if (!answer.sending) output.message('Nothing is sent: LEADLINE_SMTP_URL is not set.');
  return exitCodes.ok;
}

const teamText = (team: string): string => (team === '' ? 'everybody' : team);

function outcomeText({ outcome, state }: Sent): string {
  switch (outcome) {
    case 'accepted':
      return 'sent';
    case 'would_send':
      return 'would be sent';
    case 'needs_again':
      return state === 'sent' ? 'was sent before' : 'may have been sent';
    case 'being_sent':
      return 'is being sent';
    case 'left':
      return 'has left the list';
    case 'deferred':
      return 'refused for now';
    case 'taken':
      return 'is sent by the scheduler';
    default:
      return outcome;
  }
}

function stateText({ state, at, retryAt, reason }: Listed): string {
  const why = reason ? `: ${reason}` : '';
  switch (state) {
    case 'sent':
      return `sent ${at ?? ''}`;
    case 'deferred':
      return `refused for now, again ${retryAt ?? ''}${why}`;
    case 'given_up':
      return `given up${why}`;
    case 'missed':
      return 'missed: nothing ran when it was due';
    case 'left':
      return 'has left the list';
    default:
      return `${state}${why}`;
  }
}

function weekOption(text: string | undefined): string | undefined {
  if (text === undefined || /^\d{4}-W(0[1-9]|[1-4]\d|5[0-3])$/.test(text)) return text;
  throw new Failure('usage', `--week: expected an ISO week such as 2026-W46, not "${oneLine(text)}"`);
}

/** A day of the ISO week: 4 January lies in the first of its year. */
function thursdayOf(week: string): string {
  const [year = 0, number = 0] = week.split('-W').map(Number);
  const fourth = new Date(Date.UTC(year, 0, 4));
  const weekday = (fourth.getUTCDay() + 6) % 7;
  return dayText(fourth.getTime() + ((number - 1) * 7 + 3 - weekday) * DAY_MS);
}

const DAY_MS = 86_400_000;
const dayText = (at: number): string => new Date(at).toISOString().slice(0, 10);
const dayBefore = (now: number, days: number): string => dayText(now - days * DAY_MS);
