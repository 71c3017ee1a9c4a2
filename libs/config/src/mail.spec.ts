import { describe, expect, it } from 'vitest';
import { formatProblem, readConfig } from './index.js';
import { parseSmtpUrl } from './mail.js';

describe('LEADLINE_SMTP_URL', () => {
  it.each([
    ['smtps://smtp.example.org', { host: 'smtp.example.org', port: 465, tls: 'implicit', auth: null }],
    [
      'smtps://ada:p%40ss@smtp.example.org:2465',
      { host: 'smtp.example.org', port: 2465, tls: 'implicit', auth: { user: 'ada', pass: 'p@ss' } },
    ],
    ['smtp://smtp.example.org', { host: 'smtp.example.org', port: 587, tls: 'starttls', auth: null }],
    ['smtp://127.0.0.1:2525', { host: '127.0.0.1', port: 2525, tls: 'off', auth: null }],
    ['smtp://[::1]:2525/', { host: '::1', port: 2525, tls: 'off', auth: null }],
    ['smtp://relay.internal:25?tls=off', { host: 'relay.internal', port: 25, tls: 'off', auth: null }],
  ])('%s', (text, expected) => {
    expect(parseSmtpUrl(text)).toEqual(expected);
  });

  it.each([
    'smtp.example.org',
    'https://smtp.example.org',
    'smtp://',
    'smtp://host/path',
    'smtp://host?secure=true',
    'smtps://host?tls=off',
    'smtp://ada:secret@relay.internal?tls=off',
    'smtp://ada:%zz@host',
  ])('%s is refused', (text) => {
    const parsed = parseSmtpUrl(text);
    expect(parsed).toHaveProperty('problem');
    expect(JSON.stringify(parsed)).not.toContain('secret');
  });
});

describe('the configuration of mails', () => {
  const given = (env: Record<string, string>, files: Record<string, string> = {}) =>
    readConfig({ env, readFile: (path) => files[path], sourceIds: [] });

  it('is none by default', () => {
    expect(given({})).toMatchObject({ config: { publicUrl: null, mail: null } });
  });

  it('has server, sender and public address', () => {
    const env = {
      LEADLINE_SMTP_URL_FILE: '/run/smtp',
      LEADLINE_MAIL_FROM: 'Leadline <leadline@example.org>',
      LEADLINE_PUBLIC_URL: 'https://leadline.example.org/',
    };
    expect(given(env, { '/run/smtp': 'smtp://127.0.0.1:25\n' })).toMatchObject({
      config: {
        publicUrl: 'https://leadline.example.org',
        mail: { smtp: { host: '127.0.0.1', port: 25 }, from: 'Leadline <leadline@example.org>' },
      },
    });
  });

  it.each([
    [{ LEADLINE_SMTP_URL: 'smtp://127.0.0.1' }, 'LEADLINE_MAIL_FROM is missing: LEADLINE_SMTP_URL is set'],
    [{ LEADLINE_MAIL_FROM: 'a@b.c, evil@example.org' }, 'LEADLINE_MAIL_FROM expected leadline@example.org'],
    [{ LEADLINE_MAIL_FROM: 'Name\r\nBcc: x <a@b.c>' }, 'LEADLINE_MAIL_FROM expected leadline@example.org'],
    [{ LEADLINE_PUBLIC_URL: 'javascript:alert(1)' }, 'LEADLINE_PUBLIC_URL expected an address'],
    [{ LEADLINE_PUBLIC_URL: 'https://ada:secret@example.org' }, 'LEADLINE_PUBLIC_URL an address without user'],
    [{ LEADLINE_PUBLIC_URL: 'https://example.org/?a=b' }, 'LEADLINE_PUBLIC_URL an address without user'],
  ])('%o is a problem', (env, problem) => {
    const result = given(env);
    const problems = result.outcome === 'problems' ? result.problems.map(formatProblem) : [];
    expect(problems.map((line) => line.replaceAll(/[:]+/g, '').replace(/^\S*environment\S* /i, ''))).toEqual([
      expect.stringContaining(problem.replaceAll(':', '')),
    ]);
  });
});
