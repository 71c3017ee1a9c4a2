import { describe, expect, it } from 'vitest';
import type { Alert } from './alert.js';
import type { AlertedDeployment, AlertFacts } from './alert-facts.js';
import { raiseAlerts } from './raise-alerts.js';
import { at, check, deployed, facts, minutes, running, spent, step, told } from './testing/given-facts.js';

const shown = ({ rule, key, state, since, resolvedAt }: Alert): unknown[] => [
  rule,
  key,
  state,
  clock(since),
  ...(resolvedAt === null ? [] : [clock(resolvedAt)]),
];
const clock = (instant: number): string => new Date(instant).toISOString().slice(11, 16);

const raised = (asOf: string, more: Partial<AlertFacts>): unknown[][] => raiseAlerts(facts(at(asOf), more)).map(shown);
const of = (asOf: string, ...deployments: AlertedDeployment[]): unknown[][] => raised(asOf, { deployments });

describe('CANARY_REGRESSION by checks', () => {
  const failing = [check('10:10', 'passed', { step: '1' }), check('10:20', 'failed', { step: '2' })];

  it('opens when a canary check fails, and says which', () => {
    const deployment = running({ steps: [step('10:00', 10, 'started')], checks: failing });
    const [alert] = raiseAlerts(facts(at('10:21'), { deployments: [deployment] }));
    expect(alert).toMatchObject({
      rule: 'CANARY_REGRESSION',
      key: 'd1',
      state: 'open',
      severity: 'page',
      audience: ['on_call', 'owner'],
      what: 'canary check errors failed in step 2',
      value: null,
      threshold: null,
      services: ['shop'],
      environment: 'production',
      since: at('10:20'),
      resolvedAt: null,
      trafficShare: 10,
    });
  });

  it('is resolved when nobody has the version any more, though the check never passed', () => {
    const steps = [step('10:00', 10, 'started'), step('10:25', null, 'aborted')];
    expect(of('12:00', deployed({ status: 'failed', steps, checks: failing }))).toEqual([
      ['CANARY_REGRESSION', 'd1', 'resolved', '10:20', '10:25'],
    ]);
  });

  it('is resolved when the check passes, and another check is none of it', () => {
    const checks = [...failing, check('10:30', 'passed', { check: 'latency' }), check('10:40', 'passed')];
    expect(of('10:35', running({ checks: checks.slice(0, 3) }))).toEqual([
      ['CANARY_REGRESSION', 'd1', 'open', '10:20'],
    ]);
    expect(of('10:45', running({ checks }))).toEqual([['CANARY_REGRESSION', 'd1', 'resolved', '10:20', '10:40']]);
  });

  it('stays open of one that was promoted by hand, until another version takes its place', () => {
    const promoted = { steps: [step('10:00', 10, 'started'), step('10:50', 100, 'promoted')], checks: failing };
    expect(of('14:00', deployed(promoted))).toEqual([['CANARY_REGRESSION', 'd1', 'open', '10:20']]);
    expect(of('14:00', deployed({ ...promoted, replacedAt: at('13:00') }))).toEqual([
      ['CANARY_REGRESSION', 'd1', 'resolved', '10:20', '13:00'],
    ]);
  });

  it('takes no check that could not tell, or that was told when nobody had the version', () => {
    expect(of('12:00', running({ checks: [check('10:20', 'inconclusive')] }))).toEqual([]);
    const late = [check('10:30', 'failed')];
    expect(of('12:00', deployed({ steps: [step('10:20', 0, 'aborted')], checks: late }))).toEqual([]);
  });

  it('is the same alert when it opens again within half an hour, and another one later', () => {
    const again = (time: string) => [check('10:00', 'failed'), check('10:10', 'passed'), check(time, 'failed')];
    expect(of('12:00', running({ checks: again('10:40') }))).toEqual([['CANARY_REGRESSION', 'd1', 'open', '10:00']]);
    expect(of('12:00', running({ checks: again('10:41') }))).toEqual([
      ['CANARY_REGRESSION', 'd1', 'open', '10:41'],
      ['CANARY_REGRESSION', 'd1', 'resolved', '10:00', '10:10'],
    ]);
  });

  it('is one alert of two checks, resolved with the last of them', () => {
    const checks = [
      check('10:10', 'failed'),
      check('10:15', 'failed', { check: 'latency' }),
      check('10:20', 'passed', { check: 'latency' }),
    ];
    expect(of('10:30', running({ checks }))).toEqual([['CANARY_REGRESSION', 'd1', 'open', '10:10']]);
    expect(of('10:40', running({ checks: [...checks, check('10:35', 'passed')] }))).toEqual([
      ['CANARY_REGRESSION', 'd1', 'resolved', '10:10', '10:35'],
    ]);
  });
});

