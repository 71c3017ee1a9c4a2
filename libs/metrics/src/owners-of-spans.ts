import { civilBuckets } from './civil-time.js';
import { owningTeamsAt } from './deployments/row-sql.js';
import type { Named } from './layers.js';
import type { MetricQuestion } from './query.js';
import type { Parameters } from './statement.js';

/** End of what a state metric sees, inclusive: events before the end of the window, and not after asOf. */
export const lastInstant = ({ asOf, window }: Pick<MetricQuestion, 'asOf' | 'window'>): number =>
  Math.min(asOf, window.to - 1);

/** Whether it matters who owned a service at the end of each bucket. */
export const asksOwnersOfBuckets = ({ bucket, by, scope }: Pick<MetricQuestion, 'bucket' | 'by' | 'scope'>): boolean =>
  bucket !== undefined && (by.some(({ dimension }) => dimension === 'TEAM') || (scope.teams ?? []).length > 0);

/** The instants whose owners are meant: the end of each bucket, or of the question; inclusive. */
export function instantsOfOwners(query: MetricQuestion): number[] {
  if (!asksOwnersOfBuckets(query)) return [lastInstant(query)];
  const { window, bucket = 'DAY', asOf, options } = query;
  return civilBuckets(window, bucket, asOf, options.weekStart).map(({ end }) =>
    lastInstant({ asOf, window: { ...window, to: Math.min(end, window.to) } }),
  );
}

/**
 * Whether what a row tells belongs to a span.
 *
 * @param ownedAt Ends of spans at which the team asked for owned it; absent: nobody asks.
 * @param to End of the span.
 */
export const isOwnedAt = (
  ownedAt: readonly number[] | undefined,
  to: number,
  { asOf, window }: Pick<MetricQuestion, 'asOf' | 'window'>,
): boolean => ownedAt === undefined || ownedAt.includes(lastInstant({ asOf, window: { ...window, to } }));

/** Group by TEAM of rows that {@link ownersOfSpans} names. */
export const TEAM_GROUP = 'team_group';

/**
 * Owners of a row at the end of the question. Of buckets those at the end of any, and `owned_at`: the ends at which the
 * team of the group, or one of those asked for, was among them.
 *
 * @param owners Expression of its owners, each with team, from and until.
 */
export function ownersOfSpans(query: MetricQuestion, bind: Parameters, owners = 'owners'): Named {
  const isGrouped = query.by.some(({ dimension }) => dimension === 'TEAM');
  const orNone = (teams: string): string => `if(empty(${teams}), [''], ${teams})`;
  const grouped: Named = isGrouped ? { [TEAM_GROUP]: `arrayJoin(${orNone('owning_teams')})` } : {};
  if (!asksOwnersOfBuckets(query)) {
    return { owning_teams: owningTeamsAt(bind.bind('Int64', lastInstant(query)), owners), ...grouped };
  }
  const { teams: wanted } = query.scope;
  const ends = bind.bind('Array(Int64)', instantsOfOwners(query));
  const isOwned = [
    ...(isGrouped ? [`has(${orNone('teams')}, ${TEAM_GROUP})`] : []),
    ...(wanted?.length ? [`hasAny(teams, ${bind.bind('Array(String)', wanted)})`] : []),
  ].join(' AND ');
  return {
    teams_at: `arrayMap(at -> ${owningTeamsAt('at', owners)}, ${ends})`,
    // Who owned it at no time is one group more where that was so at some end.
    owning_teams: `arrayDistinct(arrayFlatten(arrayMap(teams -> ${orNone('teams')}, teams_at)))`,
    ...grouped,
    owned_at: `arrayFilter((at, teams) -> ${isOwned}, ${ends}, teams_at)`,
  };
}
