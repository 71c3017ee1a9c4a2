import type { LeadlineEvent } from '@leadline/events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask, everyScope } from '../testing/given-api.js';
import { derive, type GivenApi, givenApiOver, said } from '../testing/given-history.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const WEEK = 7 * DAY;
/** NOW is Friday 20 March 2026: the last full week ended on Monday the 16th, the first of four began on 16 February. */
const FIRST = Date.parse('2026-02-16T00:00:00Z');
const WINDOW = { from: '2026-01-01T00:00:00Z', to: '2026-03-20T00:00:00Z' };

const text = (at: number): string => new Date(at).toISOString();
const sha = (index: number): string => index.toString(16).padStart(40, '0');

/**
 * shop deploys one commit, a day old, on five days of each of the four weeks, through a canary and a check afterwards,
 * started by a machine; a pull request each but for the first of each week. One deployment fails. payments-api deploys once.
 */
function* history(): Generator<LeadlineEvent> {
  for (let index = 0; index < 21; index += 1) {
    const at =
      FIRST - 3 * DAY + (index === 0 ? 0 : 3 * DAY + Math.floor((index - 1) / 5) * WEEK + ((index - 1) % 5) * DAY);
    const finished = at + 12 * HOUR;
    const id = `shop/${index}`;
    const occurredAt = text(finished);
    yield said('commit', {
      repo: 'acme/shop',
      sha: sha(index),
      committedAt: text(finished - DAY),
      parents: index === 0 ? [] : [sha(index - 1)],
      title: `Change ${index}`,
    });
    if (index % 5 !== 1)
      yield said('pull_request', {
        repo: 'acme/shop',
        number: index,
        commits: [sha(index)],
        landed: [sha(index)],
        mergeSha: sha(index),
        openedAt: text(finished - 20 * HOUR),
        mergedAt: text(finished - 10 * HOUR),
      });
    yield said('deployment', {
      id,
      service: 'shop',
      repo: 'acme/shop',
      environment: 'production',
      envTier: 'production',
      status: 'succeeded',
      sha: sha(index),
      startedAt: text(finished - 10 * MINUTE),
      finishedAt: text(finished),
      occurredAt,
      source: 'github',
      trigger: 'auto',
      steps: { automated: 9, manual: 1 },
      flags: index === 20 ? ['new-basket'] : [],
    });
    yield said('rollout_step', {
      id: `${id}/step`,
      deployment: id,
      at: text(finished - 5 * MINUTE),
      weight: 10,
      action: 'stepped',
      occurredAt,
    });
    yield said('verification', {
      id: `${id}/check`,
      deployment: id,
      stage: 'post',
      check: 'smoke',
      finishedAt: text(finished + MINUTE),
      result: 'passed',
      occurredAt: text(finished + MINUTE),
    });
  }
  yield said('incident', {
    id: 'i1',
    service: 'shop',
    causedBy: 'shop/10',
    source: 'desk',
    title: 'Slow',
    startedAt: text(FIRST + WEEK + 5 * DAY),
    resolvedAt: text(FIRST + WEEK + 5 * DAY + 30 * MINUTE),
  });
  yield said('observation', {
    id: 'tests/1',
    measure: 'tests',
    service: 'shop',
    at: text(FIRST),
    covered: 100,
    coverable: 1_000,
    tests: 50,
    flaky: 25,
  });
  yield said('observation', {
    id: 'tests/2',
    measure: 'tests',
    service: 'shop',
    at: text(FIRST + WEEK),
    covered: 800,
    coverable: 1_000,
    tests: 200,
    flaky: 10,
  });
  yield said('flag_change', {
    id: 'f1',
    flag: 'new-basket',
    environment: 'production',
    envTier: 'production',
    at: text(FIRST + 3 * DAY),
    exposure: 50,
    services: ['shop'],
  });
  for (let week = 0; week < 4; week += 1)
    yield said('pipeline_run', {
      run: `ci/${week}`,
      attempt: 1,
      pipeline: 'test',
      service: 'shop',
      role: 'ci',
      sha: sha(week + 1),
      status: 'succeeded',
      startedAt: text(FIRST + week * WEEK + HOUR),
      finishedAt: text(FIRST + week * WEEK + 2 * HOUR),
    });
}

