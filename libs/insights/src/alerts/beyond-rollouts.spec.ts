import { limitsWith } from '@leadline/events';
import { describe, expect, it } from 'vitest';
import type { Alert } from './alert.js';
import type { AlertedIncident, AlertFacts, DriftSpan, Freeze, Silence } from './alert-facts.js';
import { raiseAlerts } from './raise-alerts.js';
import { at, deployed, facts, minutes, running, spent } from './testing/given-facts.js';

const HOUR = minutes(60);
const DAY = 24 * HOUR;
const clock = (instant: number): string => new Date(instant).toISOString().slice(8, 16);

const shown = ({ rule, key, state, severity, since, resolvedAt }: Alert): unknown[] => [
  `${rule} ${key}`,
  state,
  severity,
  clock(since),
  ...(resolvedAt === null ? [] : [clock(resolvedAt)]),
];
const raised = (asOf: number, more: Partial<AlertFacts>): unknown[][] => raiseAlerts(facts(asOf, more)).map(shown);

describe('BURN outside rollouts', () => {
  it('pages when an hour and its last five minutes would spend the budget in two days, until they do not', () => {
    // 21 of 1000 in an hour: 0.021 of what is to last 720 h, 15.12 times the pace; 181 times in the last five minutes
    const budgets = [spent('10:00', '10:05', 21)];
    const [alert] = raiseAlerts(facts(at('10:06'), { budgets }));
    expect(alert).toMatchObject({
      rule: 'BURN',
      key: 'shop availability',
      state: 'open',
      severity: 'page',
      audience: ['on_call', 'owner'],
      since: at('10:05'),
      threshold: 14.4,
      services: ['shop'],
      deployment: null,
    });
    expect(alert?.value).toBeCloseTo(15.12, 10);
    // 14.4 / 181.44 of the slice is left in the last five minutes at 10:09:36
    expect(raised(at('10:30'), { budgets })).toEqual([
      ['BURN shop availability', 'resolved', 'page', '02T10:05', '02T10:09'],
    ]);
    // 20 of 1000 are exactly 14.4 times the pace
    expect(raised(at('10:06'), { budgets: [spent('10:00', '10:05', 20)] })).toEqual([]);
  });

  it('is a ticket where three days would spend it too early, and one alert with the page before', () => {
    const budgets = [spent('10:00', '10:05', 101)];
    expect(raised(at('10:20'), { budgets })).toEqual([['BURN shop availability', 'open', 'page', '02T10:05']]);
    // six hours at 12.12 times the pace, but nothing in the last half of one; three days at 1.01 times
    expect(raised(at('12:00'), { budgets })).toEqual([['BURN shop availability', 'open', 'ticket', '02T10:05']]);
    // 1 / 12.12 of the slice is left in the last six hours at 16:04:35
    expect(raised(at('20:00'), { budgets })).toEqual([
      ['BURN shop availability', 'resolved', 'page', '02T10:05', '02T16:04'],
    ]);
  });

  it('takes the window of the objective', () => {
    // the same hour of what is to last 60 days is spent at 30 times the pace, and 20 of 1000 at 28.8 times
    const asked = { budgets: [spent('10:00', '10:05', 11)], sloWindow: () => 60 * DAY };
    expect(raised(at('10:06'), asked)).toEqual([['BURN shop availability', 'open', 'page', '02T10:05']]);
    expect(raised(at('10:06'), { ...asked, sloWindow: () => null })).toEqual([]);
  });

  it('waits while a rollout of the service is looked at, and leaves to it what names it', () => {
    const budgets = [spent('10:00', '10:05', 300)];
    const asked = { budgets, deployments: [deployed({ startedAt: at('09:00'), finishedAt: at('09:15') })] };
    // the hour after it ends at 10:15
    expect(raised(at('10:10'), asked)).toEqual([]);
    expect(raised(at('10:20'), asked)).toEqual([['BURN shop availability', 'open', 'page', '02T10:15']]);
    const named = { ...asked, budgets: [spent('10:00', '10:05', 190, { deployment: 'd1' })] };
    expect(raised(at('10:20'), named)).toEqual([]);
  });

  it('joins what is told slice by slice', () => {
    const slices = Array.from({ length: 12 }, (_, nth) => ({
      ...spent('10:00', '10:05', 5),
      from: at('10:00') + nth * minutes(5),
      to: at('10:05') + nth * minutes(5),
      at: at('10:05') + nth * minutes(5),
    }));
    // 5 in five minutes are 43 times the pace; the hour has more than 20 with the fifth slice, at 10:25
    expect(raised(at('11:00'), { budgets: slices })).toEqual([['BURN shop availability', 'open', 'page', '02T10:25']]);
  });
});

