import type { Facts } from '@leadline/ports';
import type { CarriedFlag, TableRow } from '@leadline/tables';

/** Columns of a flag's change that tell what of it was known when. */
export const flagChangeColumns = ['id', 'ever_services', 'ever_flags', 'states'] as const;
export type FlagChangeStates = Pick<TableRow<'flag_changes'>, (typeof flagChangeColumns)[number]>;

/** Flags of a service, with all that is known of each. */
export interface FlagsOfService {
  readonly flags: ReadonlySet<string>;
  /** Every change that was ever one of these flags: whether a step widens is seen beside all others. */
  readonly changes: readonly FlagChangeStates[];
}

interface Known {
  /** Changes that ever named one of the services. */
  readonly naming: readonly FlagChangeStates[];
  readonly headsOf: ReadonlyMap<string, readonly { readonly carried_flags: readonly CarriedFlag[] }[]>;
}

/**
 * Flags that changes ever named a service for, and those that its stored deployments carry, with their changes: one
 * statement for all services.
 */
export async function flagsOfServices(
  facts: Facts,
  services: readonly string[],
  { naming, headsOf }: Known,
): Promise<(service: string) => FlagsOfService> {
  const flagsOf = new Map(services.map((service) => [service, new Set<string>()]));
  for (const { states } of naming) {
    for (const { services: named, flag } of states) for (const service of named) flagsOf.get(service)?.add(flag);
  }
  for (const [service, heads] of headsOf) {
    for (const { carried_flags: carried } of heads) for (const { flag } of carried) flagsOf.get(service)?.add(flag);
  }
  const changes = await changesOfFlags(facts, new Set([...flagsOf.values()].flatMap((flags) => [...flags])));
  return (service) => {
    const flags = flagsOf.get(service) ?? new Set();
    return { flags, changes: changes.filter(({ ever_flags: ever }) => ever.some((flag) => flags.has(flag))) };
  };
}

/** Every change that was ever one of the flags. */
export async function changesOfFlags(facts: Facts, flags: ReadonlySet<string>): Promise<readonly FlagChangeStates[]> {
  if (flags.size === 0) return [];
  const where = [{ column: 'ever_flags' as const, hasAny: [...flags].sort() }];
  return facts.find({ table: 'flag_changes', columns: flagChangeColumns, where });
}
