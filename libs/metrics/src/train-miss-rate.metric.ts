import { type Cells, countIn, type MetricDefinition } from './metric.js';
import { ratioOf } from './ratio.js';

/** metrics-deployment.md C: of what was booked on decided trains, what they left without. */
export const trainMissRate: MetricDefinition<'TRAIN_MISS_RATE'> = {
  id: 'TRAIN_MISS_RATE',
  title: 'Train miss rate',
  summary: 'Share of the changes booked on release trains that were not in the deployments of their train.',
  unit: 'RATIO',
  better: 'LOWER',
  source: 'https://dora.dev/capabilities/continuous-delivery/',
  relation: 'bookings',
  looksAhead: false,
  row: ({ asOf, options }, bind) => ({
    is_decided: `in_window AND (is_cancelled OR isNotNull(departed_at) OR ${bind.bind('Int64', asOf)} > instant + ${bind.bind('Int64', Math.round(options.toleranceS * 1000))})`,
  }),
  aggregates: () => ({
    rides: `groupArrayIf((service, services[1], ifNull(cutoffAt, instant), changes, landings,
      if(is_cancelled OR isNull(departed_at), [], arrivals)), is_decided)`,
    trains: 'uniqExactIf(entity, is_decided)',
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

const ridesIn = (row: Cells): Ride[] =>
  (row['rides'] as readonly RideCells[]).map(
    ([service, firstService, closesAt, manifest, landings, arrivals]): Ride => ({
      service,
      firstService,
      closesAt,
      manifest: [...new Set(manifest)],
      landings: landings.map(([of, change, sha, landedAt, shippedAt]) => {
        return { service: of, change, sha, landedAt, shippedAt };
      }),
      arrivals: arrivals.map(([of, finishedAt]) => ({ service: of, finishedAt })),
    }),
  );

/** What is booked on a train for one of its services, and whether a deployment of the train brought it. */
function bookedOn(ride: Ride): { readonly isAboard: boolean }[] {
  const { service, firstService, closesAt, manifest, landings } = ride;
  if (manifest.length === 0) {
    return landings
      .filter((landing) => landing.service === service && landing.landedAt <= closesAt)
      .filter(({ shippedAt }) => shippedAt === null || shippedAt > closesAt)
      .map((landing) => ({ isAboard: isAboard(landing, ride) }));
  }
  return manifest.flatMap((item) => {
    const named = landings.filter((landing) => isNamed(landing, item));
    const own = named.filter((landing) => landing.service === service);
    if (named.length === 0) return service === firstService ? [{ isAboard: false }] : [];
    return own.map((landing) => ({ isAboard: isAboard(landing, ride) }));
  });
}

/** Shipped with a deployment of the train, or before it: then it was aboard as everything that was live. */
const isAboard = ({ service, shippedAt }: Landing, { arrivals }: Ride): boolean =>
  shippedAt !== null && arrivals.some((arrival) => arrival.service === service && shippedAt <= arrival.finishedAt);

/** A manifest names a change by its key, with or without "change:", or by its commit. */
const isNamed = ({ change, sha }: Landing, item: string): boolean =>
  item === change || item === sha || `change:${item}` === change || `commit:${item}` === change;
