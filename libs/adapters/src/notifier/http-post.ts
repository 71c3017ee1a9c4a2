import type { NoticeOutcome } from '@leadline/ports';
import { request as requestInClear } from 'node:http';
import { request as requestByTls } from 'node:https';

export interface HttpPost {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface HttpLimits {
  /** Until somebody answers the call, in milliseconds. */
  readonly connectMs: number;
  /** All in all. */
  readonly mostMs: number;
}

const usual: HttpLimits = { connectMs: 10_000, mostMs: 30_000 };
const LONGEST_REASON = 200;
/** What is read of an answer: it says why, at most. */
const MOST_ANSWER = 2_000;

/**
 * Posts JSON to one address. Redirects are not followed: whoever answers is whom the configuration names. Once the request has
 * begun, a connection that ends without an answer tells nobody whether it arrived.
 */
export function postJson({ url, headers, body }: HttpPost, limits: HttpLimits = usual): Promise<NoticeOutcome> {
  const content = Buffer.from(body);
  const send = new URL(url).protocol === 'https:' ? requestByTls : requestInClear;
  return new Promise((resolve) => {
    let isConnected = false;
    const timers: NodeJS.Timeout[] = [];
    const end = (outcome: NoticeOutcome): void => {
      timers.forEach(clearTimeout);
      request.destroy();
      resolve(outcome);
    };
    const request = send(url, {
      method: 'POST',
      agent: false,
      headers: {
        'content-type': 'application/json',
        'user-agent': 'Leadline',
        ...headers,
        'content-length': content.length,
      },
    });
    const lost = (why: string): void =>
      end({ outcome: isConnected ? 'unknown' : 'deferred', reason: reasonOf(why, url) });
    request.on('socket', (socket) => {
      const connected = 'encrypted' in socket ? 'secureConnect' : 'connect';
      socket.once(connected, () => {
        isConnected = true;
        request.end(content);
      });
    });
    request.on('error', (error) => lost(error.message));
    request.on('response', (response) => {
      const chunks: Buffer[] = [];
      let length = 0;
      const finish = (): void =>
        end(outcomeOf(response.statusCode ?? 0, reasonOf(Buffer.concat(chunks).toString('utf8'), url)));
      response.on('data', (chunk: Buffer) => {
        chunks.push(chunk.subarray(0, MOST_ANSWER - length));
        length += chunk.length;
        if (length >= MOST_ANSWER) finish();
      });
      response.on('end', finish);
      // The status is the answer, whatever becomes of the rest.
      response.on('error', finish);
    });
    timers.push(
      setTimeout(() => {
        if (!isConnected) lost('nobody answered the call');
      }, limits.connectMs),
      setTimeout(() => lost('no answer in time'), limits.mostMs),
    );
    request.flushHeaders();
  });
}

function outcomeOf(status: number, said: string): NoticeOutcome {
  const reason = `answered ${status}${said === '' ? '' : `: ${said}`}`;
  if (status >= 200 && status < 300) return { outcome: 'accepted' };
  if (status >= 300 && status < 400) return { outcome: 'refused', reason: `${reason}; redirects are not followed` };
  if (status === 408 || status === 429 || status >= 500) return { outcome: 'deferred', reason };
  return { outcome: 'refused', reason };
}

/** What others say: one line, not endless, and without the address, which may be a secret. */
function reasonOf(text: string, url: string): string {
  return text
    .replaceAll(url, '…')
    .replaceAll(new URL(url).pathname.length > 1 ? new URL(url).pathname : url, '…')
    .replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ')
    .trim()
    .slice(0, LONGEST_REASON);
}
