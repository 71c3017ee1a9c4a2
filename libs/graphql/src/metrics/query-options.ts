import type { Catalogue } from '@leadline/events';
import { type MetricOptions, metricOptions } from '@leadline/metrics';
import type { ArgumentProblem } from '../errors.js';
import type { GivenOptions } from './metric-options.input.js';

/** The options of a query: what it gives, else what the catalogue says for the organisation, else their defaults. */
export function optionsOf(
  { organisation, rules }: Pick<Catalogue, 'organisation' | 'rules'>,
  given: GivenOptions | null | undefined,
): { readonly options: MetricOptions; readonly problems: readonly ArgumentProblem[] } {
  const declared = { weekStart: organisation.weekStart, ...rules };
  const names = Object.keys(metricOptions.shape) as (keyof MetricOptions)[];
  const chosen = names.flatMap((name) => {
    const value: unknown = given?.[name] ?? declared[name as keyof typeof declared];
    return value === undefined || value === null ? [] : [[name, value] as const];
  });
  const parsed = metricOptions.safeParse(Object.fromEntries(chosen));
  if (parsed.success) return { options: parsed.data, problems: [] };
  const problems = parsed.error.issues.map(({ path, message }) => ({
    argument: ['options', ...path.map(String)].join('.'),
    message: 'this value cannot be used',
    fix: `It must be: ${message}`,
  }));
  return { options: metricOptions.parse({}), problems };
}