describe('CANARY_REGRESSION by errors', () => {
  it('needs more than twice the errors, and ten of them', () => {
    const ratioOf = (before: number, after: number) =>
      raiseAlerts(facts(at('12:00'), { deployments: [deployed({ errors: [told('11:30', before, after)] })] })).map(
        ({ value }) => value,
      );
    // 21 / 10; 20 / 10 is no more than twice; nine are too few; none before count as a half: 10.5 / 0.5
    expect(ratioOf(10, 21)).toEqual([2.1]);
    expect(ratioOf(10, 20)).toEqual([]);
    expect(ratioOf(3, 9)).toEqual([]);
    expect(ratioOf(0, 10)).toEqual([21]);
  });

  it('counts by request where all halves tell them', () => {
    // 40 of 4000 against 10 of 1000 is as many
    const errors = [told('11:30', 10, 40, { beforeRequests: 1000, afterRequests: 4000 })];
    expect(of('12:00', deployed({ errors }))).toEqual([]);
    // and without requests of one half four times as many a minute
    expect(of('12:00', deployed({ errors: [told('11:30', 10, 40, { beforeRequests: 1000 })] }))).toEqual([
      ['CANARY_REGRESSION', 'd1', 'open', '11:30'],
    ]);
  });

  it('is over when all reports together say so', () => {
    // 30 / 10, then (30 + 0) / (10 + 10)
    const errors = [told('11:30', 10, 30), told('11:45', 10, 0)];
    expect(of('12:00', deployed({ errors }))).toEqual([['CANARY_REGRESSION', 'd1', 'resolved', '11:30', '11:45']]);
  });

  it('is left to the checks while a part of the traffic has the version, unless the budget burns', () => {
    const deployment = running({
      steps: [step('10:00', 5, 'started')],
      errors: [told('10:30', 10, 50)],
    });
    expect(of('10:40', deployment)).toEqual([]);
    // 600 of 1000 between 10:30 and 10:35
    expect(raised('10:40', { deployments: [deployment], budgets: [spent('10:30', '10:35', 600)] })).toEqual([
      ['BURN', 'd1', 'open', '10:35'],
      ['CANARY_REGRESSION', 'd1', 'open', '10:35'],
    ]);
    // once everybody has it, the errors speak
    const steps = [step('10:00', 5, 'started'), step('10:45', 100, 'promoted')];
    expect(of('10:50', { ...deployment, steps })).toEqual([['CANARY_REGRESSION', 'd1', 'open', '10:45']]);
  });

  it('looks no further than an hour after the rollout', () => {
    expect(of('13:00', deployed({ errors: [told('12:00', 10, 50)] }))).toEqual([]);
    expect(of('13:00', deployed({ errors: [told('11:59', 10, 50)] }))).toHaveLength(1);
  });
});

describe('ROLLBACK_FAILED', () => {
  it('opens when a rollback fails, and is resolved by the next success', () => {
    const tried = (...tries: [string, string][]) =>
      tries.map(([time, status]) => ({ target: '', status, finishedAt: at(time) }));
    const failed = deployed({ kind: 'rollback', status: 'failed', tries: tried(['11:00', 'failed']) });
    expect(of('12:00', failed)).toEqual([['ROLLBACK_FAILED', 'd1', 'open', '11:00']]);
    expect(of('12:00', { ...failed, replacedAt: at('11:40') })).toEqual([
      ['ROLLBACK_FAILED', 'd1', 'resolved', '11:00', '11:40'],
    ]);
    const repaired = { ...failed, tries: tried(['11:00', 'failed'], ['11:20', 'succeeded']) };
    expect(of('12:00', repaired)).toEqual([['ROLLBACK_FAILED', 'd1', 'resolved', '11:00', '11:20']]);
    // a deployment that failed is no rollback that failed
    expect(of('12:00', { ...failed, kind: 'change' })).toEqual([]);
  });

  it('opens when an aborted rollout has traffic after five minutes, until it has none', () => {
    const steps = [step('10:00', 50, 'started'), step('10:20', 20, 'aborted'), step('10:30', 0)];
    expect(of('10:24', running({ steps: steps.slice(0, 2) }))).toEqual([]);
    expect(of('10:25', running({ steps: steps.slice(0, 2) }))).toEqual([['ROLLBACK_FAILED', 'd1', 'open', '10:25']]);
    expect(of('11:00', running({ steps }))).toEqual([['ROLLBACK_FAILED', 'd1', 'resolved', '10:25', '10:30']]);
    expect(raiseAlerts(facts(at('11:00'), { deployments: [running({ steps })] }))[0]).toMatchObject({
      value: 20,
      threshold: 0,
      severity: 'page',
    });
    // in time
    expect(of('11:00', running({ steps: [steps[0], steps[1], step('10:25', 0)] as typeof steps }))).toEqual([]);
  });
});

