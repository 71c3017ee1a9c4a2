import type { NoticeEntry, Notifier } from '@leadline/ports';
import { postJson } from './http-post.js';

/** Most characters of a text of a block. */
const MOST_TEXT = 2_900;

/**
 * Posts notices to an incoming webhook of Slack, or of what speaks like it (Mattermost, Rocket.Chat). What senders wrote stands in
 * plain text, where nothing is a mention, a link or markup.
 *
 * @param url The address Slack made: a secret.
 */
export const slackNotifier = (url: string): Notifier => ({
  notify: ({ title, entries, more }) =>
    postJson({
      url,
      headers: {},
      body: JSON.stringify({
        text: escaped(title),
        mrkdwn: false,
        unfurl_links: false,
        unfurl_media: false,
        blocks: [
          { type: 'header', text: plain(title, 150) },
          ...entries.flatMap(entryBlocks),
          ...(more === 0 ? [] : [{ type: 'section', text: plain(`and ${more} more`) }]),
        ],
      }),
    }),
});

const entryBlocks = ({ headline, details, url }: NoticeEntry): object[] => [
  { type: 'section', text: plain([headline, ...details.map(({ name, text }) => `${name}: ${text}`)].join('\n')) },
  { type: 'context', elements: [{ type: 'mrkdwn', text: `<${escaped(encodeURI(decodeURI(url)))}|Open in Leadline>` }] },
];

const plain = (text: string, most = MOST_TEXT) => ({ type: 'plain_text', text: text.slice(0, most), emoji: false });

/** The three characters that mean something in Slack's text. */
const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
