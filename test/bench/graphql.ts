import { openWarehouse } from '@leadline/adapters';
import { type GraphqlDeps, registerGraphql } from '@leadline/graphql';
import { createServer } from '@leadline/http';
import type { MetricId } from '@leadline/metrics';
import type { Analytics, Statement } from '@leadline/ports';
import type { Bench, Figure, Measured, Size } from './bench.js';
import { type Caller, startCaller } from './caller.js';
import {
  DATABASE,
  fillExecutive,
  lastYear,
  SERVICES,
  settleExecutive,
  teamOf,
  TEAMS,
  untilMerged,
  worldOf,
} from './executive-world.js';
import { five } from './five-metrics.js';
import type { ToldByCaller } from './graphql-caller.js';
import { catalogueOf, fillMetrics, type MetricsWorld, metricsWorld, WEEK } from './metrics-world.js';
import { medianOf } from './quantiles.js';
import { inScratch } from './scratch.js';
import { unkept } from './unkept.js';

const sizes = {
  full: { deployments: 50_000, teams: 20, services: 192, pages: 20, warmUp: 3, rounds: 15 },
  quick: { deployments: 2_000, teams: 5, services: 20, pages: 2, warmUp: 1, rounds: 2 },
} as const;

/**
 * What is asked over GraphQL, through everything that stands before the warehouse, against the very statements that answer it:
 * until a caller in another process has the answer as objects, and until the process with the warehouse has the rows so. Of
 * metrics the answer is larger: a row of the statements is several points, and names nothing. A query may take 1.5 times as
 * long as they do, and one that is answered with 10,000 rows twice as long: deployments, and the points of a large
 * organisation. Of a small one thousands of points have no goal: its statements take so little that what takes long is writing
 * and reading ten times their bytes. What that takes is printed. With `--events` an organisation of so many events is asked.
 */
export const graphql: Bench = {
  name: 'graphql',
  about: 'metrics and deployments over GraphQL to a caller, against the same SQL to the server alone, both parsed',
  run: (size, say, { events }) =>
    inScratch(async (directory) => {
      const world = events === undefined ? smallWorld(size) : largeWorld(events);
      if (events !== undefined) {
        await fillExecutive(directory, worldOf(events), say);
        await settleExecutive(directory, worldOf(events));
      }
      const warehouse = await openWarehouse({ mode: 'embedded', directory }, DATABASE, unkept);
      try {
        await warehouse.migrate();
        say(`storing ${world.deployments.toLocaleString('en')} deployments`);
        const stored = events === undefined ? await fillMetrics(warehouse.facts, world) : world.deployments;
        await untilMerged(warehouse.analytics);
        say('asking');
        const heard = new Heard(warehouse.analytics);
        return await withServer(world, heard, async (address) => {
          const caller = startCaller(address);
          const asked = { caller, world, heard, size, stored };
          try {
            return measuredOf(asked, await (events === undefined ? askSmall(asked) : askLarge(asked)));
          } finally {
            await caller.stop();
          }
        });
      } finally {
        await warehouse.close();
      }
    }),
};

function smallWorld(size: Size): MetricsWorld {
  const { deployments, teams, services } = sizes[size];
  return metricsWorld(deployments, teams, services);
}

const largeWorld = (events: number): MetricsWorld => ({
  ...worldOf(events),
  ...lastYear,
  teams: TEAMS,
  services: SERVICES,
});

async function withServer<T>(
  world: MetricsWorld,
  analytics: Analytics,
  work: (address: string) => Promise<T>,
): Promise<T> {
  const server = createServer((error) => console.error(error));
  const running = await registerGraphql(server, depsOf(world, analytics));
  const address = await server.listen({ host: '127.0.0.1', port: 0 });
  try {
    return await work(address);
  } finally {
    await server.close();
    await running.close();
  }
}