describe('BURN', () => {
  it('pages above half of a budget within an hour, until it is half or less', () => {
    // 800 of 1000 from 10:00 to 10:40, 20 a minute. At 10:40 0.8; the hour leaves it from 11:00 on: 0.5 at 11:15.
    const budgets = [spent('10:00', '10:40', 800)];
    const [open] = raiseAlerts(facts(at('10:45'), { deployments: [running()], budgets }));
    expect(open).toMatchObject({
      rule: 'BURN',
      severity: 'page',
      value: 0.8,
      threshold: 0.5,
      what: 'the error budget of availability burns: halt and assess',
    });
    expect(raised('10:39', { deployments: [running()], budgets: [] })).toEqual([]);
    expect(raised('12:00', { deployments: [running()], budgets })).toEqual([
      ['BURN', 'd1', 'resolved', '10:40', '11:15'],
    ]);
  });

  it('adds up slices, and says nothing of exactly half', () => {
    expect(raised('11:00', { deployments: [running()], budgets: [spent('10:00', '10:30', 500)] })).toEqual([]);
    const budgets = [spent('10:00', '10:30', 300), spent('10:30', '10:50', 300)];
    expect(raised('11:00', { deployments: [running()], budgets })).toEqual([['BURN', 'd1', 'open', '10:50']]);
    // of two objectives neither has spent half
    const two = [spent('10:00', '10:30', 300), spent('10:30', '10:50', 300, { slo: 'latency' })];
    expect(raised('11:00', { deployments: [running()], budgets: two })).toEqual([]);
  });

  it('concerns rollouts of the service that run, or ended less than an hour before', () => {
    const budgets = [spent('11:50', '11:59', 700)];
    expect(raised('11:59', { deployments: [deployed()], budgets })).toEqual([['BURN', 'd1', 'open', '11:59']]);
    // the hour after the rollout ends at 12:00
    const ofRollout = (alerts: unknown[][]) => alerts.filter(([, key]) => key === 'd1');
    expect(ofRollout(raised('12:30', { deployments: [deployed()], budgets }))).toEqual([
      ['BURN', 'd1', 'resolved', '11:59', '12:00'],
    ]);
    const later = [spent('12:00', '12:10', 700)];
    expect(ofRollout(raised('12:30', { deployments: [deployed()], budgets: later }))).toEqual([]);
    expect(ofRollout(raised('11:59', { deployments: [deployed({ service: 'blog' })], budgets }))).toEqual([]);
  });
});

describe('RELEASE_BUDGET', () => {
  const own = (units: number, time = '13:00') => spent('12:00', time, units, { deployment: 'd1' });

  it('opens above a fifth of a budget, by what names the deployment', () => {
    expect(raised('14:00', { deployments: [deployed()], budgets: [own(200)] })).toEqual([]);
    const [alert] = raiseAlerts(
      facts(at('14:00'), { deployments: [deployed()], budgets: [own(150), own(60, '13:30')] }),
    );
    // 0.15 at 13:00, 0.21 at 13:30
    expect(alert).toMatchObject({
      rule: 'RELEASE_BUDGET',
      severity: 'ticket',
      audience: ['developers'],
      value: 0.21,
      threshold: 0.2,
      since: at('13:30'),
    });
    expect(raised('14:00', { deployments: [deployed({ id: 'd2' })], budgets: [own(900)] })).toEqual([]);
  });

  it('waits while the budget burns, and ends with the window of the objective', () => {
    // 600 between 11:00 and 11:30, 20 a minute: at 12:00 the rollout has been over for an hour, and so is the burn
    const budgets = [spent('11:00', '11:30', 600, { deployment: 'd1' })];
    expect(raised('11:45', { deployments: [deployed()], budgets })).toEqual([['BURN', 'd1', 'open', '11:30']]);
    expect(raised('12:30', { deployments: [deployed()], budgets })).toEqual([
      ['RELEASE_BUDGET', 'd1', 'open', '12:00'],
      ['BURN', 'd1', 'resolved', '11:30', '12:00'],
    ]);
    const month = facts(at('11:30') + 30 * 86_400_000, { deployments: [deployed()], budgets });
    expect(raiseAlerts(month).map(({ rule, state }) => [rule, state])).toEqual([
      ['RELEASE_BUDGET', 'resolved'],
      ['BURN', 'resolved'],
    ]);
  });
});

