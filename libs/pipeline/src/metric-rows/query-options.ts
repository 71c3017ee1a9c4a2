import type { Catalogue } from '@leadline/events';
import {
  type MetricOptions,
  metricOptions,
  type OptionName,
  optionsOfAll,
  type OptionValues,
  type ServiceRules,
  someOptions,
} from '@leadline/metrics';

export type GivenOptions = { readonly [N in OptionName]?: unknown };

export interface QueryOptions {
  readonly options: MetricOptions;
  /** Options that cannot be used, by name; then `options` are the defaults. */
  readonly problems: readonly { readonly option: string; readonly message: string }[];
}

type Declared = Pick<Catalogue, 'organisation' | 'rules'> & Partial<Pick<Catalogue, 'services'>>;

const names = Object.keys(metricOptions.shape) as OptionName[];

/**
 * The options of a query: what it gives, for all services; else what the catalogue says for a service, for that one; else
 * what it says for the organisation, else their defaults.
 */
export function optionsUnder(
  { organisation, rules, services = [] }: Declared,
  given: GivenOptions | null | undefined,
): QueryOptions {
  const declared: Readonly<Record<string, unknown>> = { weekStart: organisation.weekStart, ...rules };
  const chosen = names
    .map((name) => [name, given?.[name] ?? declared[name]] as const)
    .filter(([, value]) => value !== undefined && value !== null);
  const parsed = metricOptions.safeParse(Object.fromEntries(chosen));
  if (!parsed.success) {
    const problems = parsed.error.issues.map(({ path, message }) => ({ option: path.map(String).join('.'), message }));
    return { options: metricOptions.parse({}), problems };
  }
  const open = names.filter((name) => (given?.[name] ?? null) === null && !ofAll.includes(name));
  const ofServices = rulesOfServices(services, parsed.data, open);
  return { options: { ...parsed.data, ...(ofServices.length === 0 ? {} : { ofServices }) }, problems: [] };
}

const ofAll: readonly OptionName[] = optionsOfAll;

/** Rules of services that differ from those of all, each set of them once with the services that have it. */
function rulesOfServices(
  services: readonly Pick<Catalogue['services'][number], 'name' | 'rules'>[],
  ofTheOthers: OptionValues,
  open: readonly OptionName[],
): ServiceRules[] {
  const sets = new Map<string, { services: string[]; rules: ServiceRules['rules'] }>();
  for (const { name, rules } of services) {
    const said = open
      .map((option) => [option, rules[option]] as const)
      .filter(
        ([option, value]) => value !== undefined && JSON.stringify(value) !== JSON.stringify(ofTheOthers[option]),
      );
    if (said.length === 0) continue;
    // What was declared before it was checked so, or by hand, is left aside.
    const parsed = someOptions.safeParse(Object.fromEntries(said));
    if (!parsed.success) continue;
    const own = parsed.data;
    const known = sets.get(JSON.stringify(own));
    if (known) known.services.push(name);
    else sets.set(JSON.stringify(own), { services: [name], rules: own });
  }
  return [...sets.values()];
}