describe('DEPENDENCY_OUTAGE', () => {
  const neighbours = new Map([['payments', ['shop']]]);
  const incident = (more: Partial<AlertedIncident> = {}): AlertedIncident => ({
    id: 'i1',
    service: 'payments',
    title: 'No payments',
    severity: 'sev1',
    since: at('11:40'),
    detectedAt: at('11:45'),
    resolvedAt: null,
    causedBy: [],
    linkedElsewhere: false,
    ...more,
  });
  const asked = (more: Partial<AlertedIncident> = {}, others: Partial<AlertFacts> = {}) =>
    raised(at('13:00'), { deployments: [deployed()], neighbours, incidents: [incident(more)], ...others });

  it('pages both, by the deployment next to it, until the incident is resolved', () => {
    const [alert] = raiseAlerts(facts(at('12:00'), { deployments: [deployed()], neighbours, incidents: [incident()] }));
    // d1 was over at 11:00, 40 minutes before
    expect(alert).toMatchObject({
      rule: 'DEPENDENCY_OUTAGE',
      key: 'd1',
      severity: 'page',
      audience: ['on_call'],
      services: ['shop', 'payments'],
      value: 2400,
      threshold: 3600,
      since: at('11:45'),
    });
    expect(asked({ resolvedAt: at('12:30') })).toEqual([
      ['DEPENDENCY_OUTAGE d1', 'resolved', 'page', '02T11:45', '02T12:30'],
    ]);
  });

  it('is one of each deployment, with every neighbour that is down', () => {
    const incidents = [incident(), incident({ id: 'i2', service: 'search' })];
    const both = new Map([...neighbours, ['search', ['shop']]]);
    const alerts = raiseAlerts(facts(at('12:00'), { deployments: [deployed()], neighbours: both, incidents }));
    expect(alerts.map(({ services }) => services)).toEqual([['shop', 'payments', 'search']]);
  });

  it('looks an hour back, at neighbours alone, and at what wakes somebody', () => {
    expect(asked({ since: at('12:00') })).toHaveLength(1);
    expect(asked({ since: at('12:00') + 1 })).toEqual([]);
    expect(asked({ since: at('10:59') })).toEqual([]);
    expect(asked({ severity: 'sev3' })).toEqual([]);
    expect(asked({ severity: 'Critical' })).toHaveLength(1);
    expect(asked({}, { neighbours: new Map([['payments', ['blog']]]) })).toEqual([]);
  });

  it('takes the likelier cause: its own deployment that is nearer, or what the incident names', () => {
    const own = (time: string) =>
      deployed({ id: 'p1', deployment: 'attempt:p1', attempts: ['p1'], service: 'payments', finishedAt: at(time) });
    expect(asked({}, { deployments: [deployed(), own('11:20')] })).toEqual([]);
    expect(asked({}, { deployments: [deployed(), own('10:20')] })).toHaveLength(1);
    expect(asked({ causedBy: ['p1'] })).toEqual([]);
    expect(asked({ causedBy: ['d1'] })).toHaveLength(1);
    expect(asked({ linkedElsewhere: true })).toEqual([]);
  });
});