function depsOf(world: MetricsWorld, analytics: Analytics): GraphqlDeps {
  const catalogue = catalogueOf(world);
  const unasked = async (): Promise<never> => {
    throw new Error('The bench only asks for metrics');
  };
  return {
    analytics: () => analytics,
    catalogue: async () => ({ catalogue, version: catalogue.version }),
    clock: { now: () => world.to },
    present: async () => world.to,
    endpoints: () => [],
    publicAddress: () => 'http://127.0.0.1:4000',
    deliveryAt: unasked,
    authorise: () => ({ outcome: 'allowed', by: 'bench' }),
    weeklyMails: async () => ({ sending: false, mails: [] }),
    sentMails: () => [],
    notices: () => [],
    askForNotice: unasked,
    appendCorrection: unasked,
    retryQuarantined: unasked,
    report: (error) => console.error(error),
  };
}

/** Answers as the warehouse does, and writes down what it was asked. */
class Heard implements Analytics {
  #statements: Statement[] = [];

  constructor(private readonly analytics: Analytics) {}

  query<Row>(statement: Statement): Promise<Row[]> {
    this.#statements.push(statement);
    return this.analytics.query<Row>(statement);
  }

  stream<Row>(statement: Statement): AsyncIterable<Row> {
    return this.analytics.stream<Row>(statement);
  }

  /** Statements since this was asked last. */
  taken(): readonly Statement[] {
    const taken = this.#statements;
    this.#statements = [];
    return taken;
  }

  /** The warehouse alone: its answers. */
  again(statements: readonly Statement[]): Promise<unknown[][]> {
    return Promise.all(statements.map((statement) => this.analytics.query(statement)));
  }
}

interface Asked {
  readonly caller: Caller;
  readonly world: MetricsWorld;
  readonly heard: Heard;
  readonly size: Size;
  readonly stored: number;
}

function measuredOf(
  { size, stored, world: { teams, services, from, to } }: Asked,
  comparisons: readonly Comparison[],
): Measured {
  const { rounds, pages } = sizes[size];
  const weeks = Math.round((to - from) / WEEK);
  return {
    parameters: { deployments: stored, teams, services, weeks, metrics: five.length, rounds, pages },
    figures: [...comparisons.map(({ ratio }) => ratio), ...comparisons.flatMap(({ times }) => times)],
  };
}

const byTeam = { ids: five, by: [{ dimension: 'TEAM' }] };

async function askSmall(asked: Asked): Promise<Comparison[]> {
  const byService = { ids: TWO, by: [{ dimension: 'SERVICE' }], bucket: 'WEEK' };
  const byWeek = { ...byTeam, bucket: 'WEEK' };
  return [
    await compared('by team', ORDINARY, metrics(byTeam, asked), asked),
    await compared('by team and week', ORDINARY, metrics(byWeek, asked), asked),
    await compared('two metrics by service and week', undefined, metrics(byService, asked), asked),
    await compared('deployments, 500 a page', MANY_ROWS, deployments(asked, sizes[asked.size].pages), asked),
  ];
}

/** As many deployments as executives' pages are measured with (`executive`): then the statements have something to do. */
async function askLarge(asked: Asked): Promise<Comparison[]> {
  const ofTeam = { ids: five, scope: { teams: [teamOf(7)] }, bucket: 'WEEK' };
  // As many as may be asked for in one go.
  const byMonth = { ...byTeam, bucket: 'MONTH' };
  const nineMonths = { from: Date.parse('2025-03-01T00:00:00Z'), to: Date.parse('2025-12-01T00:00:00Z') };
  return [
    await compared('one team by week', ORDINARY, metrics(ofTeam, asked), asked),
    await compared('by team', ORDINARY, metrics(byTeam, asked), asked),
    await compared('by team and month', MANY_ROWS, metrics(byMonth, asked, nineMonths), asked),
  ];
}

/** Times the statements, of any query, and of one that is answered with 10,000 rows. */
const ORDINARY = 1.5;
const MANY_ROWS = 2;

const TWO: readonly MetricId[] = ['DEPLOYMENT_FREQUENCY', 'CHANGE_LEAD_TIME'];

