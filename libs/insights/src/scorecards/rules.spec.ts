import { describe, expect, it } from 'vitest';
import type { DeclaredService } from './facts.js';
import { AS_OF, DAY, FIRST, givenFacts, givenPoint, givenWeeks, saidOf, WEEK } from './testing/given-facts.js';

const frequency = (count: number) =>
  givenPoint('DEPLOYMENT_FREQUENCY', { value: count / 28, n: count, numerator: count });

describe('deployments of each week', () => {
  const given = (...weeks: readonly (readonly [number, number])[]) =>
    givenFacts({
      weeks: givenWeeks(...weeks),
      fourWeeks: new Map([frequency(weeks.reduce((sum, [count]) => sum + count, 0))]),
    });

  it.each([
    // one in each of four weeks is weekly; three weeks of many are not
    ['1.M4', given([1, 1], [1, 1], [1, 1], [1, 1]), 'met'],
    ['1.M4', given([9, 5], [9, 5], [0, 0], [9, 5]), 'not_met'],
    // five on four days in each week; four in one of them, or five on three days, are too few
    ['2.M6', given([5, 4], [5, 4], [5, 4], [5, 4]), 'met'],
    ['2.M6', given([5, 4], [4, 4], [5, 4], [5, 4]), 'not_met'],
    ['2.M6', given([5, 4], [5, 3], [5, 4], [5, 4]), 'not_met'],
    ['3.M4', given([50, 5], [50, 5], [50, 5], [50, 5]), 'met'],
    ['3.M4', given([50, 5], [50, 5], [49, 5], [50, 5]), 'not_met'],
    ['3.M4', given([50, 5], [90, 4], [50, 5], [50, 5]), 'not_met'],
  ])('%s', (id, facts, said) => {
    expect(saidOf(id, facts)).toBe(said);
  });

  it('are unknown where nothing was told of at all', () => {
    const nothing = 'unknown: no deployment to production was told of in the last four full weeks';
    for (const id of ['1.M1', '1.M4', '2.M6', '3.M4']) expect(saidOf(id, givenFacts())).toBe(nothing);
  });
});

describe('lead time', () => {
  const given = (value: number, deployments: number, known = 100) =>
    givenFacts({
      fourWeeks: new Map([frequency(deployments), givenPoint('CHANGE_LEAD_TIME', { value, n: 40 })]),
      deployments: { carriers: 100, carriersKnown: known },
    });

  it.each([
    // below means below: five days are 432000 s, two are 172800 s, one is 86400 s
    ['1.M5', given(431_999, 4), 'met'],
    ['1.M5', given(432_000, 4), 'not_met'],
    ['1.M5', given(3_600, 3), 'unknown: 3 deployments; at least 4 are needed'],
    ['2.M7', given(172_799, 6), 'met'],
    ['2.M7', given(172_800, 6), 'not_met'],
    ['2.M7', given(3_600, 5), 'unknown: 5 deployments; at least 6 are needed'],
    ['3.M5', given(86_399, 6), 'met'],
    ['3.M5', given(86_400, 6), 'not_met'],
    // 9 of 100 unknown are fewer than 10 %, 10 are not
    ['1.M2', given(3_600, 6, 91), 'met'],
    ['1.M2', given(3_600, 6, 90), 'not_met'],
  ])('%s', (id, facts, said) => {
    expect(saidOf(id, facts)).toBe(said);
  });

  it('is drilled down into where 80 % of deployments have known commits', () => {
    const drilled = (known: number) =>
      givenFacts({ phases: { changes: 9, withGaps: 4 }, deployments: { carriers: 10, carriersKnown: known } });
    expect(saidOf('1.M3', drilled(8))).toBe('met');
    expect(saidOf('1.M3', drilled(7))).toBe('not_met');
    expect(saidOf('1.M3', givenFacts())).toBe('unknown: no change with a known lead time was deployed');
  });

  it('is tracked together with frequency, or one of them decides', () => {
    expect(saidOf('2.M1', given(3_600, 6))).toBe('met');
    expect(saidOf('2.M1', given(3_600, 6, 80))).toBe('not_met');
    expect(saidOf('2.M1', givenFacts({ fourWeeks: new Map([frequency(3)]) }))).toMatch(/^unknown: /);
  });
});

