import type { Catalogue } from '@leadline/events';
import { type MetricOptions, metricOptions } from '@leadline/metrics';

export type GivenOptions = { readonly [N in keyof MetricOptions]?: unknown };

export interface QueryOptions {
  readonly options: MetricOptions;
  /** Options that cannot be used, by name; then `options` are the defaults. */
  readonly problems: readonly { readonly option: string; readonly message: string }[];
}

/** The options of a query: what it gives, else what the catalogue says for the organisation, else their defaults. */
export function optionsUnder(
  { organisation, rules }: Pick<Catalogue, 'organisation' | 'rules'>,
  given: GivenOptions | null | undefined,
): QueryOptions {
  const declared: Readonly<Record<string, unknown>> = { weekStart: organisation.weekStart, ...rules };
  const names = Object.keys(metricOptions.shape) as (keyof MetricOptions)[];
  const chosen = names
    .map((name) => [name, given?.[name] ?? declared[name]] as const)
    .filter(([, value]) => value !== undefined && value !== null);
  const parsed = metricOptions.safeParse(Object.fromEntries(chosen));
  if (parsed.success) return { options: parsed.data, problems: [] };
  const problems = parsed.error.issues.map(({ path, message }) => ({ option: path.map(String).join('.'), message }));
  return { options: metricOptions.parse({}), problems };
}