const METRICS = `query ($ids: [MetricId!]!, $window: WindowInput!, $bucket: Bucket, $by: [GroupByInput!], $scope: ScopeInput) {
  metrics(ids: $ids, window: $window, bucket: $bucket, by: $by, scope: $scope) {
    id metric team service bucketStart bucketEnd partial value unit status n numerator denominator p75 p90 low high level
  }
}`;

const DEPLOYMENTS = `query ($after: String) {
  deployments(first: 500, after: $after) {
    pageInfo { hasNextPage endCursor }
    nodes { id service environment repository teams status kind verdict startedAt finishedAt sha version failed commitCount changeCount }
  }
}`;

type Span = Pick<MetricsWorld, 'from' | 'to'>;

/** Something that is asked in one or more requests, one after the other: what each came to. */
type Question = () => AsyncIterable<ToldByCaller>;

function metrics(variables: object, { caller, world }: Asked, { from, to }: Span = world): Question {
  const window = { from: new Date(from).toISOString(), to: new Date(to).toISOString(), timeZone: 'UTC' };
  return async function* () {
    yield caller.ask({ query: METRICS, variables: { ...variables, window } });
  };
}

function deployments({ caller }: Asked, pages: number): Question {
  return async function* () {
    let after: string | null = null;
    for (let page = 0; page < pages; page += 1) {
      const told: ToldByCaller = await caller.ask({ query: DEPLOYMENTS, variables: { after } });
      yield told;
      after = told.endCursor;
    }
  };
}

interface Comparison {
  readonly ratio: Figure;
  readonly times: readonly Figure[];
}

/** One after the other in each round; medians, and the ratio of the medians. */
async function compared(
  name: string,
  atMost: number | undefined,
  question: Question,
  { heard, size }: Asked,
): Promise<Comparison> {
  const { warmUp, rounds } = sizes[size];
  // The very statements that answer GraphQL, those of one request asked at once as it does.
  const statements: (readonly Statement[])[] = [];
  heard.taken();
  const first = await total(question, () => statements.push(heard.taken()));
  if (!first.isCounted || statements.some((own) => own.length === 0)) throw new Error(`${name}: nothing was answered`);
  const askWarehouse = async (): Promise<void> => {
    for (const own of statements) await heard.again(own);
  };
  let statementBytes = 0;
  for (const own of statements) statementBytes += JSON.stringify(await heard.again(own)).length;
  const graphqlMs: number[] = [];
  const statementMs: number[] = [];
  for (let round = -warmUp; round < rounds; round += 1) {
    const [own, through] = [await msOf(askWarehouse), await total(question)];
    if (through.rows !== first.rows) throw new Error(`${name}: ${through.rows} rows, and ${first.rows} before`);
    if (round < 0) continue;
    statementMs.push(own);
    graphqlMs.push(through.ms);
  }
  const [own, through] = [medianOf(statementMs), medianOf(graphqlMs)];
  const figure = `${name} (${first.rows.toLocaleString('en')} rows)`;
  return {
    ratio: { figure, measured: through / own, unit: 'times', ...(atMost !== undefined && { goal: { atMost } }) },
    times: [
      { figure: `${name}, GraphQL`, measured: through, unit: 'ms' },
      { figure: `${name}, GraphQL: its answer`, measured: first.bytes / 1e6, unit: 'MB' },
      { figure: `${name}, statements alone`, measured: own, unit: 'ms' },
      { figure: `${name}, statements alone: their answer`, measured: statementBytes / 1e6, unit: 'MB' },
    ],
  };
}

type Total = Pick<ToldByCaller, 'ms' | 'bytes' | 'rows' | 'isCounted'>;

/** All requests of a question. `each` is called after each of them. */
async function total(question: Question, each: () => void = () => {}): Promise<Total> {
  let all: Total = { ms: 0, bytes: 0, rows: 0, isCounted: true };
  for await (const { ms, bytes, rows, isCounted } of question()) {
    each();
    all = {
      ms: all.ms + ms,
      bytes: all.bytes + bytes,
      rows: all.rows + rows,
      isCounted: all.isCounted && isCounted,
    };
  }
  return all;
}

async function msOf(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}
