import { type Outlier, scanOutliers } from '@leadline/insights';
import type { Bench } from './bench.js';
import { type MadeUp, nullOrganisation } from './outliers-null-organisation.js';

const sizes = {
  full: { runs: 20, services: 500 },
  quick: { runs: 2, services: 60 },
} as const;
/** Of the first run; the others follow. */
const FIRST_SEED = 4_217;

/** How often something is flagged where there is nothing to find. */
export const outliersNull: Bench = {
  name: 'outliers-null',
  about: 'false flags of a scan over an organisation in which nothing stands out',
  run: async (size, say) => {
    const { runs, services } = sizes[size];
    const seeds = Array.from({ length: runs }, (_, run) => FIRST_SEED + run);
    let [flags, records, unusual, tests, recoveries] = [0, 0, 0, 0, 0];
    for (const seed of seeds) {
      const { input, isWorse } = nullOrganisation({ services, seed });
      const scan = scanOutliers(input);
      const ofGroups = scan.outliers.filter((outlier) => isFalse(outlier, isWorse));
      const found = ofGroups.map(({ rule, measure }) => `${rule} ${measure}`);
      say(`seed ${seed}: ${scan.tests} tests, ${found.length === 0 ? 'no flag' : `false: ${found.join(', ')}`}`);
      flags += ofGroups.length;
      tests += scan.tests;
      for (const { rule, measure, judged, flagged } of scan.lookedAt) {
        if (measure === 'recovery') recoveries += judged;
        if (rule !== 'single_record') continue;
        records += judged;
        unusual += flagged;
      }
    }
    if (recoveries === 0) throw new Error('No recoveries were compared');
    return {
      parameters: {
        runs,
        services,
        seeds: `${seeds[0]} to ${seeds.at(-1)}`,
        tests: Math.round(tests / runs),
        'of recoveries': Math.round(recoveries / runs),
        records,
      },
      figures: [
        { figure: 'false flags a run', measured: flags / runs, unit: 'flags', goal: { atMost: 0.2 } },
        {
          figure: 'single records called unusual',
          measured: (100 * unusual) / records,
          unit: '%',
          goal: { atMost: 0.5 },
        },
      ],
    };
  },
};

/** Single records are real records; of rates against peers some services are what the flag says they are. */
function isFalse({ rule, measure, subject }: Outlier, isWorse: MadeUp['isWorse']): boolean {
  if (rule === 'single_record') return false;
  const isRate = measure === 'fail_rate' || measure === 'rework_rate';
  return !(rule === 'rate_against_peers' && isRate && subject.kind === 'group' && isWorse(subject.group, measure));
}
