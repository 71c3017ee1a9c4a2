import type { EvidenceItem } from './evidence/evidence-item.js';
import { evidenceOfWhole, type EvidentRow, leftOut, shareItem } from './evidence/evidence-rule.js';
import { type Cells, countIn, type MetricDefinition } from './metric.js';
import { ratioOf } from './ratio.js';

const rideCell = `(service, services[1], ifNull(cutoffAt, instant), changes, landings,
      if(is_cancelled OR isNull(departed_at), [], arrivals))`;

/** metrics-deployment.md C: of what was booked on decided trains, what they left without. */
export const trainMissRate: MetricDefinition<'TRAIN_MISS_RATE'> = {
  id: 'TRAIN_MISS_RATE',
  title: 'Train miss rate',
  summary: 'Share of the changes booked on release trains that were not in the deployments of their train.',
  unit: 'RATIO',
  better: 'LOWER',
  source: 'https://dora.dev/capabilities/continuous-delivery/',
  target: { is: 'AT_MOST', value: 0.05 },
  relation: 'bookings',
  looksAhead: false,
  judgedBy: ['includeBots', 'includeMergeCommits'],
  row: ({ asOf, options }, bind) => ({
    is_decided: `in_window AND (is_cancelled OR isNotNull(departed_at) OR ${bind.bind('Int64', asOf)} > instant + ${bind.bind('Int64', Math.round(options.toleranceS * 1000))})`,
  }),
  aggregates: () => ({
    rides: `groupArrayIf(${rideCell}, is_decided)`,
    trains: 'uniqExactIf(entity, is_decided)',
  }),
  evidence: evidenceOfWhole<RideCells>({
    made: 'share',
    of: () => ({
      counted: 'is_decided',
      cell: rideCell,
      reasons: [
        ['outside_window', 'NOT in_window'],
        ['not_due', 'NOT is_decided'],
      ],
    }),
    assemble: (rows) =>
      rows.flatMap((row) =>
        row.isCounted
          ? bookedOn(rideIn(row.cell)).map((booking) => bookedItem(row, booking))
          : row.reason === null
            ? []
            : [leftOut(row, row.reason)],
      ),
  }),
  finish: (cells) => {
    const booked = cells.flatMap(ridesIn).flatMap(bookedOn);
    const missed = booked.filter(({ isAboard }) => !isAboard).length;
    return { ...ratioOf(missed, booked.length), details: { trains: countIn(cells, 'trains') } };
  },
};

/** A train as one of its services sees it. */
interface Ride {
  readonly service: string;
  /** To which what nobody knows is counted. */
  readonly firstService: string;
  readonly closesAt: number;
  /** Empty: what had landed by the close is booked. */
  readonly manifest: readonly string[];
  /** Of all its services. */
  readonly landings: readonly Landing[];
  readonly arrivals: readonly { readonly service: string; readonly finishedAt: number }[];
}

interface Landing {
  readonly service: string;
  readonly change: string;
  readonly sha: string;
  readonly landedAt: number;
  readonly shippedAt: number | null;
}

type RideCells = readonly [
  service: string,
  firstService: string,
  closesAt: number,
  manifest: readonly string[],
  landings: readonly (readonly [string, string, string, number, number | null])[],
  arrivals: readonly (readonly [string, number])[],
];

const ridesIn = (row: Cells): Ride[] => (row['rides'] as readonly RideCells[]).map(rideIn);

const rideIn = ([service, firstService, closesAt, manifest, landings, arrivals]: RideCells): Ride => ({
  service,
  firstService,
  closesAt,
  manifest: [...new Set(manifest)],
  landings: landings.map(([of, change, sha, landedAt, shippedAt]) => {
    return { service: of, change, sha, landedAt, shippedAt };
  }),
  arrivals: arrivals.map(([of, finishedAt]) => ({ service: of, finishedAt })),
});

interface Booking {
  /** What the manifest calls it; '': there is no manifest. */
  readonly item: string;
  /** null: nothing that landed goes by that name. */
  readonly landing: Landing | null;
  readonly isAboard: boolean;
}

/** What is booked on a train for one of its services, and whether a deployment of the train brought it. */
function bookedOn(ride: Ride): Booking[] {
  const { service, firstService, closesAt, manifest, landings } = ride;
  if (manifest.length === 0) {
    return landings
      .filter((landing) => landing.service === service && landing.landedAt <= closesAt)
      .filter(({ shippedAt }) => shippedAt === null || shippedAt > closesAt)
      .map((landing) => ({ item: '', landing, isAboard: isAboard(landing, ride) }));
  }
  return manifest.flatMap((item): Booking[] => {
    const named = landings.filter((landing) => isNamed(landing, item));
    const own = named.filter((landing) => landing.service === service);
    if (named.length === 0) return service === firstService ? [{ item, landing: null, isAboard: false }] : [];
    return own.map((landing) => ({ item, landing, isAboard: isAboard(landing, ride) }));
  });
}

/** Shipped with a deployment of the train, or before it: then it was aboard as everything that was live. */
const isAboard = ({ service, shippedAt }: Landing, { arrivals }: Ride): boolean =>
  shippedAt !== null && arrivals.some((arrival) => arrival.service === service && shippedAt <= arrival.finishedAt);

/** A manifest names a change by its key, with or without "change:", or by its commit. */
const isNamed = ({ change, sha }: Landing, item: string): boolean =>
  item === change || item === sha || `change:${item}` === change || `commit:${item}` === change;

/** Under the instant of its train, which puts it into the window; its clock runs from its landing to production. */
function bookedItem(row: EvidentRow<RideCells>, { item, landing, isAboard: aboard }: Booking): EvidenceItem {
  const { shown, failures } = row;
  const change = landing?.change ?? null;
  const thing = change?.startsWith('commit:') === true ? 'commit' : 'change';
  const own = {
    thing,
    id: change ?? item,
    key: [shown.key, item, change ?? ''].join('\n'),
    sha: landing?.sha ?? '',
  } as const;
  return {
    ...shareItem({ shown: { ...shown, ...own }, failures }, aboard ? 0 : 1),
    reason: aboard ? 'aboard' : landing === null ? 'change_unknown' : null,
    change,
    opensAt: landing?.landedAt ?? null,
    closesAt: landing?.shippedAt ?? null,
    train: shown.id,
  };
}
