import { openWarehouse } from '@leadline/adapters';
import { whereaboutsOf } from '@leadline/pipeline';
import type { Analytics } from '@leadline/ports';
import type { Bench } from './bench.js';
import { DATABASE, fillExecutive, lastYear, worldOf } from './executive-world.js';
import { medianOf } from './quantiles.js';
import { inScratch } from './scratch.js';
import { unkept } from './unkept.js';
import { fillCommits } from './where-world.js';

const sizes = {
  full: { events: 1_000_000, rounds: 21 },
  quick: { events: 30_000, rounds: 3 },
} as const;

const WEEK = 7 * 86_400_000;

/** Where a commit of the last week is, beside the least that a statement takes through the same client. */
export const where: Bench = {
  name: 'where',
  about: 'where a change is: which environments have it since when, beside SELECT 1 through the same client',
  run: (size, say, wishes) =>
    inScratch(async (directory) => {
      const { rounds } = sizes[size];
      const events = wishes.events ?? sizes[size].events;
      await fillExecutive(directory, worldOf(events), say);
      await fillCommits(directory);
      const warehouse = await openWarehouse({ mode: 'embedded', directory }, DATABASE, unkept);
      try {
        say('asking');
        const { analytics } = warehouse;
        const change = await recentChange(analytics);
        const [floors, times]: [number[], number[]] = [[], []];
        // One more, to warm up; in turns, so that both meet the same machine.
        for (let round = 0; round <= rounds; round += 1) {
          floors.push(await millisecondsOf(() => analytics.query({ sql: 'SELECT 1 AS one', params: {} })));
          times.push(await millisecondsOf(() => placesOf(analytics, change)));
        }
        const [floor, asked] = [medianOf(floors.slice(1)), medianOf(times.slice(1))];
        return {
          parameters: { events, rounds },
          figures: [
            { figure: 'SELECT 1', measured: floor, unit: 'ms' },
            { figure: 'where a change is', measured: asked, unit: 'ms' },
            {
              figure: 'where a change is, beside SELECT 1',
              measured: asked / floor,
              unit: 'times',
              goal: { atMost: 4 },
            },
          ],
        };
      } finally {
        await warehouse.close();
      }
    }),
};

interface SoughtCommit {
  readonly repository: string;
  readonly sha: string;
  readonly since: number;
}

/** A commit of a service that deploys neither often nor seldom, from a week before the end. */
async function recentChange(analytics: Analytics): Promise<SoughtCommit> {
  const sql = `
SELECT repository, commits.sha[1] AS sha, commits.committedAt[1] AS since
FROM deployments FINAL
WHERE tier = 'production' AND last_instant < {before:Int64}
  AND service IN (SELECT service FROM deployments GROUP BY service ORDER BY count() DESC LIMIT 1 OFFSET 40)
ORDER BY last_instant DESC
LIMIT 1`;
  const [found] = await analytics.query<SoughtCommit>({ sql, params: { before: lastYear.to - WEEK } });
  if (found === undefined) throw new Error('Nothing was deployed to production');
  return found;
}

async function placesOf(analytics: Analytics, { repository, sha, since }: SoughtCommit): Promise<void> {
  const sought = { repository, seeds: [sha], since, asOf: lastYear.to, concerns: () => true };
  const { carriedBy } = await whereaboutsOf(analytics, sought);
  if (carriedBy === null) throw new Error('The change is nowhere, though it was deployed');
}

async function millisecondsOf(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}
