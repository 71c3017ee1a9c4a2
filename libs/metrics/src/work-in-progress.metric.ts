import { median } from '@leadline/statistics';
import { type Cells, type MetricDefinition, noValue } from './metric.js';
import { asksOwnersOfBuckets, isOwnedAt } from './owners-of-spans.js';

/** metrics-deployment.md C: landed and in no succeeded production deployment. A state: at the end of the window. */
export const workInProgress: MetricDefinition<'WORK_IN_PROGRESS'> = {
  id: 'WORK_IN_PROGRESS',
  title: 'Work in progress',
  summary: 'Changes that are merged or pushed and not yet in production, counted for each of their services.',
  unit: 'COUNT',
  better: 'LOWER',
  source: 'https://dora.dev/capabilities/wip-limits/',
  target: { is: 'BELOW', value: 172_800, of: 'oldest' },
  relation: 'changes',
  looksAhead: true,
  judgedBy: ['includeBots', 'includeMergeCommits'],
  row: () => ({}),
  aggregates: (query) => ({
    landed: `groupArray((landed_at, shipped_at${asksOwnersOfBuckets(query) ? ', owned_at' : ''}))`,
  }),
  evidence: {
    form: 'rows',
    made: 'count',
    of: () => ({
      counted: 'isNull(shipped_at)',
      above: 'true',
      change: 'change',
      opensAt: 'landed_at',
      reasons: [['shipped', 'isNotNull(shipped_at)']],
    }),
  },
  finish: (cells, { to }, { asOf, window }) => {
    const end = Math.min(to, asOf);
    const hasCome = (instant: number): boolean => instant < to && instant <= asOf;
    const ages = cells
      .flatMap((row) => landedIn(row))
      .filter(([landedAt, shippedAt]) => hasCome(landedAt) && (shippedAt === null || !hasCome(shippedAt)))
      .filter(([, , ownedAt]) => isOwnedAt(ownedAt, to, { asOf, window }))
      .map(([landedAt]) => (end - landedAt) / 1000);
    return {
      ...noValue,
      value: ages.length,
      n: ages.length,
      details: {
        ageP50: ages.length === 0 ? null : median(ages),
        oldest: ages.length === 0 ? null : ages.reduce((oldest, age) => Math.max(oldest, age)),
      },
    };
  },
};

/** `ownedAt`: ends of buckets at which the team asked for owned the service; absent: nobody asks. */
type LandedCells = readonly [landedAt: number, shippedAt: number | null, ownedAt?: readonly number[]];

const landedIn = (row: Cells): readonly LandedCells[] => row['landed'] as LandedCells[];