describe('the change fail rate', () => {
  const rate = (failed: number, n: number) => givenPoint('CHANGE_FAIL_RATE', { value: n === 0 ? null : failed / n, n });
  const given = (four: readonly [number, number], twelve: readonly [number, number]) =>
    givenFacts({ fourWeeks: new Map([rate(...four)]), twelveWeeks: new Map([rate(...twelve)]) });

  it.each([
    // 1 of 10 is below 15 %; 3 of 20 is exactly 15 % and not below
    [given([1, 10], [9, 30]), 'met'],
    [given([3, 20], [3, 60]), 'not_met'],
    // nine deployments are too few, so twelve weeks speak: 4 of 30 are 13 %, 5 of 30 are 17 %
    [given([0, 9], [4, 30]), 'met'],
    [given([0, 9], [5, 30]), 'not_met'],
    [given([0, 3], [0, 9]), 'unknown: fewer than ten deployments, in twelve weeks too'],
    [givenFacts(), 'unknown: fewer than ten deployments, in twelve weeks too'],
  ])('%#', (facts, said) => {
    expect(saidOf('2.M8', facts)).toBe(said);
    expect(saidOf('3.M6', facts)).toBe(said);
  });
});

describe('the time to restore', () => {
  const always = [true, true, true, true];
  const given = (point: Parameters<typeof givenPoint>[1] | null, deployments = 10, weeks = always) =>
    givenFacts({
      incidentSourceWeeks: weeks,
      twelveWeeks: new Map([frequency(deployments), ...(point === null ? [] : [givenPoint('TIME_TO_RESTORE', point)])]),
    });

  it.each([
    [given({ value: 3_599, n: 5 }), 'met', 'met'],
    [given({ value: 3_600, n: 5 }), 'met', 'not_met'],
    [given({ value: 86_400, n: 5 }), 'not_met', 'not_met'],
    // the median is not reached, and is at least a day
    [given({ n: 5, lowerBound: 86_400 }), 'not_met', 'not_met'],
    // without an incident it takes a live source, and ten deployments
    [given(null), 'met', 'met'],
    [given({ n: 0 }, 9), 'unknown: there is no incident, and with 9 deployments there need not be', null],
    [
      given(null, 10, [true, true, false, true]),
      'unknown: there is no incident, and no source that would tell of one',
      null,
    ],
    [given({ n: 5, lowerBound: 60 }), 'unknown: too many incidents are not over to know the median', null],
  ])('%#', (facts, day, hour) => {
    expect(saidOf('2.M9', facts)).toBe(day);
    expect(saidOf('3.M7', facts)).toBe(hour ?? day);
  });

  it('is tracked by a source that is heard of in each week', () => {
    expect(saidOf('2.M4', givenFacts({ incidentSourceWeeks: always }))).toBe('met');
    expect(saidOf('2.M4', givenFacts({ incidentSourceWeeks: [true, false, true, true] }))).toBe(
      'unknown: a source of incidents was heard of in 3 of the last four full weeks',
    );
  });
});

it('maps elite to its four milestones: one that is not met decides, else one that is unknown', () => {
  const elite = {
    weeks: givenWeeks([50, 5], [50, 5], [50, 5], [50, 5]),
    fourWeeks: new Map([
      frequency(200),
      givenPoint('CHANGE_LEAD_TIME', { value: 3_600, n: 200 }),
      givenPoint('CHANGE_FAIL_RATE', { value: 0.05, n: 200 }),
    ]),
    twelveWeeks: new Map([givenPoint('TIME_TO_RESTORE', { value: 600, n: 10 })]),
  };
  expect(saidOf('3.M3', givenFacts(elite))).toBe('met');
  expect(saidOf('3.M3', givenFacts({ ...elite, weeks: givenWeeks([50, 5], [50, 5], [50, 5], [9, 5]) }))).toBe(
    'not_met',
  );
  expect(saidOf('3.M3', givenFacts({ ...elite, twelveWeeks: new Map() }))).toMatch(/^unknown: there is no incident/);
});

