import { describe, expect, it } from 'vitest';
import { givenServerOfTest, variablesOf } from '../testing/given-answers.js';
import type { SeenRequest, StubAnswer } from '../testing/given-server.js';
import { runLeadline } from '../testing/run-leadline.js';

const opened = { event: 'opened', rule: 'DRIFT', key: 'shop', deployment: null };
const finished = { event: 'rolled_back', rule: null, key: null, deployment: 'd-1' };
const notice = (id: string, state: string, more: object = {}) => ({
  id,
  channel: 'on-call',
  state,
  reason: null,
  attempts: 1,
  at: '2026-06-01T11:00:00.000Z',
  retryAt: null,
  tells: [opened],
  ...more,
});

const answered = (data: unknown): StubAnswer => ({ status: 200, body: { data } });
const questionOf = ({ body }: SeenRequest) =>
  JSON.parse(body) as { query: string; variables: { id?: string; states?: string[] | null } };
const columns = (text: string): string[] => text.split('\n').map((line) => line.trimEnd().replaceAll(/ {2,}/g, ' | '));

describe('leadline notices ls', () => {
  const listed = (notices: readonly object[]) => givenServerOfTest(() => answered({ notices }));

  it('says of each by its id what became of it and why, and how what was lost is sent once more', async () => {
    const server = await listed([
      notice('n-2', 'GIVEN_UP', { attempts: 6, reason: '503 down\u001b[2J', tells: [opened, finished] }),
      notice('n-1', 'SENT', { tells: [finished] }),
    ]);
    const { code, stdout } = await runLeadline(['notices', 'ls', '--server', server.address]);
    expect(code).toBe(0);
    expect(columns(stdout)).toEqual([
      'ID | AT | CHANNEL | STATE | TRIES | TELLS | REASON',
      expect.stringMatching(
        /^n-2 \| 2026-06-01T11:00:00.000Z \| on-call \| given up \| 6 \| DRIFT opened, and 1 more \| 503/,
      ),
      'n-1 | 2026-06-01T11:00:00.000Z | on-call | sent | 1 | a deployment rolled back',
      '',
      'Send one once more: leadline notices send-again <id>',
      '',
    ]);
    expect(stdout).not.toContain('\u001b');
  });

  it('offers nothing where nothing was lost, and asks for what was lost alone', async () => {
    const server = await listed([]);
    const ran = await runLeadline(['notices', 'ls', '--lost', '--server', server.address]);
    expect([ran.code, ran.stdout]).toEqual([0, 'Nothing was lost.\n']);
    expect(variablesOf(server)).toEqual([{ states: ['REFUSED', 'GIVEN_UP', 'UNKNOWN'] }]);
  });
});

describe('leadline notices send-again', () => {
  /** Knows two that were lost. */
  const leadline = () =>
    givenServerOfTest((request) => {
      const { query, variables } = questionOf(request);
      return query.includes('sendNoticeAgain')
        ? answered({ sendNoticeAgain: { id: variables.id, channel: 'on-call', state: 'DUE' } })
        : answered({ notices: [notice('n-3', 'UNKNOWN'), notice('n-2', 'REFUSED')] });
    });

  it('has each that is named sent once more, and says where it is', async () => {
    const server = await leadline();
    const { code, stdout } = await runLeadline(['notices', 'send-again', 'n-2', 'n-9', '--server', server.address]);
    expect(code).toBe(0);
    expect(variablesOf(server)).toEqual([{ id: 'n-2' }, { id: 'n-9' }]);
    expect(columns(stdout)).toEqual([
      'ID | CHANNEL | STATE',
      'n-2 | on-call | due',
      'n-9 | on-call | due',
      '',
      'Sent within a minute or so; what became of it: leadline notices ls',
      '',
    ]);
  });

  it('with --lost has all sent that were lost', async () => {
    const server = await leadline();
    const { code, stdout } = await runLeadline([
      'notices',
      'send-again',
      '--lost',
      '--json',
      '--server',
      server.address,
    ]);
    expect(code).toBe(0);
    expect(variablesOf(server)).toEqual([{ states: ['REFUSED', 'GIVEN_UP', 'UNKNOWN'] }, { id: 'n-3' }, { id: 'n-2' }]);
    expect(JSON.parse(stdout)).toEqual([
      { id: 'n-3', channel: 'on-call', state: 'DUE' },
      { id: 'n-2', channel: 'on-call', state: 'DUE' },
    ]);
  });

  it('says of one that nobody knows where ids come from', async () => {
    const error = {
      message: 'id: no notice "nope" is known',
      extensions: { code: 'NOT_FOUND', fix: 'Take it from `notices { id }`' },
    };
    const server = await givenServerOfTest(() => ({ status: 200, body: { errors: [error] } }));
    const ran = await runLeadline(['notices', 'send-again', 'nope', '--server', server.address]);
    expect(ran.code).toBe(4);
    expect(ran.stderr).toContain('no notice "nope" is known');
    expect(ran.stderr).toContain('Take it from `notices { id }`\n');
    expect(ran.stderr).toContain('What there is: leadline notices ls\n');
  });

  it('says why one that arrived is not sent, and what was asked for before', async () => {
    const server = await givenServerOfTest((request) =>
      questionOf(request).variables.id === 'n-1'
        ? { status: 200, body: { errors: [{ message: 'id: it is sent', extensions: { code: 'BAD_USER_INPUT' } }] } }
        : answered({ sendNoticeAgain: { id: 'n-2', channel: 'on-call', state: 'DUE' } }),
    );
    const ran = await runLeadline(['notices', 'send-again', 'n-2', 'n-1', 'n-3', '--server', server.address]);
    expect(ran.code).not.toBe(0);
    expect(ran.stderr).toContain('n-1');
    expect(ran.stderr).toContain('id: it is sent');
    expect(ran.stderr).toContain('Before it, 1 was asked for');
    expect(variablesOf(server)).toEqual([{ id: 'n-2' }, { id: 'n-1' }]);
  });

  it.each([[[]], [['n-1', '--lost']]])('refuses %j, and asks nothing', async (words) => {
    const server = await leadline();
    const ran = await runLeadline(['notices', 'send-again', ...words, '--server', server.address]);
    expect([ran.code, server.seen.length]).toEqual([2, 0]);
    expect(ran.stderr).toContain('name what to send once more, or --lost');
  });
});