const drifting = (more: Partial<DriftSpan> = {}): DriftSpan => ({
  service: 'shop',
  environment: 'production',
  target: null,
  from: { environment: 'staging', target: null },
  since: at('08:00'),
  until: null,
  missing: null,
  behindSince: null,
  sources: ['github'],
  ...more,
});
/** One change a minute went live a stage before, from an instant on. */
const oneAMinute = (count: number, from: string): number[] =>
  Array.from({ length: count }, (_, nth) => at(from) + minutes(nth));

describe('DRIFT', () => {
  it('opens a quarter of an hour after the 21st change is missing, until another version is live', () => {
    const place = drifting({ missing: oneAMinute(25, '09:00'), behindSince: at('09:00') });
    const [alert] = raiseAlerts(facts(at('10:00'), { drifts: [place] }));
    expect(alert).toMatchObject({
      rule: 'DRIFT',
      key: 'shop staging → production',
      severity: 'ticket',
      audience: ['developers'],
      what: 'production lacks 25\u00a0changes of staging',
      value: 25,
      threshold: 20,
      since: at('09:35'),
      services: ['shop'],
      environment: 'production',
    });
    expect(raised(at('09:34'), { drifts: [place] })).toEqual([]);
    expect(raised(at('12:00'), { drifts: [{ ...place, until: at('11:00') }] })).toEqual([
      ['DRIFT shop staging → production', 'resolved', 'ticket', '02T09:35', '02T11:00'],
    ]);
    expect(raised(at('12:00'), { drifts: [{ ...place, until: at('09:30') }] })).toEqual([]);
    expect(raised(at('10:00'), { drifts: [{ ...place, missing: oneAMinute(20, '09:00') }] })).toEqual([]);
  });

  it('opens when one change is missing for two days, known how many or not', () => {
    const place = drifting({ behindSince: at('09:00') });
    const asOf = at('09:00') + 2 * DAY + HOUR;
    expect(raised(asOf, { drifts: [place] })).toEqual([
      ['DRIFT shop staging → production', 'open', 'ticket', '04T09:15'],
    ]);
    expect(raiseAlerts(facts(asOf, { drifts: [place] }))[0]).toMatchObject({
      what: expect.stringMatching(/^production lacks changes of staging for 2\sd$/),
      value: 49 * 3600,
      threshold: 172_800,
    });
    expect(raised(at('09:00') + 2 * DAY, { drifts: [place] })).toEqual([]);
  });

  it('is the same alert while every next version is behind too', () => {
    const missing = oneAMinute(30, '09:00');
    const drifts = [
      drifting({ missing, until: at('11:00') }),
      drifting({ missing: missing.slice(2), since: at('11:00') }),
    ];
    expect(raised(at('12:00'), { drifts })).toEqual([
      ['DRIFT shop staging → production', 'open', 'ticket', '02T09:35'],
    ]);
  });

  it('waits while deployments are frozen, or while the source is silent', () => {
    const drifts = [drifting({ missing: oneAMinute(25, '09:00') })];
    const frozen: Freeze = { since: at('09:00'), until: at('12:00'), services: [], environments: ['production'] };
    expect(raised(at('11:00'), { drifts, freezes: [frozen] })).toEqual([]);
    expect(raised(at('13:00'), { drifts, freezes: [frozen] })).toEqual([
      ['DRIFT shop staging → production', 'open', 'ticket', '02T12:00'],
    ]);
    expect(raised(at('11:00'), { drifts, freezes: [{ ...frozen, services: ['blog'] }] })).toHaveLength(1);
    const silence = {
      endpoint: 'github',
      source: 'github',
      lastAt: at('09:00') - 2 * DAY,
      nextAt: null,
      usualGap: HOUR,
    };
    expect(raised(at('11:00'), { drifts, silences: [silence] })).toEqual([
      ['SOURCE_SILENT github', 'open', 'ticket', '01T09:00'],
    ]);
  });

  it('tells targets apart, and takes the limits that are configured', () => {
    const from = { environment: 'production', target: 'eu' };
    const place = drifting({ target: 'us', from, missing: oneAMinute(3, '09:00') });
    const limits = () => limitsWith([{ rule: 'DRIFT', limits: { changes: 2 } }]);
    expect(raised(at('10:00'), { drifts: [place], limits })).toEqual([
      ['DRIFT shop production (us)', 'open', 'ticket', '02T09:17'],
    ]);
  });
});

