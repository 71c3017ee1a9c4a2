import type { Catalogue } from '@leadline/events';
import { FOREVER, type TableRow } from '@leadline/tables';
import { type Attributes, instantMs, list, text } from './attributes.js';
import type { Folded } from './entity.js';
import { placeOf, serviceOf } from './names.js';
import { ownersOf } from './owners.js';
import { attributesSaid, everSaid, foldPatches, type Patch } from './patches.js';
import { contentOf, timelineText } from './rows.js';
import type { Timeline } from './timeline.js';

/** The services a flag's change names, and those the catalogue declares for the flag (metrics-deployment.md A). */
function servicesOfFlag(said: Attributes, catalogue: Catalogue): string[] {
  const source = text(said, 'source');
  const named = (list(said, 'services') ?? []).map(
    (service) => serviceOf(catalogue, { source, service, repository: null, repositoryId: null }) ?? service,
  );
  const byFlag = catalogue.rules['flagServices'];
  const flag = text(said, 'flag') ?? '';
  const declared = isObject(byFlag) && Object.hasOwn(byFlag, flag) ? (list(byFlag, flag) ?? []) : [];
  return [...new Set([...named, ...declared])];
}

const isObject = (value: unknown): value is Attributes => typeof value === 'object' && value !== null;

/** A change of a flag as it was known at a moment; `exposure` in per cent, null: on for targets of unknown size. */
export interface FlagChangeState {
  readonly flag: string | null;
  readonly environment: string | null;
  readonly tier: string | null;
  readonly at: number | null;
  readonly exposure: number | null;
  readonly services: readonly string[];
  readonly planned: boolean;
  readonly failed: boolean | null;
  readonly source: string;
}

/** Every service it could ever have been of: any that was said, whoever said so, and those declared for any flag. */
function servicesEverSaid(told: readonly Patch[], catalogue: Catalogue): string[] {
  const sources = [null, ...everSaid(told, ['source'])];
  const said = told.flatMap(attributesSaid);
  return sources.flatMap((source) => said.flatMap((one) => servicesOfFlag({ ...one, source }, catalogue)));
}

/**
 * A change of a flag's exposure in an environment (metrics-deployment.md A).
 *
 * @param told Also what is no longer in force: what was made of it has to go.
 */
export function foldFlagChange(
  entity: string,
  patches: readonly Patch[],
  told: readonly Patch[],
  catalogue: Catalogue,
): Folded {
  const timeline = foldPatches(patches, (said): FlagChangeState => {
    const source = text(said, 'source');
    const environment = text(said, 'environment');
    const place = environment === null ? null : placeOf(catalogue, environment, text(said, 'envTier'));
    const exposure = said['exposure'];
    return {
      flag: text(said, 'flag'),
      environment: place?.environment ?? null,
      tier: place?.tier ?? null,
      at: instantMs(said, 'at'),
      exposure: typeof exposure === 'number' ? exposure : null,
      services: servicesOfFlag(said, catalogue),
      planned: said['planned'] === true,
      failed: typeof said['failed'] === 'boolean' ? said['failed'] : null,
      source: source ?? '',
    };
  });
  const last = timeline.at(-1)?.state;
  const history = timelineText(timeline);
  const services = [...new Set(timeline.flatMap(({ state }) => state.services))].sort();
  const states = flagStates(timeline);
  return {
    rows: [
      {
        table: 'flag_changes',
        row: {
          entity,
          id: entity.slice('flag_change:'.length),
          flag: last?.flag ?? '',
          services: [...(last?.services ?? [])],
          environment: last?.environment ?? '',
          tier: last?.tier ?? '',
          at: last?.at ?? null,
          source: last?.source ?? '',
          owners: ownersOf(catalogue, services),
          states,
          ever_services: [...new Set(states.flatMap((state) => state.services))].sort(),
          ever_flags: [...new Set(states.map(({ flag }) => flag))].sort(),
          history,
          content_hash: contentOf(history),
        },
      },
    ],
    mentions: [],
    // Also those that it was said to be of, and never was.
    services: [...new Set([...services, ...servicesEverSaid(told, catalogue)])].sort(),
    through: everSaid(told, ['flag']).map((flag) => `flag:${flag}`),
  };
}

/** A change exists once its flag, environment and instant are known, and not before the instant. */
function flagStates(timeline: Timeline<FlagChangeState>): TableRow<'flag_changes'>['states'] {
  return timeline.flatMap(({ from, state }, index) => {
    const { flag, environment, tier, at, exposure, services, planned, failed } = state;
    const knownUntil = timeline[index + 1]?.from ?? FOREVER;
    if (flag === null || environment === null || tier === null || at === null || at >= knownUntil) return [];
    return [
      {
        knownFrom: Math.max(from, at),
        knownUntil,
        flag,
        environment,
        tier,
        at,
        exposure,
        services: [...services],
        planned: planned ? (1 as const) : (0 as const),
        verdict: failed === null ? '' : failed ? 'failed' : 'ok',
      },
    ];
  });
}
