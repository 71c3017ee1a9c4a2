import type { EnvironmentsQuery, RolloutsUnderWayQuery } from '../../generated/graphql.js';

export type Place = EnvironmentsQuery['environments'][number];
export type DriftFacts = NonNullable<Place['drift']>;
export type Rollout = RolloutsUnderWayQuery['rollouts'][number];

/** A column: an environment. */
export interface Column {
  readonly environment: string;
  readonly isProduction: boolean;
}

/** What is live in a place, and the difference that matters most; null: none. */
export interface LivePlace {
  readonly place: Place;
  readonly drift: DriftFacts | null;
}

/** What a service has in an environment. */
export interface Cell {
  readonly column: Column;
  /** One for each target, those that differ first; none: it is not used. */
  readonly live: readonly LivePlace[];
  /** What is on its way there. */
  readonly rollouts: readonly Rollout[];
}

export interface ServiceRow {
  readonly service: string;
  readonly teams: readonly string[];
  readonly cells: readonly Cell[];
  readonly hasDrift: boolean;
}

export interface Matrix {
  readonly columns: readonly Column[];
  readonly rows: readonly ServiceRow[];
}

type Where = Pick<Place, 'environment' | 'target'>;

/** "production", "production eu". */
export const placeTitle = ({ environment, target }: Where): string =>
  target === null ? environment : `${environment} ${target}`;

/** A place in the address. */
export const placeKey = ({ service, environment, target }: Pick<Place, 'service'> & Where): string =>
  [service, environment, target ?? ''].map(encodeURIComponent).join('/');

/** Services against environments, these in the order in which a version passes them. */
export function matrixOf(places: readonly Place[], rollouts: readonly Rollout[]): Matrix {
  const byService = new Map<string, Place[]>();
  for (const place of places) byService.set(place.service, [...(byService.get(place.service) ?? []), place]);
  const columns = columnsOf([...byService.values()]);
  const rows = [...byService].map(([service, own]): ServiceRow => {
    const cells = columns.map((column) => cellOf(column, own, rollouts));
    const hasDrift = cells.some(({ live }) => live.some(({ drift }) => drift !== null));
    return { service, teams: own[0]?.teams ?? [], cells, hasDrift };
  });
  return { columns, rows };
}

function cellOf(column: Column, own: readonly Place[], rollouts: readonly Rollout[]): Cell {
  const live = own
    .filter(({ environment }) => environment === column.environment)
    .map((place): LivePlace => ({ place, drift: shownDrift(place) }))
    .sort((a, b) => Number(b.drift !== null) - Number(a.drift !== null));
  const isComing = ({ overtaken, deployment: { service, environment } }: Rollout): boolean =>
    !overtaken && service === own[0]?.service && environment === column.environment;
  return { column, live, rollouts: rollouts.filter(isComing) };
}

/** Environments of all services in one order: each goes behind the one before it in its own service, production last. */
function columnsOf(services: readonly (readonly Place[])[]): Column[] {
  const columns: Column[] = [];
  for (const places of services.toSorted((a, b) => b.length - a.length)) {
    let behind = -1;
    for (const { environment, tier } of places) {
      const known = columns.findIndex((column) => column.environment === environment);
      if (known >= 0) {
        behind = Math.max(behind, known);
        continue;
      }
      behind += 1;
      columns.splice(behind, 0, { environment, isProduction: tier === 'production' });
    }
  }
  return columns.toSorted((a, b) => Number(a.isProduction) - Number(b.isProduction));
}

/** Against the environment before it, or against another target of its own: whichever lacks more. */
export function shownDrift({ drift, targetDrift }: Pick<Place, 'drift' | 'targetDrift'>): DriftFacts | null {
  const [worst] = [drift, targetDrift]
    .filter((one): one is DriftFacts => one !== null && isDrift(one))
    .sort((a, b) => (b.changesBehind ?? 0) - (a.changesBehind ?? 0) || (b.secondsBehind ?? 0) - (a.secondsBehind ?? 0));
  return worst ?? null;
}

export const isDrift = ({ state, configDiffers }: DriftFacts): boolean => state !== 'LEVEL' || configDiffers === true;

interface Behind {
  readonly place: Place;
  readonly drift: DriftFacts;
  readonly changes: number;
}

/** Where the most changes wait, production before others; null: nowhere. */
export function mostBehind({ rows }: Matrix): Behind | null {
  const behind = rows
    .flatMap(({ cells }) => cells.flatMap(({ live }) => live))
    .flatMap(({ place, drift }): Behind[] => {
      const changes = drift?.changesBehind ?? 0;
      return drift === null || changes === 0 ? [] : [{ place, drift, changes }];
    });
  const isProduction = ({ place }: Behind): number => Number(place.tier === 'production');
  const [worst] = behind.sort(
    (a, b) =>
      isProduction(b) - isProduction(a) ||
      b.changes - a.changes ||
      (b.drift.secondsBehind ?? 0) - (a.drift.secondsBehind ?? 0),
  );
  return worst ?? null;
}