describe('shares', () => {
  it('of changes by pull request: 90 % for the first phase, 95 % for the second', () => {
    const given = (byPullRequest: number) => givenFacts({ deployments: { changes: 100, byPullRequest } });
    expect([saidOf('1.D4', given(90)), saidOf('2.D1', given(90))]).toEqual(['met', 'not_met']);
    expect([saidOf('1.D4', given(89)), saidOf('2.D1', given(95))]).toEqual(['not_met', 'met']);
    expect(saidOf('1.D4', givenFacts())).toBe('unknown: no change with known commits was deployed');
  });

  it('of tests are proposed, from the latest observation', () => {
    const given = (covered: number, flaky: number) =>
      givenFacts({ tests: { services: 1, covered, coverable: 100, tests: 100, flaky } });
    const said = (covered: number, flaky: number) =>
      ['1.D6', '2.D3', '1.D7', '2.D4'].map((id) => saidOf(id, given(covered, flaky)));
    expect(said(50, 20)).toEqual(['proposed met', 'proposed not_met', 'proposed met', 'proposed not_met']);
    expect(said(75, 9)).toEqual(['proposed met', 'proposed met', 'proposed met', 'proposed met']);
    expect(said(49, 21)).toEqual(['proposed not_met', 'proposed not_met', 'proposed not_met', 'proposed not_met']);
    // a tenth is not fewer than a tenth
    expect(saidOf('2.D4', given(50, 10))).toBe('proposed not_met');
    expect(saidOf('1.D6', givenFacts())).toBe('unknown: no observation of tests tells what they cover');
  });

  it('of deployments with canaries and checks, where any of the kind is told', () => {
    const given = (withCanary: number, withSteps: number) =>
      givenFacts({ deployments: { done: 10, withCanary, withSteps, withChecks: 9, withPostCheck: 9 } });
    expect(saidOf('3.D2', given(5, 8))).toBe('met');
    expect(saidOf('3.D2', given(4, 8))).toBe('not_met');
    expect(saidOf('3.D2', given(0, 0))).toBe('unknown: nothing tells of steps of rollouts');
    expect(saidOf('3.D4', given(0, 0))).toBe('met');
  });

  it('of automatic steps and starts', () => {
    const given = (coverage: number, p90: number) =>
      givenFacts({
        fourWeeks: new Map([
          givenPoint('AUTOMATION_COVERAGE', { value: coverage, n: 10 }),
          givenPoint('TIME_TO_DEPLOY', { value: 600, p90, n: 10 }),
          givenPoint('AUTOMATIC_SHARE', { value: coverage, n: 10 }),
        ]),
      });
    const said = (coverage: number, p90: number) =>
      ['1.D9', '2.D9', 'L5.3', 'L5.4', 'L1.1'].map((id) => saidOf(id, given(coverage, p90)));
    expect(said(0.5, 60)).toEqual(['proposed met', 'not_met', 'not_met', 'not_met', 'met']);
    expect(said(0.95, 7_199)).toEqual(['proposed met', 'met', 'not_met', 'met', 'met']);
    // nine of ten in two hours are not below two hours
    expect(said(1, 7_200)).toEqual(['proposed met', 'not_met', 'met', 'met', 'not_met']);
  });

  it('of services with tags and with a live source', () => {
    const services = Array.from({ length: 10 }, (_, index): DeclaredService => ({
      name: `s${index}`,
      tags: index === 0 ? {} : { language: 'go' },
    }));
    expect(saidOf('3.M1', givenFacts({ services }))).toBe('met');
    expect(saidOf('3.M1', givenFacts({ services: [...services, { name: 'x', tags: {} }] }))).toBe('not_met');
    const sources = {
      services: services.map(({ name }) => ({ service: name, sources: ['github'] })),
      live: ['github'],
    };
    expect(saidOf('3.D7', givenFacts({ services, sources }))).toBe('met');
    expect(saidOf('3.D7', givenFacts({ services, sources: { ...sources, live: ['argocd'] } }))).toBe('not_met');
    expect(saidOf('3.D7', givenFacts())).toBe('unknown: leadline.yaml names no service of this scope');
  });
});

