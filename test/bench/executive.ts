import { openWarehouse } from '@leadline/adapters';
import {
  answerOfStates,
  areLatest,
  defaultOptions,
  type MetricQuery,
  type PartAnswer,
  plan,
  type PlannedQuery,
  pointsOf,
  type RowOfStates,
  type StatementRow,
} from '@leadline/metrics';
import type { Analytics } from '@leadline/ports';
import type { Bench, Figure, Measured } from './bench.js';
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
import { medianOf } from './quantiles.js';
import { inScratch } from './scratch.js';
import { unkept } from './unkept.js';

/** Events of each organisation; `--events 100000000` asks of one with so many (its rows take 9 GB while they are written). */
const sizes = {
  full: { events: [1_000_000, 10_000_000], rounds: 11 },
  quick: { events: [30_000], rounds: 2 },
} as const;
const GOAL_AT = 10_000_000;
const WARM_UP = 3;
/** More than people may ask for in one go: how fast the warehouse is, not what it refuses. */
const limits = { memoryBytes: 8_000_000_000, seconds: 300 };

/** What a page of five metrics over 52 weeks takes, from the question to the points, as the organisation grows. */
export const executive: Bench = {
  name: 'executive',
  about: 'five metrics, 52 weeks, 200 teams, and the same of one team, as the organisation grows',
  async run(size, say, wishes) {
    const { rounds } = sizes[size];
    const events = wishes.events === undefined ? sizes[size].events : [wishes.events];
    const measured: Measured[] = [];
    for (const count of events) measured.push(await inScratch((directory) => pagesOf(directory, count, rounds, say)));
    return {
      parameters: { teams: TEAMS, services: SERVICES, weeks: 52, rounds },
      figures: measured.flatMap(({ figures }) => figures),
    };
  },
};

async function pagesOf(
  directory: string,
  events: number,
  rounds: number,
  say: (progress: string) => void,
): Promise<Measured> {
  await fillExecutive(directory, worldOf(events), say);
  const atFirst = await justFilled(directory, rounds);
  await settleExecutive(directory, worldOf(events));
  const warehouse = await openWarehouse({ mode: 'embedded', directory }, DATABASE, { limits, ...unkept });
  try {
    const opened = await millisecondsOf(() => warehouse.migrate());
    const [row] = await warehouse.facts.find({
      table: 'deployments',
      where: [{ column: 'deployment', in: ['d1'] }],
      limit: 1,
    });
    if (row === undefined) throw new Error('The organisation has deployments');
    const inserted = await millisecondsOf(async () => {
      await warehouse.facts.store({ deployments: [{ ...row, version: row.version + 1 }] });
      await warehouse.analytics.query({
        sql: 'SELECT count() FROM deployment_states WHERE occurrence < 0',
        params: {},
      });
    });
    say('waiting until nothing is merged');
    await untilMerged(warehouse.analytics);
    say('asking');
    const asked = { analytics: warehouse.analytics, rounds, ways: ['states', 'latest'] } as const;
    const nobody = await page({ scope: { services: ['nobody'] }, by: [] }, asked);
    const everybody = await page(allTeams, asked);
    const explained = await page({ ...allTeams, withoutDetails: false }, asked);
    const team = await page({ scope: { teams: [teamOf(7)] }, by: [] }, asked);
    const fromEvidence = { ...asked, ways: ['evidence'] } as const;
    const everybodyThen = await page(allTeams, fromEvidence);
    const teamThen = await page({ scope: { teams: [teamOf(7)] }, by: [] }, fromEvidence);
    const at = `${(events / 1e6).toLocaleString('en')}M events`;
    return {
      parameters: {},
      figures: [
        { figure: `a row more in both tables, ${at}`, measured: inserted, unit: 'ms' },
        { figure: `opened when nothing is missing, ${at}`, measured: opened, unit: 'ms' },
        ...figuresOf(`nobody's page, ${at}`, nobody, events, 150),
        ...figuresOf(`executive page, ${at}`, everybody, events, 400),
        // Many millions of rows in a few large parts that are not merged: minutes after an import or a rebuild.
        ...figuresOf(`executive page just after an import, ${at}`, atFirst, events),
        ...figuresOf(`executive page with details, ${at}`, explained, events),
        ...figuresOf(`one team's page, ${at}`, team, events, 150),
        ...figuresOf(`executive page, ${at}`, everybodyThen, events),
        ...figuresOf(`one team's page, ${at}`, teamThen, events),
      ],
    };
  } finally {
    await warehouse.close();
  }
}

