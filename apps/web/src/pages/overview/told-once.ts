import { subjectOf } from '../../entities/outlier-words.js';
import type { OutlierFindingFragment } from '../../generated/graphql.js';

type Finding = OutlierFindingFragment;

/**
 * Findings by team and by service as one list: what is about everything first, then teams, then services, each with its
 * surest finding alone. Both answers are strongest evidence first, and both have what is about no group.
 */
export function toldOnce(byTeam: readonly Finding[], byService: readonly Finding[]): readonly Finding[] {
  const told = new Set<string>();
  return [
    ...byTeam.filter(isAboutAll),
    ...byService.filter(isAboutAll),
    ...byTeam.filter(({ team }) => team !== null),
    ...byService.filter(({ service }) => service !== null),
    ...byTeam.filter(({ service }) => service !== null),
  ].filter((finding) => {
    const key = keyOf(finding);
    if (told.has(key)) return false;
    told.add(key);
    return true;
  });
}

const isAboutAll = (finding: Finding): boolean => subjectOf(finding) === '';

/** A team and a service may have one name. A day is told apart by when it was. */
function keyOf({ team, service, rule, measure, since }: Finding): string {
  if (team !== null) return `team ${team}`;
  return service === null ? `${rule} ${measure} ${since}` : `service ${service}`;
}