describe('continuous integration by commit', () => {
  it('ran for nearly every deployed change, and was green for every deployment', () => {
    const given = (tested: number, green: number) =>
      givenFacts({
        commits: {
          runs: 9,
          landed: 100,
          tested,
          untested: ['commit:1'],
          deployments: 40,
          green,
          withoutGreen: ['d1'],
        },
      });
    expect([saidOf('1.D8', given(95, 40)), saidOf('2.D5', given(95, 40))]).toEqual(['met', 'proposed met']);
    expect([saidOf('1.D8', given(94, 39)), saidOf('2.D5', given(94, 39))]).toEqual(['not_met', 'proposed not_met']);
    const silent = { ...given(0, 0).commits, runs: 0 };
    const said = 'unknown: no run of continuous integration tells which commit it tested';
    expect([saidOf('1.D8', givenFacts({ commits: silent })), saidOf('2.D5', givenFacts({ commits: silent }))]).toEqual([
      said,
      said,
    ]);
    expect(saidOf('1.D8', givenFacts())).toBe('unknown: no change with known commits landed or was deployed');
  });
});

describe('batches', () => {
  it('are small by their median, and single by their share', () => {
    const given = (value: number, single: number) =>
      givenFacts({ fourWeeks: new Map([givenPoint('BATCH_SIZE', { value, n: 10, details: { single } })]) });
    expect([saidOf('2.C9', given(2, 0.8)), saidOf('2.K1', given(2, 0.8))]).toEqual(['met', 'met']);
    expect([saidOf('2.C9', given(2.5, 0.7)), saidOf('2.K1', given(2.5, 0.7))]).toEqual(['not_met', 'not_met']);
  });
});

describe('downtime', () => {
  const given = (total: number, n: number, unmeasured: number) =>
    givenFacts({
      fourWeeks: new Map([givenPoint('DEPLOYMENT_DOWNTIME', { value: total / n, n, details: { total, unmeasured } })]),
    });

  it('is none only where it is measured of nearly all', () => {
    expect([saidOf('L5.5', given(0, 9, 1)), saidOf('L4.3', given(0, 9, 1))]).toEqual(['met', 'met']);
    expect([saidOf('L5.5', given(0, 8, 2)), saidOf('L4.3', given(0, 8, 2))]).toEqual([
      'unknown: it is measured of too few deployments',
      'not_met',
    ]);
    expect([saidOf('L5.5', given(60, 9, 1)), saidOf('L1.4', given(60, 9, 1))]).toEqual(['not_met', 'met']);
  });

  it('is predictable where four fifths of it were planned', () => {
    const planned = (plannedSeconds: number) =>
      givenFacts({ downtime: { observations: 2, seconds: 100, plannedSeconds } });
    expect(saidOf('L2.2', planned(80))).toBe('proposed met');
    expect(saidOf('L2.2', planned(79))).toBe('proposed not_met');
    expect(saidOf('L2.2', given(0, 10, 0))).toBe('proposed met');
    expect(saidOf('L2.2', givenFacts())).toMatch(/^unknown/);
  });
});

