import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openWarehouse, type Warehouse } from '@leadline/adapters';
import {
  answerOfStates,
  areLatest,
  defaultOptions,
  type GroupBy,
  type MetricId,
  type MetricOptions,
  type MetricQuery,
  type PartAnswer,
  plan,
  type PlannedQuery,
  type Point,
  pointsOf,
  type RowOfStates,
  type Scope,
  stateOfRow,
  statesTable,
  type StatementRow,
} from '@leadline/metrics';
import { ALWAYS, type Column, type DeploymentRow, FOREVER, tables } from '@leadline/tables';
import { rowOf } from '@leadline/testing';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deploymentsIn, derived } from './run-world.js';
import { anyWorld, BEGIN, HOUR, LAST_HOUR, world } from './worlds.js';

const WORLDS = Number(process.env['LEADLINE_WORLDS'] ?? 12);
/** After everything that happens in any world. */
const AFTERWARDS = BEGIN + (LAST_HOUR + 24) * HOUR;

const breakdowns: readonly GroupBy[][] = [
  [],
  [{ dimension: 'TEAM' }],
  [{ dimension: 'SERVICE' }],
  [{ dimension: 'REPOSITORY' }],
  [{ dimension: 'ENVIRONMENT' }],
  [{ dimension: 'FLAG' }],
  [{ dimension: 'TARGET' }],
  [{ dimension: 'TAG', tagKey: 'ring' }],
  [{ dimension: 'TEAM' }, { dimension: 'ENVIRONMENT' }],
];

const scopes: readonly Scope[] = [
  {},
  { teams: ['eng/web'] },
  { flags: ['dark-mode'] },
  { targets: ['eu'], environments: ['production', 'prod-us', 'staging'] },
  { tags: ['ring:1'], repositories: ['acme/1', 'acme/web'] },
];

const optionSets: readonly Partial<MetricOptions>[] = [
  {},
  { unit: 'deployment' },
  { deployInstant: 'started', unit: 'change', start: 'merged', recoveryStart: 'detected', excludeFixOnly: true },
  { countRollbacks: true, firstDeployment: 'all', assumeExposed: ['github'], minSeverity: 'sev1' },
  { rollbackWindowS: 3_600, timeWindowAttribution: false, identity: 'patch_id', assumeExposed: ['*'] },
];

const spans = [
  { timeZone: 'UTC' },
  { timeZone: 'America/New_York', bucket: 'DAY' },
  { timeZone: 'Asia/Kathmandu', bucket: 'WEEK' },
] as const;

/** Those that read what the latest state stores, and some that read evidence beside it. */
const asked: readonly MetricId[] = [
  'DEPLOYMENT_FREQUENCY',
  'CHANGE_LEAD_TIME',
  'CHANGE_FAIL_RATE',
  'FAILED_DEPLOYMENT_RECOVERY_TIME',
  'DEPLOYMENT_REWORK_RATE',
  'TIME_TO_DEPLOY',
  'BATCH_SIZE',
];

const five: readonly MetricId[] = asked.slice(0, 5);

let directory = '';
let warehouse: Warehouse;
let stored: readonly DeploymentRow[] = [];

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'leadline-latest-'));
  warehouse = await openWarehouse({ mode: 'embedded', directory }, 'worlds');
  await warehouse.migrate();
  const worlds = fc.sample(anyWorld, { numRuns: WORLDS, seed: 20261122 });
  for (const [index, events] of worlds.entries()) {
    const rows = await deploymentsIn(await derived([events]));
    const deployments = rows.map((row) => declared(row, index));
    stored = [...stored, ...deployments];
    await warehouse.facts.store({ deployments });
  }
}, 600_000);

afterAll(async () => {
  await warehouse.close();
  await rm(directory, { recursive: true, force: true });
});

/** Services and incidents of one world have names, owners (who change in its middle) and tags of their own. */
function declared(row: DeploymentRow, index: number): DeploymentRow {
  const middle = BEGIN + (LAST_HOUR / 2) * HOUR;
  return {
    ...row,
    service: `${index % 10}/${index}/${row.service}`,
    repository: `acme/${index % 3}`,
    owners: [
      { team: row.service === 'api' ? 'eng/api' : 'eng/web/shop', from: ALWAYS, until: middle },
      { team: index % 2 === 0 ? 'eng/web' : 'ops', from: middle, until: FOREVER },
    ],
    tags: { ring: String(index % 4) },
    flags: index % 5 === 0 ? ['dark-mode'] : row.flags,
    // One incident has one state: what worlds say of theirs differs.
    reasons: row.reasons.map((reason) => ({ ...reason, by: `${index}/${reason.by}` })),
    version: 1,
  };
}

