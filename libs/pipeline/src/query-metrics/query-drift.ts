import type { Catalogue } from '@leadline/events';
import {
  COMPARED_PLACES,
  type ComparedPlace,
  type EvidentPlace,
  type GroupBy,
  type MetricQuery,
  type PointReference,
  type StatementRow,
} from '@leadline/metrics';
import type { Analytics } from '@leadline/ports';
import { deploymentKeyIn } from '../query-entities/deployment-id.js';
import { driftOf } from '../query-entities/drift.js';
import { placeText } from '../query-entities/drift-between.js';
import { listEnvironments } from '../query-entities/environments.js';
import { groupedBy } from '../grouped-by.js';
import type { Drift, LivePlace, Place } from '../query-entities/types.js';
import { pathsAbove } from './team-paths.js';

/** Ends of this many buckets are compared for one question: each asks of all places again. */
export const MOST_COMPARISONS = 60;

/** A place of which drift is told; `drift` null: it or what it is compared with was never deployed to. */
interface DriftingPlace {
  readonly place: LivePlace;
  /** Whether it was ever deployed to: else it shows the version of what it would be compared with. */
  readonly isLive: boolean;
  readonly drift: Drift | null;
}

/**
 * The rows that drift is made of, one for each group of each place, at the end of each span: that of a bucket, or of the
 * window. They are as a statement's would be.
 */
export async function driftRows(
  analytics: Analytics,
  catalogue: Catalogue,
  query: MetricQuery,
  spans: readonly { readonly start: number; readonly end: number }[],
): Promise<StatementRow[]> {
  const rows: StatementRow[] = [];
  for (const { start, end } of spans) {
    const found = await driftingPlaces(analytics, catalogue, query, end);
    for (const { place, drift } of found) {
      for (const groups of groupsOf(place, query.by, catalogue)) {
        rows.push({ ...groups, bucket: start, [COMPARED_PLACES]: [comparedIn(drift)] });
      }
    }
  }
  return rows;
}

/** The places that a point was made of, as each was compared. */
export async function evidentPlaces(
  analytics: Analytics,
  catalogue: Catalogue,
  point: PointReference,
): Promise<EvidentPlace[]> {
  const { by, group, window } = point;
  const found = await driftingPlaces(analytics, catalogue, point, window.to);
  const isOfGroup = (columns: Readonly<Record<string, string>>): boolean =>
    group.every((value, index) => columns[`g${index}`] === (value ?? ''));
  return found
    .filter(({ place }) => groupsOf(place, by, catalogue).some(isOfGroup))
    .map((drifting) => ({
      shown: shownPlace(drifting, Math.min(window.to, point.asOf)),
      compared: drifting.drift === null ? null : comparedIn(drifting.drift),
    }));
}

/** By when what is live there came; one that was never deployed to, by when it is asked. */
function shownPlace({ place, isLive, drift }: DriftingPlace, end: number): EvidentPlace['shown'] {
  const { service, environment, target, deployment, since, kind, sha, version } = place;
  const name = nameOf(place);
  return {
    thing: 'place',
    id: [service, name].join(' '),
    key: placeText({ service, environment, target }),
    instant: isLive ? since : end,
    service,
    environment,
    deployment: isLive ? (deploymentKeyIn(deployment) ?? null) : null,
    title: drift === null ? name : `${nameOf(drift.from)} → ${name}`,
    status: '',
    kind: isLive ? kind : '',
    sha: isLive ? (sha ?? '') : '',
    version: isLive ? (version ?? '') : '',
    url: '',
  };
}

const nameOf = ({ environment, target }: Pick<Place, 'environment' | 'target'>): string =>
  target === null ? environment : `${environment} ${target}`;

const comparedIn = (drift: Drift | null): ComparedPlace => ({
  changesBehind: drift?.changesBehind ?? null,
  changesAhead: drift?.changesAhead ?? null,
  secondsBehind: drift?.secondsBehind ?? null,
  configDiffers: drift?.configDiffers ?? null,
});

async function driftingPlaces(
  analytics: Analytics,
  catalogue: Catalogue,
  { scope: asked, asOf, window, options: { from, to } }: Pick<MetricQuery, 'scope' | 'asOf' | 'window' | 'options'>,
  end: number,
): Promise<DriftingPlace[]> {
  const { environments, targets, ...scope } = asked;
  const [until, now] = [Math.min(asOf, end - 1, window.to - 1), Math.min(asOf, end, window.to)];
  const all = await listEnvironments(analytics, catalogue, { scope, asOf, until });
  const isWanted = ({ environment, tier, target }: LivePlace): boolean => {
    const isThere = environments?.length ? environments.includes(environment) : to !== null || tier === 'production';
    return isThere && (to === null || environment === to) && (!targets?.length || targets.includes(target ?? ''));
  };
  const pairs = [...groupedBy(all, ({ service }) => service).values()].flatMap((own) => {
    const sources = from === null ? null : own.filter(({ environment }) => environment === from);
    const wanted = own
      .filter(isWanted)
      .map((place) => ({ ...place, before: sources ?? place.before, beside: [], isLive: true }));
    const [source] = sources ?? [];
    const isMissing = to !== null && source !== undefined && !own.some(({ environment }) => environment === to);
    return isMissing ? [{ ...source, environment: to, target: null, before: [], beside: [], isLive: false }] : wanted;
  });
  const drifts = await driftOf(
    analytics,
    catalogue,
    pairs.filter(({ before }) => before.length > 0),
    { asOf, now },
  );
  return (
    pairs
      .map(({ isLive, ...place }) => ({ place, isLive, drift: drifts.get(placeText(place))?.behindStage ?? null }))
      // Without a pair that is asked for, the first stage is behind nothing.
      .filter(({ drift }) => from !== null || drift !== null)
  );
}

/** Columns g0, g1, … of every group the place is in. */
function groupsOf(
  place: DriftingPlace['place'],
  by: readonly GroupBy[],
  catalogue: Catalogue,
): Record<string, string>[] {
  return by.reduce<Record<string, string>[]>(
    (rows, one, index) =>
      rows.flatMap((row) => valuesOf(place, one, catalogue).map((value) => ({ ...row, [`g${index}`]: value }))),
    [{}],
  );
}

function valuesOf(
  { service, environment, target, repository, teams }: DriftingPlace['place'],
  { dimension, tagKey }: GroupBy,
  catalogue: Catalogue,
): readonly string[] {
  switch (dimension) {
    case 'SERVICE':
      return [service];
    case 'ENVIRONMENT':
      return [environment];
    case 'TARGET':
      return [target ?? ''];
    case 'REPOSITORY':
      return [repository];
    case 'TEAM':
      return teams.length === 0 ? [''] : pathsAbove(teams);
    case 'TAG':
      return [catalogue.services.find(({ name }) => name === service)?.tags[tagKey ?? ''] ?? ''];
    case 'FLAG':
      throw new Error('Places have no FLAG');
  }
}