async function justFilled(directory: string, rounds: number): Promise<Partial<Record<'states', Taken>>> {
  const warehouse = await openWarehouse({ mode: 'embedded', directory }, DATABASE, { limits, ...unkept });
  try {
    return await page(allTeams, { analytics: warehouse.analytics, rounds, ways: ['states'] });
  } finally {
    await warehouse.close();
  }
}

const allTeams = { scope: {}, by: [{ dimension: 'TEAM' }] } as const;

async function millisecondsOf(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

/** What a page can be asked with: the narrow table of states, the latest state stored with the row, or the evidence. */
type Way = 'states' | 'latest' | 'evidence';

interface Taken {
  /** Milliseconds from the question to the points, median and least: a busy machine adds to it and never takes from it. */
  readonly wall: number;
  readonly best: number;
  /** Of all threads of the process, milliseconds, least. */
  readonly processor: number;
}

function figuresOf(
  figure: string,
  taken: Readonly<Partial<Record<Way, Taken>>>,
  events: number,
  atMost?: number,
): Figure[] {
  return Object.entries(taken).flatMap(([way, { wall, best, processor }]) => {
    const goal = events === GOAL_AT && way === 'states' && atMost !== undefined ? { goal: { atMost } } : {};
    return [
      { figure: `${figure}, from ${way}`, measured: wall, unit: 'ms', ...goal },
      { figure: `${figure}, from ${way}, best`, measured: best, unit: 'ms' },
      { figure: `${figure}, from ${way}, of a processor`, measured: processor, unit: 'ms' },
    ] satisfies Figure[];
  });
}

interface Asked<W extends Way> {
  readonly analytics: Analytics;
  readonly rounds: number;
  /** Asked in turns. */
  readonly ways: readonly W[];
}

async function page<W extends Way>(
  asked: Pick<MetricQuery, 'scope' | 'by' | 'withoutDetails'>,
  { analytics, rounds, ways }: Asked<W>,
): Promise<Partial<Record<W, Taken>>> {
  const query: MetricQuery = {
    withoutDetails: true,
    ...asked,
    ids: five,
    window: { ...lastYear, timeZone: 'UTC' },
    bucket: 'WEEK',
    asOf: lastYear.to,
    options: defaultOptions,
  };
  const times = ways.map((way) => ({ way, walls: [] as number[], processor: [] as number[] }));
  // The first ones warm up: a server has answered before.
  for (let round = -WARM_UP; round < rounds; round += 1) {
    for (const { way, walls, processor } of times) {
      const [startedAt, used] = [performance.now(), process.cpuUsage()];
      const planned = plan(query);
      if (pointsOf(planned, [await answerOf(planned, way, analytics)], []).length === 0) {
        throw new Error('Nothing was answered');
      }
      if (round < 0) continue;
      const { user, system } = process.cpuUsage(used);
      walls.push(performance.now() - startedAt);
      processor.push((user + system) / 1000);
    }
  }
  const taken = times.map(({ way, walls, processor }) => [
    way,
    { wall: medianOf(walls), best: Math.min(...walls), processor: Math.min(...processor) },
  ]);
  return Object.fromEntries(taken) as Partial<Record<W, Taken>>;
}

async function answerOf(planned: PlannedQuery, way: Way, analytics: Analytics): Promise<PartAnswer> {
  const [part, ...others] = planned.parts;
  if (part?.form !== 'selected' || others.length > 0) throw new Error('A page of one relation is asked in one part');
  if (way === 'evidence') return analytics.query<StatementRow>(part.statement);
  if (way === 'latest') {
    const rows = await analytics.query<StatementRow>(part.latest ?? part.statement);
    if (areLatest(rows)) return rows;
  } else if (part.states !== undefined) {
    const answer = answerOfStates(planned, part, await analytics.query<RowOfStates>(part.states));
    if (answer !== undefined) return answer;
  }
  throw new Error('Nothing of this organisation happens later');
}
