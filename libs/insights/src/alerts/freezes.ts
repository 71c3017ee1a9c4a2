import type { Freeze } from './alert-facts.js';

/** Freezes that hold for a service in an environment. */
export const freezesOf = (
  freezes: readonly Freeze[],
  { service, environment }: { readonly service: string; readonly environment: string },
): readonly Freeze[] =>
  freezes.filter(
    ({ services, environments }) =>
      (services.length === 0 || services.includes(service)) &&
      (environments.length === 0 || environments.includes(environment)),
  );