const SCORECARD = `query ($scope: ScopeInput, $asOf: DateTime) {
  scorecard(scope: $scope, window: { from: "${WINDOW.from}", to: "${WINDOW.to}" }, asOf: $asOf) {
    scope { kind name } phase level weeks { from to } computedAt configVersion
    cards {
      card title ofSymptoms reached total met notMet notApplicable proposed unknown
      criteria {
        id text knownBy asks status proposes missing contradicted
        answer { event value reason link by at expiresAt }
        evidence { what numerator denominator items point { id metric value n low high unit } }
      }
    }
  }
}`;

interface Shown {
  readonly id: string;
  readonly status: string;
  readonly proposes: string | null;
  readonly missing: string | null;
  readonly contradicted: boolean;
  readonly answer: Record<string, unknown> | null;
  readonly evidence: readonly {
    what: string;
    numerator: number | null;
    denominator: number | null;
    items: string[];
    point: Record<string, unknown> | null;
  }[];
}
interface Card {
  readonly card: string;
  readonly [member: string]: unknown;
  readonly criteria: readonly Shown[];
}
interface Told {
  readonly scope: unknown;
  readonly phase: number;
  readonly level: number;
  readonly weeks: readonly unknown[];
  readonly cards: readonly Card[];
}

const ANSWER = `mutation ($input: CriterionAnswerInput!) { answerCriterion(input: $input) { event position } }`;

let api: GivenApi;

beforeAll(async () => {
  api = await givenApiOver([...history()]);
}, 300_000);
afterAll(() => api.close());

async function told(variables: Record<string, unknown> = {}): Promise<Told> {
  const { data, errors } = await ask(api.base, SCORECARD, variables);
  expect(errors).toEqual([]);
  return data['scorecard'] as Told;
}

const criterion = ({ cards }: Told, id: string): Shown => {
  const found = cards.flatMap(({ criteria }) => criteria).find((one) => one.id === id);
  if (found === undefined) throw new Error(`there is no ${id}`);
  return found;
};

const ofShop = { scope: { services: ['shop'] } };

/** Some twenty statements each, which a busy machine takes its time for. */
const LIMIT = { timeout: 300_000 };

