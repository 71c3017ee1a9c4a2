import type { Notice, Notifier } from '@leadline/ports';
import { createHmac } from 'node:crypto';
import { postJson } from './http-post.js';

export interface WebhookOptions {
  readonly url: string;
  /** "whsec_" and base64, or any text; several, separated by white space: each signs, while a receiver changes keys. */
  readonly key: string;
  readonly now: () => number;
}

/** Posts notices signed after Standard Webhooks (standard-webhooks/spec): id, timestamp and body, by HMAC-SHA256. */
export function webhookNotifier({ url, key, now }: WebhookOptions): Notifier {
  return {
    notify(notice) {
      const body = JSON.stringify(webhookBody(notice));
      const id = `msg_${notice.id}`;
      const timestamp = Math.floor(now() / 1000).toString();
      const signature = key
        .split(/\s+/)
        .filter(Boolean)
        .map((one) => `v1,${createHmac('sha256', keyBytes(one)).update(`${id}.${timestamp}.${body}`).digest('base64')}`)
        .join(' ');
      const headers = { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signature };
      return postJson({ url, headers, body });
    },
  };
}

const keyBytes = (key: string): Buffer =>
  key.startsWith('whsec_') ? Buffer.from(key.slice('whsec_'.length), 'base64') : Buffer.from(key);

const webhookBody = ({ at, title, entries, more }: Notice) => ({
  type: 'leadline.notice',
  timestamp: new Date(at).toISOString(),
  data: {
    title,
    more,
    entries: entries.map(({ kind, event, headline, url, data }) => ({ kind, event, headline, url, ...data })),
  },
});