describe(`the latest state of deployments, ${WORLDS} random worlds`, () => {
  it('answers every breakdown, bucket, zone and option as the evidence does', async () => {
    // given questions of every form about what is over
    let spoke = 0;
    for (const [query, name] of questions(AFTERWARDS)) {
      // when both are asked
      const { answers, evidence } = await askedBoth(query);
      // then the latest state answers, and says the same
      expect(answers, name).toEqual(evidence);
      expect(answers, name).not.toBeNull();
      spoke += answers?.length ?? 0;
    }
    expect(spoke).toBeGreaterThan(300);
  }, 900_000);

  it('says nothing where anything it would count changed later, and the same where nothing did', async () => {
    const outcomes = new Set<string>();
    for (const hours of [5, 12, 23]) {
      const every = [...questions(BEGIN + hours * HOUR)];
      for (const [query, name] of every.filter((_question, index) => index % 5 === hours % 5)) {
        const { answers, evidence } = await askedBoth(query);
        outcomes.add(answers === null ? 'nothing' : 'the same');
        expect(answers ?? evidence, name).toEqual(evidence);
      }
    }
    // A question about the past, narrowed to what nobody owned then, may have an answer too.
    expect(outcomes).toContain('nothing');
  }, 900_000);

  it('is in the narrow table too, which answers the five metrics by what it holds', async () => {
    // given questions of every form, about what is over and about the past
    const outcomes = { answered: 0, nothing: 0, notHeld: 0 };
    const past = [...questions(BEGIN + 12 * HOUR)].filter((_question, index) => index % 3 === 0);
    const all = [...pageQuestions(), ...questions(AFTERWARDS), ...past];
    for (const [asked, name] of all) {
      const query = { ...asked, ids: five };
      // when both are asked
      const states = await askedOfStates(query);
      // then it says the same, or that it cannot say
      const told = { outcome: 'answered', points: (await askedBoth(query)).evidence };
      expect(states, name).toEqual(states.outcome === 'answered' ? told : { outcome: states.outcome });
      outcomes[states.outcome] += 1;
    }
    expect(outcomes.answered).toBeGreaterThanOrEqual(28);
    expect(outcomes.nothing).toBeGreaterThan(0);
    // By flag or target, or under options that are not the defaults.
    expect(outcomes.notHeld).toBeGreaterThan(5);
  }, 900_000);

  it('answers each of the five metrics by itself, and a page of one that looks at nothing beyond its window', async () => {
    for (const id of five) {
      for (const by of [[], [{ dimension: 'TEAM' }], [{ dimension: 'TEAM' }, { dimension: 'ENVIRONMENT' }]] as const) {
        const query = { ...queryOf({ scope: {}, by: [...by], ...spans[2] }), ids: [id] };
        const states = await askedOfStates(query);
        expect(states, id).toEqual({ outcome: 'answered', points: (await askedBoth(query)).evidence });
      }
    }
  }, 900_000);

  it('follows a row that is written again', async () => {
    // given a deployment that succeeded, until a person says that it failed
    const [before] = (await deploymentsIn(await derived([fc.sample(world, { numRuns: 1, seed: 7 })[0] ?? []]))).filter(
      ({ tier, base }) => tier === 'production' && base.at(-1)?.knownUntil === FOREVER,
    );
    if (before === undefined) throw new Error('The world has no deployment');
    const [startedAt, finishedAt] = [BEGIN + 8 * HOUR, BEGIN + 9 * HOUR];
    const instants = { first_instant: startedAt, last_instant: finishedAt };
    const row = { ...before, ...instants, service: 'rewritten', reasons: [] };
    const last = row.base.map((element) => ({
      ...element,
      startedAt,
      finishedAt,
      status: 'succeeded',
      verdict: '',
      kind: 'change',
      failedAttempts: [],
    }));
    const failed = last.map((element) => ({ ...element, verdict: 'failed' }));
    const query = queryOf({ scope: { services: ['rewritten'] }, by: [] });
    await warehouse.facts.store({ deployments: [{ ...row, base: last, version: 2 }] });
    expect(failuresIn((await askedBoth(query)).answers)).toBe(0);

    // when it is stored again, and an old version of it comes late
    await warehouse.facts.store({ deployments: [{ ...row, base: failed, version: 4 }] });
    await warehouse.facts.store({ deployments: [{ ...row, base: last, version: 3 }] });

    // then the latest version counts
    const { answers, evidence } = await askedBoth(query);
    expect(failuresIn(answers)).toBe(1);
    expect(answers).toEqual(evidence);
    const ofFive = { ...query, ids: five };
    const { evidence: points } = await askedBoth(ofFive);
    expect(await askedOfStates(ofFive)).toEqual({ outcome: 'answered', points });

    // when it is no longer derived, and once more when it is none of production
    await warehouse.facts.store({ deployments: [{ ...row, base: [], version: 5 }] });
    expect(failuresIn(statePoints(await askedOfStates(ofFive)))).toBe(0);
    await warehouse.facts.store({ deployments: [{ ...row, base: failed, version: 6 }] });
    expect(failuresIn(statePoints(await askedOfStates(ofFive)))).toBe(1);
    await warehouse.facts.store({ deployments: [{ ...row, tier: 'staging', base: failed, version: 7 }] });
    expect(failuresIn(statePoints(await askedOfStates(ofFive)))).toBe(0);
  }, 300_000);

  it('is computed without the engine as the engine computes it, of any row', async () => {
    // given rows of the worlds, and rows of anything that columns can hold; nobody can ask evidence of those any more
    const { expressions, key } = statesTable();
    const names = Object.keys(expressions);
    const random = fc.sample(anyRow, { numRuns: RANDOM_ROWS, seed: 45 }).map((row, index) => ({
      ...row,
      service: 'any',
      deployment: `d${index}`,
      version: 1,
    }));
    await warehouse.facts.store({ deployments: random });
    // when the engine makes states of them, and they are made here
    const made = Object.values(expressions).map((expression, place) => `${expression} AS made_${place}`);
    const sql = `SELECT ${made.join(', ')} FROM deployments FINAL`;
    const byEngine = await warehouse.analytics.query<Record<string, unknown>>({ sql, params: {} });
    const engineRows = byEngine.map((row) => names.map((_, place) => row[`made_${place}`]));
    const stateOf = stateOfRow();
    const rows = [...stored, ...random].map((row) => [...stateOf(row)]);
    // then they are the same
    const keyOf = (row: readonly unknown[]) => JSON.stringify(key.map((column) => row[names.indexOf(column)]));
    const expected = new Map(engineRows.map((row) => [keyOf(row), row]));
    for (const row of rows) expect(row, keyOf(row)).toEqual(expected.get(keyOf(row)));
    // and they are of many kinds
    const kinds = (name: string) => new Set(rows.map((row) => JSON.stringify(row[names.indexOf(name)]))).size;
    expect(rows).toHaveLength(stored.length + RANDOM_ROWS);
    for (const name of ['latest_bits', 'latest_samples', 'latest_incidents', 'latest_teams', 'latest_from'])
      expect(kinds(name), name).toBeGreaterThan(3);
    expect(kinds('latest_invalid')).toBeGreaterThan(1);
  }, 300_000);
});