describe('a scorecard over GraphQL', LIMIT, () => {
  it('judges by what tools said, with the numbers it rests on', async () => {
    const card = await told(ofShop);
    const status = (id: string): string => {
      const { status: told, proposes } = criterion(card, id);
      return proposes === null ? told : `${told} ${proposes}`;
    };
    expect(card.scope).toEqual({ kind: 'SERVICE', name: 'shop' });
    expect(card.weeks).toHaveLength(4);
    expect(card.weeks[0]).toEqual({ from: '2026-02-16T00:00:00.000Z', to: '2026-02-23T00:00:00.000Z' });
    expect(
      Object.fromEntries(
        ['1.M1', '1.M2', '1.M3', '1.M4', '1.M5', '2.M6', '2.M7', '2.M8', '3.M4', '3.M5'].map((id) => [id, status(id)]),
      ),
    ).toEqual({
      '1.M1': 'MET',
      '1.M2': 'MET',
      '1.M3': 'MET',
      '1.M4': 'MET',
      '1.M5': 'MET',
      // five deployments on five days of each week
      '2.M6': 'MET',
      '2.M7': 'MET',
      // one of 20 failed: 5 %
      '2.M8': 'MET',
      // five a week are not fifty
      '3.M4': 'NOT_MET',
      // a median of exactly a day is not below a day
      '3.M5': 'NOT_MET',
    });
    const [lead] = criterion(card, '1.M5').evidence;
    expect(lead?.point).toMatchObject({ metric: 'CHANGE_LEAD_TIME', value: 86_400, n: 20, unit: 'SECONDS' });
    const [rate] = criterion(card, '2.M8').evidence;
    expect(rate?.point).toMatchObject({ metric: 'CHANGE_FAIL_RATE', value: 0.05, n: 20 });
    expect(rate?.point?.['low']).not.toBeNull();
  });

  it('counts changes, steps, checks, tests and runs', async () => {
    const card = await told(ofShop);
    const share = (id: string) => {
      const { status, proposes, evidence } = criterion(card, id);
      const [first] = evidence;
      return [proposes ?? status, first?.numerator ?? null, first?.denominator ?? null];
    };
    // 16 of 20 changes came by pull request, 80 %
    expect(share('1.D4')).toEqual(['NOT_MET', 16, 20]);
    expect(criterion(card, '1.D4').evidence[1]).toMatchObject({
      what: 'pushed directly',
      items: expect.arrayContaining(['Change 1', 'Change 16']),
    });
    // the latest observation of tests holds: 800 of 1000 lines, 10 of 200 tests
    expect(share('1.D6')).toEqual(['MET', 800, 1_000]);
    expect(share('2.D3')).toEqual(['MET', 800, 1_000]);
    expect(share('1.D7')).toEqual(['MET', 10, 200]);
    expect(share('2.D4')).toEqual(['MET', 10, 200]);
    expect(share('3.D2')).toEqual(['MET', 20, 20]);
    expect(share('3.D4')).toEqual(['MET', 20, 20]);
    expect(share('3.D9')).toEqual(['MET', 20, 20]);
    expect(criterion(card, '1.K2')).toMatchObject({ status: 'MET', evidence: [{ items: ['1', '1', '1', '1'] }] });
    // four of 20 changes have a run: the first, pushed directly, and three pull requests
    expect(share('1.D8')).toEqual(['NOT_MET', 4, 20]);
    expect(criterion(card, '1.D8').evidence[1]?.items).toHaveLength(10);
    expect(share('2.D5')).toEqual(['NOT_MET', 4, 20]);
    expect(criterion(card, '1.K5')).toMatchObject({ status: 'MET', evidence: [{ numerator: 1 }] });
    // 9 of 10 steps of each: enough for 90 %, not for all
    expect(criterion(card, '2.D9').status).toBe('MET');
    expect(criterion(card, 'L5.3').status).toBe('NOT_MET');
    expect(criterion(card, 'L1.1').status).toBe('MET');
    // one change for each deployment
    expect(criterion(card, '2.K1').status).toBe('MET');
    expect(criterion(card, '2.C9')).toMatchObject({ status: 'MET', evidence: [{ point: { value: 1, n: 20 } }] });
    expect(criterion(card, '1.C7')).toMatchObject({ status: 'MET', evidence: [{ numerator: 1, denominator: 1 }] });
    expect(criterion(card, '2.M3').evidence.map(({ items }) => items)).toEqual([['acme/shop'], ['new-basket']]);
  });

  it('says what is missing, and takes nothing for met that nobody knows', async () => {
    const card = await told(ofShop);
    expect(criterion(card, '2.M4')).toMatchObject({
      status: 'UNKNOWN',
      missing: 'a source of incidents was heard of in 1 of the last four full weeks',
    });
    // an incident of half an hour: known, whatever its source said since
    expect(criterion(card, '2.M9')).toMatchObject({ status: 'MET', evidence: [{ point: { value: 1_800, n: 1 } }] });
    expect(criterion(card, '3.C1')).toMatchObject({
      status: 'UNKNOWN',
      missing: 'no notice was told of in the last four full weeks: observations of the measure "notice"',
    });
    expect(criterion(card, '1.C2')).toMatchObject({ status: 'UNKNOWN', missing: 'nobody has answered' });
    expect(criterion(card, 'L5.5').status).toBe('UNKNOWN');
    const quiet = await told({ scope: { teams: ['ops'] } });
    const statuses = quiet.cards.flatMap(({ criteria }) => criteria.map(({ id, status }) => `${id} ${status}`));
    // of a team that owns nothing only what is everybody's is known, and awaits a person: incidents arrive, rules are in force
    expect(statuses.filter((one) => !one.endsWith(' UNKNOWN'))).toEqual([
      '1.T5 PROPOSED',
      '2.M2 PROPOSED',
      'L3.1 PROPOSED',
    ]);
    expect([quiet.phase, quiet.level]).toEqual([0, 1]);
  });

  it('is as it was at an instant, and belongs to a scope that it names', async () => {
    const before = await told({ ...ofShop, asOf: '2026-02-20T00:00:00Z' });
    // of the four weeks before 16 February only the deployment of the 13th is known: the first, which has no lead time
    expect(criterion(before, '1.M4')).toMatchObject({ status: 'NOT_MET' });
    const everybody = await told();
    expect(everybody.scope).toEqual({ kind: 'ORGANISATION', name: null });
    // shop has tags and so has payments-api
    expect(criterion(everybody, '3.M1')).toMatchObject({
      status: 'MET',
      evidence: [{ numerator: 2, denominator: 2 }, {}],
    });
    // payments-api never deployed
    expect(criterion(everybody, '3.D7')).toMatchObject({
      status: 'NOT_MET',
      evidence: [{ numerator: 1, denominator: 2 }, { items: ['payments-api'] }],
    });
  });

  it('asks some two dozen statements, however many criteria there are', async () => {
    api.asked.length = 0;
    await told(ofShop);
    expect(api.asked.length).toBeLessThanOrEqual(30);
  });

  it('refuses scopes that nobody answers for', async () => {
    const refused = async (scope: unknown) => (await ask(api.base, SCORECARD, { scope })).errors[0];
    expect((await refused({ services: ['shop', 'payments-api'] }))?.message).toMatch(
      /names more than one team or service/,
    );
    expect((await refused({ environments: ['production'] }))?.extensions).toMatchObject({
      argument: 'scope.environments',
    });
    expect((await refused({ teams: ['eng/wbe'] }))?.message).toContain('eng/web');
  });

  it('gives several at once, in the order asked for', async () => {
    const query = `query ($scopes: [ScopeInput!]!) { scorecards(scopes: $scopes, window: { from: "${WINDOW.from}", to: "${WINDOW.to}" }) { scope { kind name } phase } }`;
    const { data, errors } = await ask(api.base, query, { scopes: [{ teams: ['eng/web'] }, {}] });
    expect(errors).toEqual([]);
    expect(data['scorecards']).toEqual([
      { scope: { kind: 'TEAM', name: 'eng/web' }, phase: 0 },
      { scope: { kind: 'ORGANISATION', name: null }, phase: 0 },
    ]);
    const many = await ask(api.base, query, { scopes: Array.from({ length: 11 }, () => ({})) });
    expect(many.errors[0]?.message).toMatch(/at most 10 at once/);
  });
});

