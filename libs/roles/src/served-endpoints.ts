import type { Config, ConfiguredEndpoint } from '@leadline/config';
import { DEFAULT_RATE, type ServedEndpoint } from '@leadline/http';
import { sourceById } from '@leadline/sources';

/** The endpoints that are on, by name. */
export function servedEndpoints({ endpoints }: Config): ReadonlyMap<string, ServedEndpoint> {
  return new Map(endpoints.map((endpoint) => [endpoint.name, served(endpoint)]));
}

function served({ name, source: id, secrets, unsigned, perSecond }: ConfiguredEndpoint): ServedEndpoint {
  const source = sourceById(id);
  if (source === undefined)
    throw new Error(`Endpoint ${name} is of the source ${id}, which the configuration lets through and nobody has`);
  const rate = perSecond === undefined ? DEFAULT_RATE : { perSecond, burst: perSecond * 2 };
  return { name, source, secrets, unsigned, rate };
}
