import { openWarehouse } from '@leadline/adapters';
import { areLatest, defaultOptions, type MetricQuery, plan, pointsOf, type StatementRow } from '@leadline/metrics';
import type { Analytics } from '@leadline/ports';
import type { Bench, Figure, Measured } from './bench.js';
import { DATABASE, fillExecutive, lastYear, SERVICES, teamOf, TEAMS, worldOf } from './executive-world.js';
import { five } from './five-metrics.js';
import { medianOf } from './quantiles.js';
import { inScratch } from './scratch.js';
import { unkept } from './unkept.js';

/** Events of each organisation; `--events 100000000` asks of one with so many (its rows take 9 GB while they are written). */
const sizes = {
  full: { events: [1_000_000, 10_000_000], rounds: 7 },
  quick: { events: [30_000], rounds: 2 },
} as const;
const GOAL_AT = 10_000_000;
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
  const warehouse = await openWarehouse({ mode: 'embedded', directory }, DATABASE, { limits, ...unkept });
  try {
    say('asking');
    const asked = { analytics: warehouse.analytics, rounds, from: 'latest' } as const;
    const floor = await page({ scope: { services: ['nobody'] }, by: [] }, asked);
    const everybody = await page({ scope: {}, by: [{ dimension: 'TEAM' }] }, asked);
    const team = await page({ scope: { teams: [teamOf(7)] }, by: [] }, asked);
    const fromEvidence = { ...asked, from: 'statement' } as const;
    const everybodyThen = await page({ scope: {}, by: [{ dimension: 'TEAM' }] }, fromEvidence);
    const teamThen = await page({ scope: { teams: [teamOf(7)] }, by: [] }, fromEvidence);
    const at = `${(events / 1e6).toLocaleString('en')}M events`;
    return {
      parameters: {},
      figures: [
        { figure: `nobody's page, ${at}`, measured: floor, unit: 'ms' },
        figureOf({ figure: `executive page, ${at}`, measured: everybody, unit: 'ms' }, events, 400),
        figureOf({ figure: `one team's page, ${at}`, measured: team, unit: 'ms' }, events, 150),
        { figure: `executive page from evidence, ${at}`, measured: everybodyThen, unit: 'ms' },
        { figure: `one team's page from evidence, ${at}`, measured: teamThen, unit: 'ms' },
      ],
    };
  } finally {
    await warehouse.close();
  }
}

const figureOf = (figure: Figure, events: number, atMost: number): Figure =>
  events === GOAL_AT ? { ...figure, goal: { atMost } } : figure;

interface Asked {
  readonly analytics: Analytics;
  readonly rounds: number;
  /** Of the two statements that the page can be asked with. */
  readonly from: 'latest' | 'statement';
}

/** Median milliseconds from the question to the points. */
async function page(asked: Pick<MetricQuery, 'scope' | 'by'>, { analytics, rounds, from }: Asked): Promise<number> {
  const query: MetricQuery = {
    ...asked,
    ids: five,
    window: { ...lastYear, timeZone: 'UTC' },
    bucket: 'WEEK',
    asOf: lastYear.to,
    options: defaultOptions,
  };
  const times: number[] = [];
  // One more, to warm up.
  for (let round = 0; round <= rounds; round += 1) {
    const startedAt = performance.now();
    const planned = plan(query);
    const [part, ...others] = planned.parts;
    if (part?.form !== 'selected' || others.length > 0) {
      throw new Error('A page of one relation is asked with one statement');
    }
    const rows = await analytics.query<StatementRow>(part[from] ?? part.statement);
    if (from === 'latest' && !areLatest(rows)) throw new Error('Nothing of this organisation happens later');
    if (pointsOf(planned, [rows], []).length === 0) throw new Error('Nothing was answered');
    times.push(performance.now() - startedAt);
  }
  return medianOf(times.slice(1));
}
