import { openWarehouse } from '@leadline/adapters';
import { type GraphqlDeps, registerGraphql } from '@leadline/graphql';
import { createServer } from '@leadline/http';
import {
  defaultOptions,
  type MetricQuery,
  plan,
  type PlannedPart,
  pointsOf,
  type SqlStatement,
  type StatementRow,
} from '@leadline/metrics';
import { teamPaths } from '@leadline/pipeline';
import type { Analytics } from '@leadline/ports';
import { clientOf } from '../e2e/client.js';
import type { Bench, Measured, Size } from './bench.js';
import { five } from './five-metrics.js';
import { catalogueOf, fillMetrics, type MetricsWorld, metricsWorld, WEEKS } from './metrics-world.js';
import { medianOf } from './quantiles.js';
import { inScratch } from './scratch.js';
import { unkept } from './unkept.js';

const sizes = {
  full: { deployments: 50_000, teams: 20, services: 200, warmUp: 3, rounds: 15 },
  quick: { deployments: 2_000, teams: 5, services: 20, warmUp: 1, rounds: 2 },
} as const;

/** Five metrics of all teams, through everything that stands before the warehouse, against the statement alone. */
export const graphql: Bench = {
  name: 'graphql',
  about: 'metrics by team over GraphQL, against the same SQL through the ClickHouse client',
  run: (size, say) =>
    inScratch(async (directory) => {
      const { deployments, teams, services } = sizes[size];
      const world = metricsWorld(deployments, teams, services);
      const warehouse = await openWarehouse({ mode: 'embedded', directory }, 'bench', unkept);
      try {
        await warehouse.migrate();
        say(`storing ${deployments.toLocaleString('en')} deployments`);
        const stored = await fillMetrics(warehouse.facts, world);
        say('asking');
        return await withServer(world, warehouse.analytics, (address) =>
          measure({ address, world, analytics: warehouse.analytics, size, stored }),
        );
      } finally {
        await warehouse.close();
      }
    }),
};

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

interface Asked {
  readonly address: string;
  readonly world: MetricsWorld;
  readonly analytics: Analytics;
  readonly size: Size;
  readonly stored: number;
}

async function measure({ address, world, analytics, size, stored }: Asked): Promise<Measured> {
  const { rounds, teams, services } = sizes[size];
  const asked = { address, world, analytics, size };
  const { from, to } = world;
  const base: MetricQuery = {
    ids: five,
    window: { from, to, timeZone: 'UTC' },
    by: [{ dimension: 'TEAM' }],
    scope: {},
    asOf: to,
    options: defaultOptions,
    withoutDetails: true,
  };
  const weekly = await compared({ ...base, bucket: 'WEEK' }, asked);
  const whole = await compared(base, asked);
  return {
    parameters: { deployments: stored, teams, services, weeks: WEEKS, metrics: five.length, rounds },
    figures: [
      {
        figure: `by team and week (${weekly.points} points)`,
        measured: weekly.ratio,
        unit: 'times',
        goal: { atMost: 1.5 },
      },
      { figure: `by team (${whole.points} points)`, measured: whole.ratio, unit: 'times', goal: { atMost: 1.5 } },
      { figure: 'by team and week, GraphQL', measured: weekly.graphqlMs, unit: 'ms' },
      { figure: 'by team and week, statement alone', measured: weekly.statementMs, unit: 'ms' },
      { figure: 'by team, GraphQL', measured: whole.graphqlMs, unit: 'ms' },
      { figure: 'by team, statement alone', measured: whole.statementMs, unit: 'ms' },
    ],
  };
}

type Selected = Extract<PlannedPart, { readonly form: 'selected' }>;

interface Comparison {
  readonly points: number;
  readonly graphqlMs: number;
  readonly statementMs: number;
  readonly ratio: number;
}

const METRICS = `query ($ids: [MetricId!]!, $window: WindowInput!, $bucket: Bucket, $by: [GroupByInput!]) {
  metrics(ids: $ids, window: $window, bucket: $bucket, by: $by) {
    id metric team bucketStart bucketEnd partial value unit status n numerator denominator p75 p90 low high level
  }
}`;

/** One after the other in each round; medians, and the ratio of the medians. */
async function compared(
  query: MetricQuery,
  { address, world, analytics, size }: Omit<Asked, 'stored'>,
): Promise<Comparison> {
  const client = clientOf(address);
  const { warmUp, rounds } = sizes[size];
  const { from, to, timeZone } = query.window;
  const window = { from: new Date(from).toISOString(), to: new Date(to).toISOString(), timeZone };
  const variables = { ids: query.ids, window, bucket: query.bucket, by: query.by };
  const askGraphql = async (): Promise<number> =>
    (await client.graphql<{ metrics: unknown[] }>(METRICS, variables)).metrics.length;
  const planned = plan(query);
  const selected = planned.parts.filter((part) => part.form === 'selected');
  const ask = (statement: SqlStatement): Promise<StatementRow[]> => analytics.query<StatementRow>(statement);
  // The very statements that answer GraphQL, asked at once as it does.
  const askWarehouse = (): Promise<unknown> => Promise.all(selected.flatMap(statementsOf).map(ask));

  const teams = teamPaths(catalogueOf(world)).map((path) => [path]);
  const evidence = await Promise.all(selected.map(({ statement }) => ask(statement)));
  const expected = pointsOf(planned, evidence, teams);
  const points = await askGraphql();
  if (points !== expected.length || !expected.some(({ n }) => n > 0)) {
    throw new Error(`GraphQL gave ${points} points, the statement ${expected.length}`);
  }
  const graphqlMs: number[] = [];
  const statementMs: number[] = [];
  for (let round = -warmUp; round < rounds; round += 1) {
    const [own, through] = [await msOf(askWarehouse), await msOf(askGraphql)];
    if (round < 0) continue;
    statementMs.push(own);
    graphqlMs.push(through);
  }
  const [own, through] = [medianOf(statementMs), medianOf(graphqlMs)];
  return { points, graphqlMs: through, statementMs: own, ratio: through / own };
}

const statementsOf = ({ states, latest, statement }: Selected): SqlStatement[] =>
  states === undefined
    ? [latest ?? statement]
    : [states.counted, ...(states.ahead === undefined ? [] : [states.ahead])];

async function msOf(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}