/** One in a hundred is a counted failure with incidents. */
const RANDOM_ROWS = 2_000;

/** Texts that rules know, and one that none does. */
const texts: Readonly<Record<string, readonly string[]>> = {
  tier: ['production', 'staging'],
  status: ['succeeded', 'failed', 'running'],
  kind: ['change', 'hotfix', 'config', 'rollback', 'redeploy'],
  verdict: ['', 'ok', 'failed', 'excluded'],
  authority: ['incident', 'rollback', 'fix', 'inferred', 'annotated'],
  team: ['eng/web/shop', 'eng', ''],
  by: ['i1', "i'2"],
  incident: ['i1', 'i3'],
};

/** Anything that a column can hold. */
function anyOf(name: string, { type, members }: Column<unknown>): fc.Arbitrary<unknown> {
  if (members !== undefined) return fc.array(fc.record(anyOfEach(members)), { maxLength: 3 });
  const instant = fc.constantFrom(0, BEGIN, BEGIN + 400, BEGIN + HOUR, BEGIN + 100 * HOUR);
  if (name === 'knownFrom' || name === 'from') return fc.constantFrom(ALWAYS, BEGIN, BEGIN + HOUR);
  if (name === 'knownUntil' || name === 'until') return fc.constantFrom(FOREVER, FOREVER, BEGIN + HOUR);
  switch (type) {
    case 'String':
    case 'LowCardinality(String)':
      return fc.constantFrom(...(texts[name] ?? ['', 'text of "anybody"']));
    case 'Array(String)':
      return fc.array(fc.constantFrom('', 'a', 'b'), { maxLength: 2 });
    case 'Map(String, String)':
      return fc.constantFrom({}, { ring: '1' });
    case 'UInt8':
      return fc.constantFrom(0, 1);
    case 'UInt16':
      return fc.constantFrom(0, 1, 2, 3);
    case 'Nullable(Int64)':
    case 'Nullable(Float64)':
      return fc.option(instant);
    default:
      return name === 'gapS' ? fc.constantFrom(0, 3_600, 3_601, 86_401) : instant;
  }
}

const anyOfEach = (columns: Readonly<Record<string, Column<unknown>>>): Record<string, fc.Arbitrary<unknown>> =>
  Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, anyOf(name, column)]));