describe('what only its own source tells of', () => {
  it('is unknown without one, and not "not met"', () => {
    expect(saidOf('1.K5', givenFacts())).toBe('unknown: no source tells of feature flags');
    expect(saidOf('1.K5', givenFacts({ flagChanges: { ever: 1, inFourWeeks: 0 } }))).toBe('met');
    expect(saidOf('1.K2', givenFacts({ ciRuns: [3, 0, 1, 1] }))).toBe('not_met');
    expect(saidOf('3.D1', givenFacts({ trainsDeparted: [1, 1, 2, 1] }))).toBe('met');
    expect(saidOf('3.D1', givenFacts())).toBe('unknown: no release train was told of in the last four full weeks');
    expect(saidOf('3.C4', givenFacts({ furthestTrain: AS_OF + WEEK }))).toBe('met');
    expect(saidOf('3.C4', givenFacts({ furthestTrain: AS_OF + WEEK - 1 }))).toBe('not_met');
  });

  it('of releases by flag: none in four weeks is none where flags are told of', () => {
    const given = (ever: number, releases: number) =>
      givenFacts({
        flagChanges: { ever, inFourWeeks: releases },
        fourWeeks: new Map([givenPoint('FLAG_RELEASE_FREQUENCY', { value: releases / 28, numerator: releases })]),
      });
    expect([saidOf('2.D14', given(3, 1)), saidOf('2.D14', given(3, 0))]).toEqual(['met', 'not_met']);
    expect(saidOf('2.D14', given(0, 0))).toBe('unknown: no source tells of feature flags');
  });

  it('of gates: one named after tests is a test by hand', () => {
    const given = (testGates: string[], procedureTold: number) =>
      givenFacts({ deployments: { done: 10, testGates, procedureTold } });
    expect([saidOf('L4.5', given(['QA'], 5)), saidOf('L1.6', given(['QA'], 5))]).toEqual(['proposed not_met', 'met']);
    expect([saidOf('L4.5', given([], 5)), saidOf('L1.6', given([], 5))]).toEqual(['proposed met', 'not_met']);
    expect(saidOf('L4.5', given([], 0))).toMatch(/^unknown/);
    expect(saidOf('3.D3', givenFacts({ preproduction: { deployments: 3, gates: 2, approvals: 1 } }))).toBe('met');
    expect(saidOf('3.D3', givenFacts({ preproduction: { deployments: 3, gates: 2, approvals: 0 } }))).toBe('not_met');
    expect(saidOf('3.D3', givenFacts())).toMatch(/^unknown/);
  });
});

describe('places and drift', () => {
  const place = (isKnown: boolean) => ({ service: 'shop', environment: 'production', target: null, isKnown });

  it('are known of all, or not', () => {
    expect(saidOf('1.C7', givenFacts({ places: [place(true)] }))).toBe('met');
    expect(saidOf('1.C7', givenFacts({ places: [place(true), place(false)] }))).toBe('not_met');
    expect(saidOf('3.D6', givenFacts({ drift: { pairs: 2, unknown: [] } }))).toBe('met');
    expect(saidOf('3.D6', givenFacts({ drift: { pairs: 2, unknown: ['shop staging'] } }))).toBe('not_met');
    expect(saidOf('3.D6', givenFacts())).toMatch(/^unknown/);
  });
});

describe('weekly mails', () => {
  const mails = (list: string, weeks: readonly number[]) =>
    weeks.map((week) => ({ list, at: FIRST + week * WEEK + DAY }));

  it('reach a scope by the list of its team, of a team above it, or of everybody', () => {
    for (const list of ['', 'eng', 'eng/web'])
      expect(saidOf('2.K7', givenFacts({ mails: mails(list, [0, 1, 2, 3]) }))).toBe('proposed met');
    expect(saidOf('2.K7', givenFacts({ mails: mails('eng/web/basket', [0, 1, 2, 3]) }))).toMatch(/^unknown/);
    expect(saidOf('2.K7', givenFacts({ mails: mails('', [0, 1, 3]) }))).toBe('proposed not_met');
    // the list of a team is none of everybody
    expect(saidOf('3.M2', givenFacts({ mails: mails('eng', [0, 1, 2, 3]) }))).toMatch(/^unknown/);
  });
});
