import { describe, expect, it } from 'vitest';
import { givenServer, type SeenRequest } from '../testing/given-server.js';
import { runLeadline } from '../testing/run-leadline.js';

const digest = {
  week: '2026-W22',
  subject: 'Acme, week 22: no notable change',
  text: 'LEADLINE WEEKLY\n',
  html: '<p>x</p>',
};
const mail = { to: 'ada@example.org', team: '', week: '2026-W22' };

async function given(answer: unknown, argv: readonly string[]) {
  const server = await givenServer(() => ({ status: 200, body: answer }));
  try {
    const ran = await runLeadline([...argv, '--server', server.address]);
    return { ...ran, asked: server.seen.map(({ path, body }: SeenRequest) => ({ path, ...JSON.parse(body) })) };
  } finally {
    await server.close();
  }
}

describe('leadline digest preview', () => {
  const preview = (...options: string[]) =>
    given({ data: { digestPreview: digest } }, ['digest', 'preview', ...options]);

  it('is about the last week that is over, as text, with the subject beside it', async () => {
    // Monday, 1 June 2026 is in week 23: the week before is asked by a day of its own.
    const { code, stdout, stderr, asked } = await preview();
    expect([code, stdout, stderr]).toEqual([0, 'LEADLINE WEEKLY\n', 'Subject: Acme, week 22: no notable change\n']);
    expect(asked[0]?.variables).toEqual({ team: null, weekOf: '2026-05-25' });
  });

  it('asks by the Thursday of a week, which lies in the year of its number', async () => {
    const { stdout, asked } = await preview('--team', 'eng/payments', '--week', '2026-W01', '--html');
    expect(stdout).toBe('<p>x</p>\n');
    expect(asked[0]?.variables).toEqual({ team: 'eng/payments', weekOf: '2026-01-01' });
  });

  it('refuses what is no week', async () => {
    const { code, stderr, asked } = await preview('--week', 'last');
    expect([code, asked]).toEqual([2, []]);
    expect(stderr).toContain('expected an ISO week such as 2026-W46');
  });
});

describe('leadline digest send', () => {
  it('says what became of each mail, and fails when one was not taken', async () => {
    const mails = [
      { ...mail, outcome: 'accepted' },
      { ...mail, to: 'gone@example.org', outcome: 'refused', reason: '550 no such\u001b[31m user' },
    ];
    const { code, stdout, asked } = await given({ mails }, ['digest', 'send', '--week', '2026-W22', '--again']);
    expect(code).toBe(1);
    expect(stdout.split('\n').map((line) => line.replaceAll(/ {2,}/g, '  '))).toEqual([
      'TO  TEAM  WEEK  WHAT  WHY',
      'ada@example.org  everybody  2026-W22  sent',
      expect.stringMatching(/^gone@example.org {2}everybody {2}2026-W22 {2}refused {2}550 no such/),
      '',
    ]);
    expect(stdout).not.toContain('\u001b');
    expect(asked).toEqual([
      { path: '/admin/digests/send', team: null, to: null, week: '2026-W22', again: true, dryRun: false },
    ]);
  });

  it('tells how to send once more what was sent', async () => {
    const mails = [{ ...mail, outcome: 'needs_again', state: 'unknown' }];
    const { code, stdout, stderr } = await given({ mails }, ['digest', 'send', '--to', 'ada@example.org']);
    expect(code).toBe(0);
    expect(stdout).toContain('may have been sent');
    expect(stderr).toContain('--again');
  });
});

describe('leadline digest ls', () => {
  it('shows where every mail is, and that nothing is sent without a server', async () => {
    const dueAt = '2026-06-01T05:30:00.000Z';
    const mails = [
      { ...mail, dueAt, state: 'deferred', reason: '451 later', retryAt: '2026-06-01T06:30:00.000Z' },
      { ...mail, team: 'eng', dueAt, state: 'given_up', reason: '451 later' },
      { ...mail, dueAt, state: 'missed' },
    ];
    const { code, stdout, stderr } = await given({ sending: false, mails }, ['digest', 'ls']);
    expect(code).toBe(0);
    expect(stdout).toContain('refused for now, again 2026-06-01T06:30:00.000Z: 451 later');
    expect(stdout).toContain('given up: 451 later');
    expect(stdout).toContain('missed: nothing ran when it was due');
    expect(stderr).toContain('LEADLINE_SMTP_URL is not set');
  });
});