describe('SOURCE_SILENT', () => {
  const silence = (more: Partial<Silence> = {}): Silence => ({
    endpoint: 'ci',
    source: 'jenkins',
    lastAt: at('10:00'),
    nextAt: null,
    usualGap: 10 * HOUR,
    ...more,
  });

  it('opens after three times the usual gap, until the next delivery', () => {
    const asOf = at('10:00') + 31 * HOUR;
    const [alert] = raiseAlerts(facts(asOf, { silences: [silence()] }));
    expect(alert).toMatchObject({
      rule: 'SOURCE_SILENT',
      key: 'ci',
      severity: 'ticket',
      audience: ['platform'],
      since: at('10:00') + 30 * HOUR,
      value: 31 * 3600,
      threshold: 30 * 3600,
      services: [],
    });
    expect(raised(at('10:00') + 30 * HOUR, { silences: [silence()] })).toEqual([]);
    const over = silence({ nextAt: at('10:00') + 35 * HOUR });
    expect(raised(at('10:00') + 99 * HOUR, { silences: [over] })).toEqual([
      ['SOURCE_SILENT ci', 'resolved', 'ticket', '03T16:00', '03T21:00'],
    ]);
  });

  it('says nothing of a day, however often it delivers otherwise', () => {
    const often = silence({ usualGap: minutes(1) });
    expect(raised(at('10:00') + 24 * HOUR, { silences: [often] })).toEqual([]);
    expect(raised(at('10:00') + 24 * HOUR + 1, { silences: [often] })).toHaveLength(1);
  });
});

describe('GATE_WAITING', () => {
  it('waits for the end of a freeze', () => {
    const gates = [{ id: 'g1', gate: 'release', requestedAt: at('09:00'), decidedAt: null }];
    const freezes = [{ since: at('08:00'), until: at('12:00'), services: [], environments: [] }];
    const asked = { deployments: [running({ gates })], freezes };
    expect(raised(at('11:59'), asked)).toEqual([]);
    expect(raised(at('13:00'), asked)).toEqual([['GATE_WAITING g1', 'open', 'inform', '02T12:00']]);
  });
});

describe('METRIC_THRESHOLD', () => {
  const week = (nth: number, value: number | null) => ({ until: at('00:00') + nth * 7 * DAY, value });
  const watched = (...values: (number | null)[]) => ({
    metric: 'CHANGE_LEAD_TIME',
    subject: 'eng/payments',
    services: [],
    above: 172_800,
    below: null,
    severity: 'ticket' as const,
    windows: values.map((value, nth) => week(nth, value)),
  });

  it('opens with the first week beyond the bound, until one is within; a week without a value says nothing', () => {
    const asOf = at('00:00') + 30 * DAY;
    const [alert] = raiseAlerts(facts(asOf, { metrics: [watched(100_000, 180_000, null, 200_000)] }));
    expect(alert).toMatchObject({
      rule: 'METRIC_THRESHOLD',
      key: 'CHANGE_LEAD_TIME eng/payments',
      what: 'CHANGE_LEAD_TIME of eng/payments is above what was agreed',
      value: 200_000,
      threshold: 172_800,
      since: at('00:00') + 7 * DAY,
    });
    expect(raised(asOf, { metrics: [watched(172_801, 172_800)] })).toEqual([
      ['METRIC_THRESHOLD CHANGE_LEAD_TIME eng/payments', 'resolved', 'ticket', '02T00:00', '09T00:00'],
    ]);
    expect(raised(asOf, { metrics: [{ ...watched(3, 1), above: null, below: 2 }] })).toEqual([
      ['METRIC_THRESHOLD CHANGE_LEAD_TIME eng/payments', 'open', 'ticket', '09T00:00'],
    ]);
  });
});
