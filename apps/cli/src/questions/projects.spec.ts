import { describe, expect, it } from 'vitest';
import { givenAnswers, variablesOf } from '../testing/given-answers.js';
import { runLeadline } from '../testing/run-leadline.js';

const written = { event: 'e', position: '0:1' };
const often = {
  id: 'often',
  name: 'Deploy more often\u001b[31m',
  scope: 'service:shop',
  metric: 'DEPLOYMENT_FREQUENCY',
  wanted: 'UP',
  start: '2026-01-05T00:00:00.000Z',
  end: '2026-01-12T00:00:00.000Z',
  by: 'ana',
  namedAt: '2026-01-01T00:00:00.000Z',
  namedBeforehand: true,
  comparison: {
    result: { verdict: 'IMPROVED', doubt: null, before: 3, after: 6, change: 1, p: 0.0001, nBefore: 24, nAfter: 48 },
  },
};

describe('leadline project', () => {
  it('lists projects with what became of them', async () => {
    const stub = await givenAnswers({
      projects: [often, { ...often, name: 'Later', namedBeforehand: false, comparison: null }],
    });
    const { stdout, code } = await runLeadline(['project', 'ls', '--service', 'shop', '--server', stub.address]);
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /Deploy more often.* service:shop +DEPLOYMENT_FREQUENCY up +2026-01-05 +2026-01-12 +beforehand +improved, \+100 %, p = < 0\.001/,
    );
    expect(stdout).toMatch(/Later .* later +four full weeks are not over/);
    expect(stdout).not.toContain('\u001b[31m');
    expect(variablesOf(stub)).toEqual([{ scope: { services: ['shop'] } }]);
  });

  it('writes one down with what was said of it alone', async () => {
    const stub = await givenAnswers({ recordProject: written });
    const args = ['--metric', 'change-lead-time', '--wanted', 'down', '--start', '2026-03-02T00:00:00Z'];
    const { code } = await runLeadline([
      'project',
      'record',
      'smaller',
      ...args,
      '--team',
      'eng/web',
      '--server',
      stub.address,
    ]);
    expect(code).toBe(0);
    expect(variablesOf(stub)).toEqual([
      {
        input: {
          id: 'smaller',
          metric: 'CHANGE_LEAD_TIME',
          wanted: 'DOWN',
          start: '2026-03-02T00:00:00Z',
          team: 'eng/web',
        },
      },
    ]);
  });

  it('refuses what makes no sense before it asks', async () => {
    const stub = await givenAnswers({});
    for (const args of [
      ['project', 'record', 'x', '--wanted', 'sideways'],
      ['project', 'record', 'x', '--end', 'yesterday'],
      ['project', 'ls', '--team', 'a', '--service', 'b'],
      ['scorecard', 'quick-check', 'change-fail-rate', '--reason', 'x'],
      ['scorecard', 'quick-check', 'change-fail-rate', '--value', 'many', '--reason', 'x'],
    ])
      expect((await runLeadline([...args, '--server', stub.address])).code).not.toBe(0);
    expect(stub.seen).toEqual([]);
  });
});

describe('leadline scorecard quick-check', () => {
  it('says a number, and takes it back', async () => {
    const stub = await givenAnswers({ answerQuickCheck: written });
    const of = [
      'scorecard',
      'quick-check',
      'change-fail-rate',
      '--service',
      'shop',
      '--reason',
      'Two more',
      '--server',
      stub.address,
    ];
    await runLeadline([...of, '--value', '0.15']);
    await runLeadline([...of, '--take-back']);
    const input = { metric: 'CHANGE_FAIL_RATE', reason: 'Two more', service: 'shop' };
    expect(variablesOf(stub)).toEqual([{ input: { ...input, value: 0.15 } }, { input: { ...input, value: null } }]);
  });
});
