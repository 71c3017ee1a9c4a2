import { openWarehouse } from '@leadline/adapters';
import type { OutlierScan } from '@leadline/insights';
import { defaultOptions, metricIds } from '@leadline/metrics';
import { queryOutliers } from '@leadline/pipeline';
import type { Analytics } from '@leadline/ports';
import type { Bench } from './bench.js';
import { fillOutliers, isPlanted, WEEKS_OF_A_YEAR, year } from './outliers-world.js';
import { medianOf } from './quantiles.js';
import { inScratch } from './scratch.js';
import { unkept } from './unkept.js';

const sizes = {
  full: { services: 2_000, perServiceAndYear: 52, rounds: 3 },
  quick: { services: 200, perServiceAndYear: 26, rounds: 1 },
} as const;
const SEED = 11;

/** A search for outliers over a year of many services, with half a year before it. */
export const outliers: Bench = {
  name: 'outliers',
  about: 'a search for outliers over a year of 2,000 services, by service',
  run: (size, say) =>
    inScratch(async (directory) => {
      const { services, perServiceAndYear, rounds } = sizes[size];
      const warehouse = await openWarehouse({ mode: 'embedded', directory }, 'bench', unkept);
      try {
        await warehouse.migrate();
        say(`storing ${(2 * services * perServiceAndYear).toLocaleString('en')} deployments`);
        const stored = await fillOutliers(warehouse.facts, { services, perServiceAndYear, seed: SEED });
        const seconds: number[] = [];
        const processor: number[] = [];
        let found = { planted: 0, others: 0, tests: 0 };
        for (let round = 0; round < rounds; round += 1) {
          say('scanning');
          const [startedAt, used] = [performance.now(), process.cpuUsage()];
          const scan = await scanYear(warehouse.analytics);
          seconds.push((performance.now() - startedAt) / 1_000);
          const { user, system } = process.cpuUsage(used);
          processor.push((user + system) / 1_000_000);
          found = foundIn(scan);
        }
        if (found.planted === 0) throw new Error('The scan found none of the services that stand out');
        return {
          parameters: { services, weeks: WEEKS_OF_A_YEAR, deployments: stored, rounds, seed: SEED, tests: found.tests },
          figures: [
            { figure: 'scan of a year', measured: medianOf(seconds), unit: 's', goal: { atMost: 10 } },
            // Of the whole process, whose threads the engine is. What a busy machine adds to the time above is not in it.
            { figure: 'processor time of a scan', measured: medianOf(processor), unit: 's' },
            { figure: 'planted services found', measured: (100 * found.planted) / planted(services), unit: '%' },
            { figure: 'other services flagged', measured: found.others, unit: 'flags' },
          ],
        };
      } finally {
        await warehouse.close();
      }
    }),
};

async function scanYear(analytics: Analytics): Promise<OutlierScan> {
  const answer = await queryOutliers(analytics, {
    ids: metricIds,
    window: { ...year, timeZone: 'Europe/Berlin' },
    by: { dimension: 'SERVICE' },
    scope: {},
    asOf: year.to,
    options: defaultOptions,
  });
  if (answer.outcome !== 'scan') throw new Error(`There were too many ${answer.what}`);
  return answer.scan;
}

const planted = (services: number): number =>
  Array.from({ length: services }, (_, service) => `service-${service}`).filter(isPlanted).length;

function foundIn({ outliers: all, tests }: OutlierScan): { planted: number; others: number; tests: number } {
  const names = new Set(all.flatMap(({ subject }) => (subject.kind === 'group' ? [subject.group] : [])));
  const found = [...names].filter(isPlanted).length;
  return { planted: found, others: names.size - found, tests };
}
