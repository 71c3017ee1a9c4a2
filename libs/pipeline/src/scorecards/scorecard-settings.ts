import type { Catalogue } from '@leadline/events';
import { type ScorecardFacts, type ScorecardScope, scopeText } from '@leadline/insights';
import type { ScoredNoticesRow } from '@leadline/metrics';
import type { Analytics } from '@leadline/ports';
import { projectsTold, type ToldProject } from '../projects/told-projects.js';
import { isComparable } from '../query-before-after/query-before-after.js';
import { ownersAt } from '../query-entities/teams.js';
import { isWithin } from '../query-metrics/team-paths.js';
import type { ScorecardQuestion } from './scorecard-question.js';

/** Targets that the configuration gives to all of the scope. */
export function targetsOf(
  { thresholds = [], ...catalogue }: Catalogue,
  { scope, asOf }: ScorecardQuestion,
): ScorecardFacts['targets'] {
  const covers = ({
    teams,
    services,
  }: {
    readonly teams: readonly string[];
    readonly services: readonly string[];
  }): boolean => {
    if (teams.length + services.length === 0) return true;
    switch (scope.kind) {
      case 'organisation':
        return false;
      case 'team':
        return isWithin(scope.name, teams);
      case 'service': {
        const declared = catalogue.services.find(({ name }) => name === scope.name);
        return services.includes(scope.name) || ownersAt(declared, asOf).some((owner) => isWithin(owner, teams));
      }
    }
  };
  return thresholds
    .filter(covers)
    .flatMap(({ metric, above, below }) =>
      metric === undefined ? [] : [{ metric, above: above ?? null, below: below ?? null }],
    );
}

const DRIFT = 'DRIFT';

/** Which pairs of places, named by their service, somebody is told of when one lacks too much of the other. */
export function driftRuleOf(
  { channels = [], ...catalogue }: Catalogue,
  pairs: readonly { readonly service: string; readonly text: string }[],
  notices: readonly ScoredNoticesRow[],
  asOf: number,
): ScorecardFacts['driftRule'] {
  const taking = channels.filter(({ rules }) => rules.length === 0 || rules.includes(DRIFT));
  const told = new Set(notices.filter(({ rule }) => rule === DRIFT).map(({ service }) => service));
  const isCovered = (service: string): boolean =>
    told.has(service) ||
    taking.some(
      ({ teams, services }) =>
        teams.length + services.length === 0 ||
        services.includes(service) ||
        ownersAt(
          catalogue.services.find(({ name }) => name === service),
          asOf,
        ).some((owner) => isWithin(owner, teams)),
    );
  return {
    channels: [...taking.map(({ name }) => name), ...(told.size > 0 ? ['notices of other tools'] : [])],
    uncovered: pairs.filter(({ service }) => !isCovered(service)).map(({ text }) => text),
  };
}

/** Projects of the scope, or of a part of it. */
export async function projectFacts(
  analytics: Analytics,
  catalogue: Catalogue,
  { scope, asOf, timeZone, options }: ScorecardQuestion,
): Promise<ScorecardFacts['projects']> {
  const told = await projectsTold(analytics, asOf);
  return told
    .filter((project) => isOfScope(project, scope, catalogue, asOf))
    .map(({ name, metric, isNamedBeforehand, start, end }) => ({
      name,
      metric,
      isNamedBeforehand,
      isCompared: end !== null && isComparable({ start, end, timeZone, asOf, options }),
    }));
}

/** Whether a project touched what a scope is about, or a part of it. */
export function isOfScope(
  { scope: of }: Pick<ToldProject, 'scope'>,
  scope: ScorecardScope,
  catalogue: Catalogue,
  asOf: number,
): boolean {
  if (scope.kind === 'organisation' || of === scopeText(scope)) return true;
  if (scope.kind === 'service') return false;
  const [kind, name] = [of.slice(0, of.indexOf(':')), of.slice(of.indexOf(':') + 1)];
  if (kind === 'team') return isWithin(name, [scope.name]);
  const declared = catalogue.services.find((service) => service.name === name);
  return kind === 'service' && ownersAt(declared, asOf).some((owner) => isWithin(owner, [scope.name]));
}
