import type { MailOutcome, Mailer, Notice, NoticeEntry, Notifier } from '@leadline/ports';

export interface MailNotifierOptions {
  readonly mailer: Mailer;
  readonly to: string;
  /** Domain of the message ids. */
  readonly host: string;
}

/** Sends each notice as a mail of plain text to one address; the HTML says the same. */
export const mailNotifier = ({ mailer, to, host }: MailNotifierOptions): Notifier => ({
  notify: (notice): Promise<MailOutcome> =>
    mailer.send({
      to,
      subject: notice.title,
      text: textOf(notice),
      html: `<pre style="font:inherit;white-space:pre-wrap">${escaped(textOf(notice))}</pre>`,
      messageId: `notice.${notice.id}@${host}`,
      date: notice.at,
      list: null,
    }),
});

const textOf = ({ entries, more }: Notice): string =>
  [...entries.map(entryText), ...(more === 0 ? [] : [`and ${more} more`])].join('\n\n') + '\n';

const entryText = ({ headline, details, url }: NoticeEntry): string =>
  [headline, ...details.map(({ name, text }) => `  ${name}: ${text}`), `  ${url}`].join('\n');

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, (character) => entities[character] ?? '');
