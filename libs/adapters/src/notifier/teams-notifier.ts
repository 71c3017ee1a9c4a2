import type { NoticeEntry, Notifier } from '@leadline/ports';
import { postJson } from './http-post.js';

/**
 * Posts notices as an adaptive card to a workflow of Microsoft Teams ("when a webhook request is received"). Runs of text know no
 * markup, whatever a sender wrote.
 *
 * @param url The address the workflow has: a secret.
 */
export const teamsNotifier = (url: string): Notifier => ({
  notify: ({ title, entries, more }) =>
    postJson({
      url,
      headers: {},
      body: JSON.stringify({
        type: 'message',
        attachments: [
          {
            contentType: 'application/vnd.microsoft.card.adaptive',
            content: {
              $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
              type: 'AdaptiveCard',
              version: '1.4',
              body: [
                runs(title, { weight: 'Bolder', size: 'Medium' }),
                ...entries.flatMap(entryRuns),
                ...(more === 0 ? [] : [runs(`and ${more} more`)]),
              ],
              actions: entries
                .slice(0, 1)
                .map(({ url: link }) => ({ type: 'Action.OpenUrl', title: 'Open in Leadline', url: link })),
            },
          },
        ],
      }),
    }),
});

const entryRuns = ({ headline, details }: NoticeEntry): object[] => [
  runs(headline, { weight: 'Bolder' }),
  ...details.map(({ name, text }) => runs(`${name}: ${text}`)),
];

const runs = (text: string, style: object = {}) => ({
  type: 'RichTextBlock',
  inlines: [{ type: 'TextRun', text, ...style }],
});
