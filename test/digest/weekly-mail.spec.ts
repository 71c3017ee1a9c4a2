import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import PostalMime from 'postal-mime';
import { SMTPServer } from 'smtp-server';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type AppProcess, endApps, startApp } from '../e2e/app-process.js';

const LIMIT_MS = 180_000;
const PUBLIC = 'https://leadline.example.org';
const weekdays = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const;

const listed = z.object({
  sending: z.boolean(),
  mails: z.array(z.object({ to: z.string(), team: z.string(), week: z.string(), state: z.string() })),
});
const sent = z.object({ mails: z.array(z.object({ to: z.string(), outcome: z.string() })) });

let directory = '';
let post: Post;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'leadline-mail-'));
  post = await openPost();
});
afterEach(async () => {
  await endApps();
  await post.close();
  await rm(directory, { recursive: true, force: true });
});

interface Post {
  readonly port: number;
  /** As they came; a mail counts as soon as its content is there. */
  readonly mails: string[];
  /** Keeps answers back until it resolves. */
  hold: Promise<void>;
  readonly arrived: (count: number) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** A mail server on loopback that knows nobody called `gone`. */
async function openPost(): Promise<Post> {
  const mails: string[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    logger: false,
    onRcptTo({ address }, _session, done) {
      done(address.startsWith('gone@') ? Object.assign(new Error('no such mailbox'), { responseCode: 550 }) : null);
    },
    onData(stream, _session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        mails.push(Buffer.concat(chunks).toString('utf8'));
        void opened.hold.then(() => done());
      });
    },
  });
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.server.address();
  if (address === null || typeof address === 'string') throw new Error('The server listens on a port');
  const opened: Post = {
    port: address.port,
    mails,
    hold: Promise.resolve(),
    arrived: async (count) => {
      while (mails.length < count) await pause(50);
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
  return opened;
}

/** Leadline whose mails were due a minute ago. */
async function start(to: readonly string[]): Promise<{ app: AppProcess; base: string }> {
  const minuteAgo = new Date(Date.now() - 60_000);
  const digest = {
    to,
    day: weekdays[minuteAgo.getUTCDay()],
    at: minuteAgo.toISOString().slice(11, 16),
    timeZone: 'UTC',
  };
  const config = join(directory, 'leadline.yaml');
  // JSON is YAML.
  await writeFile(config, JSON.stringify({ organisation: { name: 'Tidewater' }, digests: [digest] }));
  const app = startApp('standalone', {
    LEADLINE_DATA: join(directory, 'data'),
    LEADLINE_CONFIG: config,
    LEADLINE_SMTP_URL: `smtp://127.0.0.1:${post.port}`,
    LEADLINE_MAIL_FROM: 'Leadline <leadline@example.org>',
    LEADLINE_PUBLIC_URL: PUBLIC,
  });
  return { app, base: await app.address };
}

async function admin(base: string, command: string, input: object = {}): Promise<unknown> {
  const answer = await fetch(`${base}/admin/digests/${command}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(input),
  });
  return answer.json();
}

/** State of the latest mail of each recipient, once none is due any more. */
async function states(base: string): Promise<Record<string, string>> {
  for (;;) {
    const { mails } = listed.parse(await admin(base, 'list'));
    const latest = mails.filter(({ state }) => !['scheduled', 'missed'].includes(state));
    if (latest.length > 0 && latest.every(({ state }) => state !== 'due')) {
      return Object.fromEntries(latest.map(({ to, state }) => [to, state]));
    }
    await pause(100);
  }
}

describe('the weekly mail of a running Leadline', { timeout: LIMIT_MS }, () => {
  it('comes at its time to everybody whose address works, and is left by one click', async () => {
    const { base } = await start(['ada@example.org', 'gone@example.org', 'bob@example.org']);
    await post.arrived(2);
    let seen = await states(base);
    while (Object.values(seen).includes('sending')) seen = await states(base);
    expect(seen).toEqual({ 'ada@example.org': 'sent', 'gone@example.org': 'refused', 'bob@example.org': 'sent' });

    const parsed = await PostalMime.parse(post.mails[0] ?? '');
    const header = (name: string): string => parsed.headers.find(({ key }) => key === name)?.value ?? '';
    expect(parsed.subject).toMatch(/^Tidewater, week \d+: no deployments in four weeks$/);
    expect(parsed.to?.map(({ address }) => address)).toEqual(['ada@example.org']);
    expect(header('list-unsubscribe-post')).toBe('List-Unsubscribe=One-Click');
    expect(parsed.html).toContain(`href="${PUBLIC}/?`);

    // Where people reach it is not where it listens here.
    const link = /<(.+)>/.exec(header('list-unsubscribe'))?.[1]?.replace(PUBLIC, base) ?? '';
    expect((await fetch(link)).status).toBe(200);
    const body = new URLSearchParams({ 'List-Unsubscribe': 'One-Click' });
    expect((await fetch(link, { method: 'POST', body })).status).toBe(200);
    const again = sent.parse(await admin(base, 'send', { again: true }));
    expect(again.mails.map(({ to, outcome }) => [to, outcome])).toEqual([
      ['ada@example.org', 'left'],
      ['gone@example.org', 'refused'],
      ['bob@example.org', 'accepted'],
    ]);
    expect(post.mails).toHaveLength(3);
  });

  it('is not sent again by itself when Leadline was killed before it knew whether the mail had gone out', async () => {
    post.hold = new Promise(() => undefined);
    const first = await start(['ada@example.org']);
    await post.arrived(1);
    await first.app.kill();
    post.hold = Promise.resolve();

    const second = await start(['ada@example.org']);
    // The scheduler looks at once, and every 15 seconds.
    await pause(17_000);
    expect(post.mails).toHaveLength(1);
    expect(await states(second.base)).toEqual({ 'ada@example.org': 'sending' });
    // Whoever was killed may not be dead: a person too has to wait until nobody can be sending any more.
    expect(sent.parse(await admin(second.base, 'send', { again: true }))).toMatchObject({
      mails: [{ outcome: 'being_sent' }],
    });
    expect(post.mails).toHaveLength(1);
  });
});