describe('answers to criteria', LIMIT, () => {
  async function answered(input: Record<string, unknown>) {
    return ask(api.base, ANSWER, { input: { answer: 'YES', reason: 'Agreed in March', ...input } });
  }
  async function stored(): Promise<void> {
    await derive(api.world.appended, api.warehouse.facts);
  }

  it('count for their scope, with who, when, why and a link, and may contradict telemetry', async () => {
    api.world.appended.length = 0;
    const input = { criterion: '1.C2', service: 'shop', link: 'https://wiki.example/windows' };
    const { data, errors } = await answered(input);
    expect(errors).toEqual([]);
    expect(data['answerCriterion']).toEqual({ event: api.world.appended[0]?.id, position: '0:7' });
    await answered({ criterion: '1.D6', service: 'shop', answer: 'NO', reason: 'Generated code is counted' });
    await stored();
    const card = await told(ofShop);
    expect(criterion(card, '1.C2')).toMatchObject({
      status: 'ANSWERED',
      answer: {
        value: 'YES',
        reason: 'Agreed in March',
        link: 'https://wiki.example/windows',
        by: 'ana',
        at: '2026-03-20T00:00:00.000Z',
        // 180 days later
        expiresAt: '2026-09-16T00:00:00.000Z',
      },
    });
    expect(criterion(card, '1.D6')).toMatchObject({ status: 'ANSWERED', contradicted: true });
    expect(criterion(await told(), '1.C2').status).toBe('UNKNOWN');
    expect(criterion(await told({ ...ofShop, asOf: '2026-03-19T00:00:00Z' }), '1.C2').status).toBe('UNKNOWN');
  });

  it('may not say what telemetry decides, nor what nobody asks', async () => {
    const refusal = async (input: Record<string, unknown>) => {
      const { errors } = await answered(input);
      return [errors[0]?.extensions['argument'], errors[0]?.message];
    };
    expect(await refusal({ criterion: '1.M4' })).toEqual([
      'input.criterion',
      expect.stringMatching(/telemetry decides it/),
    ]);
    expect(await refusal({ criterion: '9.Z9' })).toEqual([
      'input.criterion',
      expect.stringMatching(/there is no criterion/),
    ]);
    expect(await refusal({ criterion: '2.M2', answer: 'NOT_APPLICABLE' })).toEqual([
      'input.answer',
      expect.stringMatching(/applies everywhere/),
    ]);
    expect(await refusal({ criterion: '1.C2', reason: 'x' })).toEqual([
      'input.reason',
      expect.stringMatching(/it has 1 characters/),
    ]);
    expect(await refusal({ criterion: '1.C2', link: 'javascript:alert(1)' })).toEqual([
      'input.link',
      expect.stringMatching(/no address/),
    ]);
    expect(await refusal({ criterion: 'L5.1' })).toEqual(['input.link', expect.stringMatching(/needs it/)]);
    expect(await refusal({ criterion: '1.C2', team: 'eng/wbe' })).toEqual([
      'input.team',
      expect.stringMatching(/there is no team/),
    ]);
    expect(await refusal({ criterion: '1.C2', team: 'eng/web', service: 'shop' })).toEqual([
      'input',
      expect.stringMatching(/more than one/),
    ]);
    api.world.scopes = ['metrics:read'];
    expect((await answered({ criterion: '1.C2' })).errors[0]?.extensions['code']).toBe('FORBIDDEN');
    api.world.scopes = everyScope;
  });
});