describe('VERIFICATION_FAILED', () => {
  const failed = check('11:05', 'failed', { stage: 'post', check: 'smoke' });
  const passed = check('11:20', 'passed', { stage: 'post', check: 'smoke' });

  it('opens when a check after the rollout fails, until it passes or the version is replaced', () => {
    expect(of('11:10', deployed({ checks: [failed] }))).toEqual([['VERIFICATION_FAILED', 'd1', 'open', '11:05']]);
    expect(of('12:00', deployed({ checks: [failed, passed] }))).toEqual([
      ['VERIFICATION_FAILED', 'd1', 'resolved', '11:05', '11:20'],
    ]);
    expect(of('12:00', deployed({ checks: [failed], replacedAt: at('11:40') }))).toEqual([
      ['VERIFICATION_FAILED', 'd1', 'resolved', '11:05', '11:40'],
    ]);
  });

  it('is no ticket while somebody is paged for the service', () => {
    const paged = deployed({ checks: [check('10:30', 'failed'), failed], replacedAt: null });
    expect(of('12:00', paged)).toEqual([['CANARY_REGRESSION', 'd1', 'open', '10:30']]);
    // the page is over at 11:15, the check has not passed
    const steps = [step('10:00', 10, 'started'), step('11:15', 0, 'aborted')];
    expect(of('12:00', { ...paged, steps })).toEqual([
      ['VERIFICATION_FAILED', 'd1', 'open', '11:15'],
      ['CANARY_REGRESSION', 'd1', 'resolved', '10:30', '11:15'],
    ]);
  });
});

describe('POLICY', () => {
  const preflight = (time: string, result: string) => check(time, result, { stage: 'preflight', check: 'licences' });

  it('opens for the service and the check, until any deployment passes it', () => {
    const first = deployed({ checks: [preflight('10:00', 'failed')] });
    const second = deployed({ id: 'd2', sha: 'a2', checks: [preflight('10:20', 'failed')] });
    const third = deployed({ id: 'd3', sha: 'a3', checks: [preflight('10:50', 'passed')] });
    const [alert] = raiseAlerts(facts(at('10:30'), { deployments: [second, first] }));
    expect(alert).toMatchObject({ rule: 'POLICY', key: 'shop licences', severity: 'ticket', since: at('10:00') });
    expect(alert?.deployment?.id).toBe('d2');
    expect(of('11:00', third, second, first)).toEqual([['POLICY', 'shop licences', 'resolved', '10:00', '10:50']]);
  });

  it('says a commit that failed it before no second time', () => {
    const checks = [preflight('10:00', 'failed'), preflight('10:10', 'passed'), preflight('11:00', 'failed')];
    expect(of('12:00', deployed({ checks }))).toEqual([['POLICY', 'shop licences', 'resolved', '10:00', '10:10']]);
  });
});

