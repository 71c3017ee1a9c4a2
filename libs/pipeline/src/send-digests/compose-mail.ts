import { createHash } from 'node:crypto';
import { type Digest, type DigestEnvelope, plainName, renderHtml, renderText, type Weekday } from '@leadline/insights';
import type { Mail } from '@leadline/ports';
import type { Subscription } from './subscription.js';

const days: Readonly<Record<Weekday, string>> = {
  monday: 'Mondays',
  tuesday: 'Tuesdays',
  wednesday: 'Wednesdays',
  thursday: 'Thursdays',
  friday: 'Fridays',
  saturday: 'Saturdays',
  sunday: 'Sundays',
};

export interface ComposedFor {
  readonly subscription: Subscription;
  /** Where the dashboard is, without a slash at the end. */
  readonly address: string;
  /** In clear: the mail is the only place that has it. */
  readonly unsubscribeToken: string;
}

/** The mail of a digest to a subscriber. The same week, list and person make the same message id. */
export function composeMail(digest: Digest, { subscription, address, unsubscribeToken }: ComposedFor): Mail {
  const { to, recipient, list } = subscription;
  const host = mailDomain(address);
  const unsubscribeUrl = `${address}/unsubscribe/${unsubscribeToken}`;
  const envelope = { schedule: scheduleText(digest.name, subscription), unsubscribeUrl };
  const id = createHash('sha256')
    .update(JSON.stringify([recipient, list, digest.week]))
    .digest('hex')
    .slice(0, 32);
  return {
    to,
    subject: digest.subject,
    text: renderText(digest, envelope),
    html: renderHtml(digest, envelope),
    messageId: `digest.${digest.week}.${id}@${host}`,
    date: digest.asOf,
    list: { id: `weekly.${listLabel(list)}.${host}`, name: plainName(`${digest.name} weekly`, 60), unsubscribeUrl },
  };
}

/** What somebody sees who is on no list. */
export const previewEnvelope: DigestEnvelope = { schedule: 'A preview: it was sent to nobody.', unsubscribeUrl: null };

function scheduleText(name: string, { time }: Subscription): string {
  return `To you because of the list “${name} weekly”, ${days[time.day]} at ${time.at}, ${time.timeZone}.`;
}

/** A label of RFC 2919: letters, digits and hyphens; the hash keeps teams apart whose names differ in other characters. */
function listLabel(list: string): string {
  if (list === '') return 'everybody';
  const readable = list
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 40);
  const hash = createHash('sha256').update(list).digest('hex').slice(0, 8);
  return readable === '' ? hash : `${readable}-${hash}`;
}

function mailDomain(address: string): string {
  const { hostname } = new URL(address);
  // An IPv6 address is no domain.
  return hostname.startsWith('[') ? 'leadline.invalid' : hostname;
}
