import { type Mailbox, openMailbox, smtpMailer } from '@leadline/adapters';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type MailboxPages, serveMailbox } from './mailbox.js';

let mailbox: Mailbox;
let pages: MailboxPages;
beforeEach(async () => {
  mailbox = await openMailbox();
  pages = await serveMailbox(mailbox);
});
afterEach(async () => {
  await pages.close();
  await mailbox.close();
});

async function sent(subject: string, html: string): Promise<void> {
  const port = Number(new URL(mailbox.smtpUrl).port);
  const mailer = smtpMailer({
    server: { host: '127.0.0.1', port, tls: 'off', auth: null },
    from: 'Leadline <leadline@halden.example>',
  });
  const list = { id: 'weekly.halden.example', name: 'Halden weekly', unsubscribeUrl: 'http://127.0.0.1/unsubscribe/x' };
  const mail = {
    to: 'lead@halden.example',
    subject,
    text: 'The text.',
    html,
    messageId: 'm@halden.example',
    date: 0,
    list,
  };
  expect(await mailer.send(mail)).toEqual({ outcome: 'accepted' });
}

const page = async (path: string) => {
  const answer = await fetch(pages.address + path);
  return {
    status: answer.status,
    policy: answer.headers.get('content-security-policy') ?? '',
    text: await answer.text(),
  };
};

describe('the mailbox of the demo', () => {
  it('shows every mail as HTML, as text and as it came', async () => {
    expect((await page('/')).text).toContain('None yet.');
    await sent('Halden, week 46', '<p>The HTML.</p>');
    expect((await page('/')).text).toContain('<a href="/mails/1">Halden, week 46</a>');
    expect((await page('/mails/1')).text).toContain('<iframe src="/mails/1/html"');
    expect((await page('/mails/1/html')).text).toContain('<p>The HTML.</p>');
    expect((await page('/mails/1/text')).text).toContain('The text.');
    expect((await page('/mails/1/raw')).text).toContain('List-Unsubscribe: <http://127.0.0.1/unsubscribe/x>');
    expect((await page('/mails/2')).status).toBe(404);
    expect((await page('/mails/1/other')).status).toBe(404);
  });

  it('lets nothing in a mail run, nor anything in its subject', async () => {
    await sent('<script>alert(1)</script>', '<script>alert(2)</script>');
    expect((await page('/')).text).not.toContain('<script>');
    expect((await page('/mails/1')).text).not.toContain('<script>');
    expect((await page('/mails/1/html')).policy).toMatch(/^default-src 'none'; .*sandbox/);
    expect((await page('/mails/1')).policy).toMatch(/^default-src 'none'; style-src 'sha256-/);
  });
});