describe('weekly mails', LIMIT, () => {
  it('say that executives are told, and that outliers were looked for, in each of the four weeks', async () => {
    const sent = [0, 1, 2, 3].map((week) => ({ list: '', at: FIRST + week * WEEK + 8 * HOUR }));
    api.world.mails = sent;
    const card = await told();
    expect(criterion(card, '1.K8')).toMatchObject({ status: 'PROPOSED', proposes: 'MET' });
    expect(criterion(card, '2.M5').status).toBe('MET');
    expect(criterion(card, '3.M2').status).toBe('MET');
    api.world.mails = sent.slice(1);
    expect(criterion(await told(), '2.M5')).toMatchObject({
      status: 'NOT_MET',
      evidence: [{ items: ['0', '1', '1', '1'] }],
    });
    api.world.mails = [];
    expect(criterion(await told(), '2.M5').status).toBe('UNKNOWN');
  });
});

describe("DORA's Quick Check over GraphQL", LIMIT, () => {
  const CHECK = `query ($scope: ScopeInput) {
    quickCheck(scope: $scope, window: { from: "2026-02-16T00:00:00Z", to: "2026-03-16T00:00:00Z" }) {
      edition overall throughput stability throughputBenchmark { mean } stabilityBenchmark { mean }
      scores { metric score benchmark { mean standardDeviation } point { value n } }
    }
  }`;

  it('scores the five metrics beside all industries, and names its edition', async () => {
    const { data, errors } = await ask(api.base, CHECK, ofShop);
    expect(errors).toEqual([]);
    const check = data['quickCheck'] as Record<string, unknown> & {
      scores: { metric: string; score: number | null }[];
    };
    const scores = Object.fromEntries(check.scores.map(({ metric, score }) => [metric, score]));
    // a day is level 4 of 6: (4 - 1) / 5 * 10; 20 in 28 days are 5 a week, level 4; 5 % failed: 10 - 0.5
    expect(scores).toMatchObject({ CHANGE_LEAD_TIME: 6, DEPLOYMENT_FREQUENCY: 6, CHANGE_FAIL_RATE: 9.5 });
    // recovered in half an hour: level 6; nothing was rework
    expect(scores).toMatchObject({ FAILED_DEPLOYMENT_RECOVERY_TIME: 10, DEPLOYMENT_REWORK_RATE: 10 });
    expect(check).toMatchObject({
      edition: '2025',
      throughputBenchmark: { mean: 6 },
      stabilityBenchmark: { mean: 7.9 },
    });
    expect(check['throughput']).toBeCloseTo(22 / 3);
    expect(check['stability']).toBeCloseTo(9.75);
    expect(check['overall']).toBeCloseTo(41.5 / 5);
  });

  it('takes what people say beside what tools told, and keeps both', async () => {
    const both = `query ($scope: ScopeInput) {
      quickCheck(scope: $scope, window: { from: "2026-02-16T00:00:00Z", to: "2026-03-16T00:00:00Z" }) {
        overall corrected { overall throughput stability } scores { metric score answer { value score reason by at } }
      }
    }`;
    const answer = (input: Record<string, unknown>) =>
      ask(
        api.base,
        `mutation ($input: QuickCheckAnswerInput!) { answerQuickCheck(input: $input) { event position } }`,
        {
          input: { metric: 'CHANGE_FAIL_RATE', service: 'shop', reason: 'Two more failed unnoticed', ...input },
        },
      );
    const before = await ask(api.base, both, ofShop);
    expect(before.data['quickCheck']).toMatchObject({ corrected: null });
    api.world.appended.length = 0;
    // three of 20 failed: 10 - 1.5
    expect((await answer({ value: 0.15 })).errors).toEqual([]);
    await derive(api.world.appended, api.warehouse.facts);
    const { data } = await ask(api.base, both, ofShop);
    const check = data['quickCheck'] as { overall: number; corrected: Record<string, number>; scores: unknown[] };
    expect(check.scores).toContainEqual({
      metric: 'CHANGE_FAIL_RATE',
      score: 9.5,
      answer: {
        value: 0.15,
        score: 8.5,
        reason: 'Two more failed unnoticed',
        by: 'ana',
        at: '2026-03-20T00:00:00.000Z',
      },
    });
    expect(check.overall).toBeCloseTo(41.5 / 5);
    expect(check.corrected['overall']).toBeCloseTo(40.5 / 5);
    expect(check.corrected['stability']).toBeCloseTo(9.25);
    expect(check.corrected['throughput']).toBeCloseTo(22 / 3);
    // it is the word of shop alone
    expect((await ask(api.base, both)).data['quickCheck']).toMatchObject({ corrected: null });
    const refused = async (input: Record<string, unknown>) =>
      (await answer(input)).errors.map(({ extensions }) => extensions['argument']);
    expect(await refused({ value: 1.5 })).toEqual(['input.value']);
    expect(await refused({ metric: 'BATCH_SIZE', value: 1 })).toEqual(['input.metric']);
    expect(await refused({ value: 0.1, reason: 'x' })).toEqual(['input.reason']);
  });

  it('leaves out what has no value', async () => {
    const { data } = await ask(api.base, CHECK, { scope: { teams: ['ops'] } });
    expect(data['quickCheck']).toMatchObject({ overall: null, throughput: null, stability: null });
  });
});
