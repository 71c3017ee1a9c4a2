import { describe, expect, it } from 'vitest';
import { givenAnswers, variablesOf } from '../testing/given-answers.js';
import { runLeadline } from '../testing/run-leadline.js';

const nothing = { proposes: null, missing: null, contradicted: false, answer: null, evidence: [] };
const answer = {
  value: 'YES',
  reason: 'Tuesdays\u001b[31m',
  link: null,
  by: 'ana',
  at: '2026-05-01T10:00:00.000Z',
  expiresAt: '2026-10-28T10:00:00.000Z',
};
const point = { id: 'p', value: 90_000, unit: 'SECONDS', n: 40, low: 80_000, high: 100_000 };
const criteria = [
  {
    ...nothing,
    id: '1.M5',
    text: 'Lead time',
    knownBy: 'TELEMETRY',
    answerable: false,
    asks: 'x',
    status: 'MET',
    evidence: [{ what: 'Change lead time', numerator: null, denominator: null, items: [], point }],
  },
  {
    ...nothing,
    id: '1.D4',
    text: 'Requests',
    knownBy: 'TELEMETRY',
    answerable: false,
    asks: 'x',
    status: 'NOT_MET',
    evidence: [{ what: 'changes by pull request', numerator: 16, denominator: 20, items: [], point: null }],
  },
  {
    ...nothing,
    id: '1.C2',
    text: 'Window',
    knownBy: 'PEOPLE',
    answerable: true,
    asks: null,
    status: 'ANSWERED',
    answer,
  },
  {
    ...nothing,
    id: '1.C3',
    text: 'Reviewer',
    knownBy: 'PEOPLE',
    answerable: true,
    asks: null,
    status: 'UNKNOWN',
    missing: 'nobody has answered',
  },
];
const scorecard = {
  scope: { kind: 'TEAM', name: 'eng/web' },
  phase: 0,
  level: 1,
  weeks: [
    { from: '2026-04-06T00:00:00.000Z', to: '2026-04-13T00:00:00.000Z' },
    { from: '2026-04-27T00:00:00.000Z', to: '2026-05-04T00:00:00.000Z' },
  ],
  cards: [
    {
      card: 'PHASE_1',
      title: 'Phase 1',
      ofSymptoms: false,
      reached: false,
      total: 4,
      met: 2,
      notMet: 1,
      notApplicable: 0,
      proposed: 0,
      unknown: 1,
      criteria,
    },
  ],
  computedAt: '2026-05-05T00:00:00.000Z',
  configVersion: 'v1',
};

describe('leadline scorecard', () => {
  it('tells how many criteria of each card are met, with what is unknown apart', async () => {
    const stub = await givenAnswers({ scorecard });
    const ran = await runLeadline(['scorecard', '--team', 'eng/web', '--server', stub.address]);
    expect(ran).toMatchObject({ code: 0, stderr: '' });
    expect(variablesOf(stub)).toMatchObject([{ scope: { teams: ['eng/web'] }, window: { timeZone: 'UTC' } }]);
    expect(ran.stdout).toContain('eng/web: no phase reached, maturity level 1');
    expect(ran.stdout).toMatch(/Phase 1 +not reached +2\/4 +1 +0 +0 +1\n/);
    expect(ran.stdout).not.toContain('1.M5');
  });

  it('tells of each criterion of a card what it rests on', async () => {
    const stub = await givenAnswers({ scorecard });
    const { stdout } = await runLeadline(['scorecard', '--card', 'phase-1', '--server', stub.address]);
    expect(variablesOf(stub)).toMatchObject([{ scope: {} }]);
    expect(stdout).toMatch(/1\.M5 +met +Lead time +Change lead time 1 d 1 h \(n = 40, 22 h 13 min to 1 d 4 h\)/);
    expect(stdout).toMatch(/1\.D4 +not met +Requests +16 of 20 changes by pull request/);
    expect(stdout).toMatch(/1\.C2 +yes +Window +ana, 2026-05-01: Tuesdays/);
    expect(stdout).toMatch(/1\.C3 +unknown +Reviewer +nobody has answered/);
    expect(stdout).not.toContain('\u001b[31m');
  });

  it('shows only what is open where that is asked, and everything as JSON', async () => {
    const stub = await givenAnswers({ scorecard });
    const open = await runLeadline(['scorecard', '--open', '--server', stub.address]);
    expect(open.stdout).toMatch(/1\.D4/);
    expect(open.stdout).not.toMatch(/1\.M5|1\.C2/);
    const json = await runLeadline(['scorecard', '--json', '--server', stub.address]);
    expect(JSON.parse(json.stdout)).toEqual(scorecard);
  });

  it.each([
    ['there is no such card', ['--card', 'phase-9'], 'There are: phase-1'],
    ['two scopes are named', ['--team', 'a', '--service', 'b'], '--team or --service, not both'],
  ])('asks nothing where %s', async (_, words, message) => {
    const stub = await givenAnswers({ scorecard });
    const ran = await runLeadline(['scorecard', ...words, '--server', stub.address]);
    expect([ran.code, stub.seen.length]).toEqual([2, 0]);
    expect(ran.stderr).toContain(message);
  });
});

describe('leadline scorecard answer', () => {
  const made = { answerCriterion: { event: 'e-1', position: '0:9' } };

  it('writes down who says what of which scope, and why', async () => {
    const stub = await givenAnswers(made);
    const words = ['1.c2', '--yes', '--team', 'eng/web', '--reason', 'Tuesdays', '--link', 'https://wiki.example/w'];
    const ran = await runLeadline(['scorecard', 'answer', ...words, '--server', stub.address]);
    expect(ran).toMatchObject({ code: 0, stderr: '' });
    expect(variablesOf(stub)).toEqual([
      {
        input: {
          criterion: '1.C2',
          answer: 'YES',
          reason: 'Tuesdays',
          team: 'eng/web',
          link: 'https://wiki.example/w',
        },
      },
    ]);
    expect(ran.stdout).toContain('Written down of 1.C2 for eng/web: yes.');
  });

  it.each([
    ['nothing is said', ['1.C2', '--reason', 'x'], '--yes, --no, --not-applicable'],
    ['two things are said', ['1.C2', '--yes', '--no', '--reason', 'x'], '--yes, --no, --not-applicable'],
    ['no reason is given', ['1.C2', '--no'], '--reason is missing'],
    ['two scopes are named', ['1.C2', '--no', '--team', 'a', '--service', 'b', '--reason', 'x'], 'not both'],
  ])('asks nothing of the server where %s', async (_, words, message) => {
    const stub = await givenAnswers(made);
    const ran = await runLeadline(['scorecard', 'answer', ...words, '--server', stub.address]);
    expect([ran.code, stub.seen.length]).toEqual([2, 0]);
    expect(ran.stderr).toContain(message);
  });
});
