/** Tiers in the order in which a version passes them. One that is not here has no place in it. */
const tiers = ['development', 'test', 'staging', 'production'];

interface Stage {
  readonly environment: string;
  /** -1: its tier has no place in the order. */
  readonly tier: number;
  /** Where the catalogue names it; -1: nowhere. */
  readonly declared: number;
}

/** The environments of a service in the order in which a version passes them. */
export interface Stages {
  readonly ordered: readonly Stage[];
  readonly indexIn: (environment: string) => number;
}

/**
 * By tier, within one tier as the catalogue lists them, then by name; tiers of no known order first.
 *
 * @param environments Name and tier of each.
 * @param declared Names of the catalogue's environments, in its order.
 */
export function stagesOf(environments: readonly (readonly [string, string])[], declared: readonly string[]): Stages {
  const ordered = environments
    .map(([environment, tier]): Stage => ({
      environment,
      tier: tiers.indexOf(tier),
      declared: declared.indexOf(environment),
    }))
    .sort((a, b) => a.tier - b.tier || a.declared - b.declared || (a.environment < b.environment ? -1 : 1));
  const places = new Map(ordered.map(({ environment }, index) => [environment, index]));
  return { ordered, indexIn: (environment) => places.get(environment) ?? -1 };
}

/**
 * The environment whose version comes next into this one: the one the catalogue lists before it in its own tier, else
 * the last of the nearest tier below. null: it is the first, or its tier has no place in the order.
 */
export function stageBefore(environment: string, { ordered, indexIn }: Stages): string | null {
  const own = ordered[indexIn(environment)];
  if (own === undefined || own.tier < 0) return null;
  const earlier = ordered.slice(0, indexIn(environment)).filter(({ tier }) => tier >= 0);
  const isBefore = (stage: Stage): boolean =>
    stage.tier < own.tier || (own.declared >= 0 && stage.declared >= 0 && stage.declared < own.declared);
  return earlier.findLast(isBefore)?.environment ?? null;
}