const anyRow = fc.record(anyOfEach(tables.deployments.columns)).map((row) => rowOf('deployments', row));

const failuresIn = (points: readonly Point[] | null): number | null | undefined =>
  points?.find(({ metric }) => metric === 'CHANGE_FAIL_RATE')?.numerator;

/** Every breakdown with the defaults, and other options with some of them; scopes and spans take turns. */
function* questions(asOf: number): Generator<[query: MetricQuery, name: string]> {
  for (const [number, options] of optionSets.entries()) {
    for (const [turn, by] of breakdowns.entries()) {
      if (number > 0 && turn % optionSets.length !== number) continue;
      const [scope, span] = [scopes[(turn + number) % scopes.length] ?? {}, spans[turn % spans.length] ?? spans[0]];
      yield [queryOf({ scope, by, asOf, options, ...span }), JSON.stringify({ asOf, options, by, scope, span })];
    }
  }
}

/** Breakdowns and scopes that have no flag and no target, each with each, spans taking turns. */
function* pageQuestions(): Generator<[query: MetricQuery, name: string]> {
  const held = breakdowns.filter((by) => by.every(({ dimension }) => dimension !== 'FLAG' && dimension !== 'TARGET'));
  const narrowed: readonly Scope[] = [
    {},
    { teams: ['eng/web'] },
    { tags: ['ring:1'], repositories: ['acme/1', 'acme/web'] },
    { environments: ['production', 'prod-us', 'staging'] },
  ];
  for (const [turn, by] of held.entries()) {
    for (const [number, scope] of narrowed.entries()) {
      const span = spans[(turn + number) % spans.length] ?? spans[0];
      const options: Partial<MetricOptions> = turn % 2 === number % 2 ? {} : { unit: 'deployment' };
      yield [queryOf({ scope, by, options, ...span }), JSON.stringify({ by, scope, options, span })];
    }
  }
}

interface Asked extends Pick<MetricQuery, 'scope' | 'by'> {
  readonly asOf?: number;
  readonly options?: Partial<MetricOptions>;
  readonly timeZone?: string;
  readonly bucket?: 'DAY' | 'WEEK';
}

function queryOf({ scope, by, asOf = AFTERWARDS, options = {}, timeZone = 'UTC', bucket }: Asked): MetricQuery {
  return {
    ids: asked,
    window: { from: BEGIN + 6 * HOUR, to: BEGIN + (LAST_HOUR + 6) * HOUR, timeZone },
    ...(bucket === undefined ? {} : { bucket }),
    by,
    scope,
    asOf,
    options: { ...defaultOptions, ...options },
  };
}

/** What the latest state says (null: it cannot say), and what the evidence says. */
async function askedBoth(
  query: MetricQuery,
): Promise<{ readonly answers: readonly Point[] | null; readonly evidence: readonly Point[] }> {
  const planned = plan(query);
  const answers: StatementRow[][] = [];
  const evidence: StatementRow[][] = [];
  for (const part of planned.parts) {
    if (part.form !== 'selected' || part.latest === undefined) throw new Error('Made of deployments, and compared');
    answers.push(await warehouse.analytics.query<StatementRow>(part.latest));
    evidence.push(await warehouse.analytics.query<StatementRow>(part.statement));
  }
  return {
    answers: answers.every(areLatest) ? sortedPoints(planned, answers) : null,
    evidence: sortedPoints(planned, evidence),
  };
}

type OfStates =
  | { readonly outcome: 'answered'; readonly points: readonly Point[] }
  /** It has not all that the question is about. */
  | { readonly outcome: 'notHeld' }
  /** Something changes later. */
  | { readonly outcome: 'nothing' };

/** What the narrow table says. */
async function askedOfStates(query: MetricQuery): Promise<OfStates> {
  const planned = plan(query);
  const [part] = planned.parts;
  if (part?.form !== 'selected' || planned.parts.length > 1) return { outcome: 'notHeld' };
  if (part.states === undefined) return { outcome: 'notHeld' };
  const answer = answerOfStates(planned, part, await warehouse.analytics.query<RowOfStates>(part.states));
  return answer === undefined
    ? { outcome: 'nothing' }
    : { outcome: 'answered', points: sortedPoints(planned, [answer]) };
}

function statePoints(states: OfStates): readonly Point[] | null {
  return states.outcome === 'answered' ? states.points : null;
}

/** Groups come in the order in which the engine counted them. */
const sortedPoints = (planned: PlannedQuery, answers: readonly PartAnswer[]): Point[] =>
  pointsOf(planned, answers).toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));

const keyOf = ({ metric, group, bucketStart }: Point): string => JSON.stringify([metric, group, bucketStart]);
