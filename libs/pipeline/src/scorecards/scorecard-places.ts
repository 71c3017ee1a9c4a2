import type { Catalogue } from '@leadline/events';
import type { ScorecardFacts } from '@leadline/insights';
import type { ScoredDeploymentsRow } from '@leadline/metrics';
import type { Analytics } from '@leadline/ports';
import { driftOf } from '../query-entities/drift.js';
import { listEnvironments } from '../query-entities/environments.js';
import { listTeams } from '../query-entities/teams.js';
import type { Drift, LivePlace, Place } from '../query-entities/types.js';
import { metricScope, type ScorecardQuestion } from './scorecard-question.js';

/** Services of the scope: those that are declared, and in an organisation or a service those that deploy. */
export function declaredServices(
  catalogue: Catalogue,
  { scope, asOf }: Pick<ScorecardQuestion, 'scope' | 'asOf'>,
  deployed: readonly Pick<ScoredDeploymentsRow, 'service'>[],
): ScorecardFacts['services'] {
  const tags = new Map(catalogue.services.map((service) => [service.name, service.tags]));
  const names = (): readonly string[] => {
    switch (scope.kind) {
      case 'organisation':
        return [...tags.keys(), ...deployed.map(({ service }) => service)];
      case 'team':
        return listTeams(catalogue, asOf).find(({ path }) => path === scope.name)?.allServices ?? [];
      case 'service':
        return [scope.name];
    }
  };
  return [...new Set(names())].sort().map((name) => ({ name, tags: tags.get(name) ?? {} }));
}

/** Two places that are compared: whose they are, and in words. */
export interface ComparedPair {
  readonly service: string;
  readonly text: string;
}

/** What is live where, and how far that is known to differ. */
export async function placeFacts(
  analytics: Analytics,
  catalogue: Catalogue,
  { scope, asOf }: ScorecardQuestion,
  deployed: readonly ScoredDeploymentsRow[],
): Promise<Pick<ScorecardFacts, 'places' | 'drift'> & { readonly pairs: readonly ComparedPair[] }> {
  const places = await listEnvironments(analytics, catalogue, { scope: metricScope(scope), asOf });
  const drifts = await driftOf(analytics, catalogue, places, { asOf });
  const compared = [...drifts.values()].flatMap(({ behindStage, behindTarget }) => [behindStage, behindTarget]);
  const pairs = compared.filter((drift): drift is Drift => drift !== null);
  return {
    pairs: pairs.map(({ from }) => ({ service: from.service, text: `what follows ${textOf(from)}` })),
    places: productionPlaces(catalogue, places, deployed),
    drift: {
      pairs: pairs.length,
      unknown: pairs.filter(({ state }) => state === 'unknown').map(({ from }) => `what follows ${textOf(from)}`),
    },
  };
}

const textOf = ({ service, environment, target }: Place): string =>
  [service, environment, ...(target === null ? [] : [target])].join(' ');

/** Those that are live; and targets that are declared, and services in production, of which nothing is known to be. */
function productionPlaces(
  catalogue: Catalogue,
  places: readonly LivePlace[],
  deployed: readonly ScoredDeploymentsRow[],
): ScorecardFacts['places'] {
  const live = places.filter(({ tier }) => tier === 'production');
  const known = live.map(({ service, environment, target }) => ({ service, environment, target, isKnown: true }));
  const services = [...new Set([...live.map(({ service }) => service), ...inProduction(deployed)])].sort();
  const missing = services.flatMap((service) => {
    const own = live.filter((place) => place.service === service);
    const declared = catalogue.services.find(({ name }) => name === service)?.targets ?? [];
    const targets = declared.filter((target) => !own.some((place) => place.target === target));
    const absent: readonly (string | null)[] = own.length === 0 && declared.length === 0 ? [null] : targets;
    return absent.map((target) => ({ service, environment: 'production', target, isKnown: false }));
  });
  return [...known, ...missing];
}

const inProduction = (rows: readonly ScoredDeploymentsRow[]): string[] =>
  rows.filter(({ is_in_production: isIn }) => isIn === 1).map(({ service }) => service);
