import type { Config, ConfiguredEndpoint } from '@leadline/config';
import { DEFAULT_RATE, type ServedEndpoint } from '@leadline/http';
import { sourceById } from '@leadline/sources';
import type { Logger } from './logger.js';
import { readSnsAddress, snsProof } from './sns-proof.js';

/** The endpoints that are on, by name: those that take hooks, and those that read a topic. */
export function servedEndpoints({ endpoints }: Config, logger: Logger): ReadonlyMap<string, ServedEndpoint> {
  return new Map(endpoints.map((endpoint) => [endpoint.name, served(endpoint, logger)]));
}

function served(endpoint: ConfiguredEndpoint, logger: Logger): ServedEndpoint {
  const { name, source: id, secrets, unsigned, perSecond, sns, topic } = endpoint;
  const source = sourceById(id);
  if (source === undefined)
    throw new Error(`Endpoint ${name} is of the source ${id}, which the configuration lets through and nobody has`);
  const rate = perSecond === undefined ? DEFAULT_RATE : { perSecond, burst: perSecond * 2 };
  const proof = sns === undefined ? {} : { proof: snsProof(name, sns, { read: readSnsAddress, logger }) };
  return { name, source, secrets, unsigned, rate, ...proof, ...(topic === undefined ? {} : { topic: topic.topic }) };
}