describe('COST', () => {
  const cost = (before: number, after: number, hours = 24) =>
    told('12:00', before, after, { beforeTime: 24, afterTime: hours });
  const severities = (costs: ReturnType<typeof told>[]) =>
    raiseAlerts(facts(at('14:00'), { deployments: [deployed({ costs })] })).map(({ severity, value, threshold }) => [
      severity,
      value,
      threshold,
    ]);

  it('is a ticket above a twentieth more a day, and a page above half', () => {
    expect(severities([cost(100, 125)])).toEqual([['ticket', 0.25, 0.05]]);
    expect(severities([cost(100, 175)])).toEqual([['page', 0.75, 0.5]]);
    expect(severities([cost(100, 105)])).toEqual([]);
    expect(severities([cost(100, 50)])).toEqual([]);
    // 250 in two days
    expect(severities([cost(100, 250, 48)])).toEqual([['ticket', 0.25, 0.05]]);
  });

  it('waits for a day of data, and compares one currency', () => {
    expect(severities([cost(100, 90, 12)])).toEqual([]);
    expect(severities([cost(100, 200), { ...cost(100, 200), currency: 'USD' }])).toEqual([]);
  });

  it('is over when a later report says so', () => {
    // 140 / 100, then (140 + 60) / (100 + 100)
    const costs = [cost(100, 140), { ...cost(100, 60), at: at('13:00') }];
    expect(of('14:00', deployed({ costs }))).toEqual([['COST', 'd1', 'resolved', '12:00', '13:00']]);
  });
});

describe('GATE_WAITING', () => {
  const gate = (decidedAt: number | null = null) => ({
    id: 'g1',
    gate: 'release',
    requestedAt: at('10:00'),
    decidedAt,
  });

  it('informs after an hour, and is work after a day', () => {
    const deployments = [running({ gates: [gate()] })];
    expect(raised('11:00', { deployments })).toEqual([]);
    const [waiting] = raiseAlerts(facts(at('12:00'), { deployments }));
    expect(waiting).toMatchObject({
      rule: 'GATE_WAITING',
      key: 'g1',
      severity: 'inform',
      audience: ['approvers'],
      since: at('11:00'),
      value: 7200,
      threshold: 3600,
    });
    const [later] = raiseAlerts(facts(at('10:00') + minutes(24 * 60 + 1), { deployments }));
    expect(later).toMatchObject({ severity: 'ticket', since: at('11:00'), threshold: 86_400 });
  });

  it('is resolved when it is decided, or its deployment is over', () => {
    expect(of('14:00', running({ gates: [gate(at('12:30'))] }))).toEqual([
      ['GATE_WAITING', 'g1', 'resolved', '11:00', '12:30'],
    ]);
    expect(of('14:00', deployed({ finishedAt: at('11:30'), gates: [gate()] }))).toEqual([
      ['GATE_WAITING', 'g1', 'resolved', '11:00', '11:30'],
    ]);
    expect(of('14:00', running({ gates: [gate(at('10:59'))] }))).toEqual([]);
  });
});

describe('TRAIN_LATE', () => {
  const train = {
    train: 't1',
    services: ['shop', 'blog'],
    plannedAt: at('10:00'),
    departedAt: null,
    cancelledAt: null,
  };

  it('opens when the tolerance is over, until the train leaves', () => {
    expect(raised('10:15', { trains: [train] })).toEqual([]);
    const [late] = raiseAlerts(facts(at('10:45'), { trains: [train] }));
    expect(late).toMatchObject({
      rule: 'TRAIN_LATE',
      key: 't1',
      severity: 'inform',
      audience: ['developers', 'product'],
      services: ['shop', 'blog'],
      since: at('10:15'),
      value: 2700,
      threshold: 900,
      deployment: null,
      trafficShare: null,
    });
    expect(raised('12:00', { trains: [{ ...train, departedAt: at('11:00') }] })).toEqual([
      ['TRAIN_LATE', 't1', 'resolved', '10:15', '11:00'],
    ]);
  });

  it('says nothing of trains that left in time or were cancelled before', () => {
    expect(raised('12:00', { trains: [{ ...train, departedAt: at('10:15') }] })).toEqual([]);
    expect(raised('12:00', { trains: [{ ...train, cancelledAt: at('09:00') }] })).toEqual([]);
  });
});

it('tells apart deployments of one id in two environments, and lists open alerts first, latest first', () => {
  const failing = { checks: [check('10:20', 'failed')] };
  const deployments = [
    running(failing),
    running({ ...failing, environment: 'production-eu' }),
    running({ id: 'd2', checks: [check('10:30', 'failed')] }),
    running({ id: 'd3', checks: [check('10:40', 'failed'), check('10:50', 'passed')] }),
  ];
  const alerts = raiseAlerts(facts(at('11:00'), { deployments }));
  expect(alerts.map(({ key, environment, state }) => [key, environment, state])).toEqual([
    ['d2', 'production', 'open'],
    ['d1', 'production', 'open'],
    ['d1', 'production-eu', 'open'],
    ['d3', 'production', 'resolved'],
  ]);
});
