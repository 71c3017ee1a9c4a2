import { readKafkaTopic } from '@leadline/adapters';
import type { Config, ConfiguredEndpoint, ConfiguredTopic } from '@leadline/config';
import type { ServerMetrics, UnreadableLimit } from '@leadline/http';
import { acceptMessages, type IngestDeps } from '@leadline/pipeline';
import { type Batch, LogUnavailable } from '@leadline/ports';
import { requestOfKafkaMessage, type Source, sourceById } from '@leadline/sources';
import { isDeepStrictEqual } from 'node:util';
import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from './logger.js';

export interface TopicReadersDeps {
  readonly ingest: IngestDeps;
  readonly metrics: ServerMetrics;
  readonly unreadable: UnreadableLimit;
  readonly logger: Logger;
  /** How this process is named in the brokers' logs. */
  readonly clientId: string;
  readonly read?: typeof readKafkaTopic;
}

type TopicEndpoint = ConfiguredEndpoint & { readonly topic: ConfiguredTopic };

interface Reader {
  readonly endpoint: TopicEndpoint;
  stop(): Promise<void>;
}

const isOfTopic = (endpoint: ConfiguredEndpoint): endpoint is TopicEndpoint => endpoint.topic !== undefined;

/** Reads the topics of the endpoints that have one, as the configuration in force says. */
export class TopicReaders {
  readonly #deps: TopicReadersDeps;
  readonly #readers = new Map<string, Reader>();

  constructor(deps: TopicReadersDeps) {
    this.#deps = deps;
  }

  /** Ends what is not configured any more, or otherwise, and begins what is new. */
  async apply({ endpoints }: Pick<Config, 'endpoints'>): Promise<void> {
    const wanted = new Map(endpoints.filter(isOfTopic).map((endpoint) => [endpoint.name, endpoint]));
    for (const [name, reader] of this.#readers) {
      if (isDeepStrictEqual(wanted.get(name), reader.endpoint)) continue;
      this.#readers.delete(name);
      await reader.stop();
    }
    for (const [name, endpoint] of wanted) {
      if (!this.#readers.has(name)) this.#readers.set(name, startReader(this.#deps, endpoint));
    }
  }

  /** Resolves when what was taken is durable and nothing is read any more. */
  async stop(): Promise<void> {
    await Promise.all([...this.#readers.values()].map((reader) => reader.stop()));
    this.#readers.clear();
  }
}

function startReader(deps: TopicReadersDeps, endpoint: TopicEndpoint): Reader {
  const { logger, clientId, read = readKafkaTopic } = deps;
  const { topic, group, ...access } = endpoint.topic;
  const source = sourceById(endpoint.source);
  if (source === undefined) throw new Error(`Nobody has the source ${endpoint.source} of ${endpoint.name}`);
  const over = new AbortController();
  const reading = read(
    { ...access, clientId, logger },
    { topic, group, signal: over.signal, onBatch: (batch) => take(deps, { endpoint, source }, batch, over.signal) },
  ).catch((error: unknown) => logger.error({ err: error, endpoint: endpoint.name }, 'a topic is not read any more'));
  logger.info({ endpoint: endpoint.name, topic, group }, 'reading a topic');
  return {
    endpoint,
    stop: () => {
      over.abort();
      return reading;
    },
  };
}

/** @throws LogUnavailable: the batch comes again. */
async function take(
  { ingest, metrics, unreadable }: TopicReadersDeps,
  { endpoint, source }: { readonly endpoint: TopicEndpoint; readonly source: Source },
  { topic, partition, records }: Batch<string>,
  signal: AbortSignal,
): Promise<void> {
  const { name, perSecond } = endpoint;
  const messages = records.map((record) => ({
    ...requestOfKafkaMessage(record),
    place: `${topic}, partition ${partition}, offset ${record.offset}`,
  }));
  const outcome = await acceptMessages(ingest, { name, source }, messages);
  if (outcome.outcome === 'not_durable') {
    metrics.countIngest(name, 'not_durable');
    throw new LogUnavailable(outcome.reason);
  }
  metrics.countIngest(name, 'accepted', messages.length - outcome.tooLarge);
  if (outcome.tooLarge > 0) metrics.countIngest(name, 'too_large', outcome.tooLarge);
  // Nobody can be told to wait: the next ones are taken later, as those of hooks would come later.
  const waitS = Math.max(unreadable.waitS(name), perSecond === undefined ? 0 : messages.length / perSecond);
  if (waitS > 0) await delay(waitS * 1000, undefined, { signal }).catch(() => undefined);
}
