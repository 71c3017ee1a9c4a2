import { smtpMailer } from '@leadline/adapters';
import type { Config } from '@leadline/config';
import { type KnownNotice, knownNotices } from '@leadline/pipeline';
import type { Notices } from '../notices.js';
import type { AdminDeps } from './command.js';
import type { Finding } from './finding.js';

export interface TellingDeps {
  readonly notices: Notices;
  readonly inEffect: () => Config;
}

const DAY_MS = 86_400_000;

/** Whether the mail server would take mails: it is asked, and nothing is sent. */
export async function mails({ inEffect }: TellingDeps): Promise<Finding[]> {
  const { mail, digests, notifications } = inEffect();
  const isWanted = digests.length > 0 || notifications.some(({ via }) => via === 'mail');
  const finding = { code: 'LL-1205', title: 'mail server' };
  if (mail === null) {
    if (!isWanted) return [];
    const fix = 'Set LEADLINE_SMTP_URL and LEADLINE_MAIL_FROM';
    return [{ ...finding, status: 'warning', detail: 'mails are configured, and none is sent', fix }];
  }
  const why = await smtpMailer({ server: mail.smtp, from: mail.from }).verify();
  const detail = `${mail.smtp.host}:${mail.smtp.port}`;
  if (why === null) return [{ ...finding, status: 'ok', detail }];
  return [{ ...finding, status: 'failed', detail: `${detail}: ${why}`, fix: 'Check LEADLINE_SMTP_URL' }];
}

/** Channels that are off, and what of the last day did not arrive. */
export async function channels({ notices, control, clock }: AdminDeps & TellingDeps): Promise<Finding[]> {
  await control.refresh();
  const now = clock.now();
  const lately = knownNotices(control.state.notices, now).filter(({ lastAt }) => lastAt >= now - DAY_MS);
  return notices.channels().map((each): Finding => {
    const name = each.state === 'open' ? each.channel.name : each.name;
    const finding = { code: 'LL-1206', title: `channel ${name}` };
    if (each.state === 'off')
      return { ...finding, status: 'warning', detail: each.why, fix: 'Until then it is told nothing' };
    const own = lately.filter(({ channel }) => channel === name);
    const lost = own.filter(({ state }) => state === 'refused' || state === 'given_up' || state === 'unknown');
    const [latest] = lost;
    if (latest === undefined) return { ...finding, status: 'ok', detail: `${own.length} notices in a day` };
    return {
      ...finding,
      status: 'warning',
      detail: `${lost.length} of ${own.length} notices of a day are lost or uncertain, the latest is ${wordFor(latest)}`,
      fix: 'The query "notices" of GraphQL lists them with what they told',
    };
  });
}

const wordFor = ({ state, reason }: KnownNotice): string =>
  `${state.replaceAll('_', ' ')}${reason === null ? '' : ` (${reason})`}`;
