import type { Catalogue } from '@leadline/events';
import type { Facts } from '@leadline/ports';
import type { CarriedFlag } from '@leadline/tables';
import { attributeIncidents, type FlagAttributions, type FlagIncident, type Verdicts } from '@leadline/tracking';
import { changesOfFlags, type FlagChangeStates, type FlagsOfService } from './flags-of-services.js';
import type { ScopeFacts } from './scope-facts.js';

export interface FlagScope {
  readonly facts: ScopeFacts;
  readonly verdicts: Verdicts;
  readonly catalogue: Catalogue;
  /** What each of its deployments carries now. */
  readonly carried: readonly CarriedFlag[];
  readonly version: number;
}

export interface DerivedFlags {
  readonly acquittals: FlagAttributions['acquittals'];
  /** Rows of `flag_incidents` that changed. */
  readonly changed: readonly FlagIncident[];
}

const nothing: FlagAttributions = { acquittals: new Map(), incidents: [] };

/**
 * Which incidents are attributed to changes of the service's flags. That it carries a flag is entered before the flag's
 * changes are looked for: one that is folded meanwhile either is found here, or finds the entry and touches the service.
 */
export async function deriveFlags(facts: Facts, scope: FlagScope): Promise<DerivedFlags> {
  const { facts: known, verdicts, catalogue, carried } = scope;
  const { service } = known;
  const named = namedFlags(verdicts);
  const delivered = carried
    .filter(({ by }) => by !== 'taken_back')
    .map(({ flag, knownFrom: from, knownUntil: until }) => ({ flag, from, until }));
  const flags = [...new Set([...named, ...delivered].map(({ flag }) => flag))].sort();
  await enterFlags(facts, scope, flags);
  const changes = await changesOf(facts, known.flags, flags);
  const { acquittals, incidents } =
    changes.length === 0
      ? nothing
      : attributeIncidents({
          service,
          incidents: known.incidents,
          verdicts,
          carried: [...named, ...delivered],
          declared: declaredFlags(catalogue, service),
          changes,
        });
  return { acquittals, changed: changedIncidents(known, incidents) };
}

interface Carried {
  readonly flag: string;
  readonly from: number;
  readonly until: number;
}

/** By the row: the same object names the same. */
const flagsOfRows = new WeakMap<Verdicts['rows'][number], readonly Carried[]>();

/** Flags that reports of deployments name, while the deployment was known to have succeeded. */
function namedFlags({ rows }: Verdicts): Carried[] {
  const named: Carried[] = [];
  for (const row of rows) {
    let known = flagsOfRows.get(row);
    if (known === undefined) flagsOfRows.set(row, (known = flagsNamedIn(row)));
    for (const flag of known) named.push(flag);
  }
  return named;
}

function flagsNamedIn({ looks }: Verdicts['rows'][number]): Carried[] {
  return looks.flatMap(({ at, judged }, index) => {
    if (judged?.occurrence.status !== 'succeeded') return [];
    const until = looks[index + 1]?.at ?? Number.MAX_SAFE_INTEGER;
    return judged.occurrence.attempts.flatMap(({ flags }) => flags.map((flag) => ({ flag, from: at, until })));
  });
}

async function enterFlags(facts: Facts, { facts: { service, heads }, version }: FlagScope, flags: readonly string[]) {
  if (flags.length === 0) return;
  const entered = new Set(heads.flatMap(({ carried_flags }) => carried_flags.map(({ flag }) => flag)));
  const fresh = flags.filter((flag) => !entered.has(flag));
  if (fresh.length === 0) return;
  await facts.store({
    mentions: fresh.map((flag) => ({ mentioned: `flag:${flag}`, by: `service:${service}`, version })),
  });
}

/** Changes of flags that nobody knew of before it was derived are looked for now. */
async function changesOf(
  facts: Facts,
  { flags: known, changes }: FlagsOfService,
  flags: readonly string[],
): Promise<readonly FlagChangeStates[]> {
  const found = await changesOfFlags(facts, new Set(flags.filter((flag) => !known.has(flag))));
  return found.length === 0 ? changes : [...new Map([...changes, ...found].map((one) => [one.id, one])).values()];
}

/** Flags that the catalogue gives to the service. */
function declaredFlags({ rules }: Catalogue, service: string): string[] {
  const byFlag = rules['flagServices'];
  if (typeof byFlag !== 'object' || byFlag === null) return [];
  return Object.entries(byFlag)
    .filter(([, services]) => Array.isArray(services) && services.includes(service))
    .map(([flag]) => flag);
}

/** Also those that are attributed no more: the last change of a flag that named the service may name another now. */
function changedIncidents(
  { service, flagIncidents: stored }: ScopeFacts,
  incidents: readonly FlagIncident[],
): FlagIncident[] {
  const hashes = new Map(stored.map(({ incident, content_hash }) => [incident, content_hash]));
  const now = new Set(incidents.map(({ incident }) => incident));
  const gone = stored
    .filter(({ incident, content_hash }) => !now.has(incident) && content_hash !== EMPTIED)
    .map(({ incident }) => ({ service, incident, exposureSources: [], attributions: [], content_hash: EMPTIED }));
  return [...incidents.filter(({ incident, content_hash }) => hashes.get(incident) !== content_hash), ...gone];
}

const EMPTIED = 'emptied';
