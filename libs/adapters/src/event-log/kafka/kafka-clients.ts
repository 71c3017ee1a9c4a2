import { Kafka, logLevel, type SASLOptions } from 'kafkajs';
import { registerLz4 } from './compression.js';
import type { BrokerAccess, KafkaLogger } from './open-kafka-log.js';
import { calmRequestQueues } from './request-queue-timer.js';

/** A new client. Each consumer has its own: within one client kafkajs shares the committed offsets of a group. */
export type NewClient = () => Kafka;

export function clientFactory(
  { brokers, clientId, tls = null, sasl = null }: BrokerAccess & { readonly clientId: string },
  logger: KafkaLogger,
): NewClient {
  calmRequestQueues();
  registerLz4();
  const secured = {
    ...(tls === null ? {} : { ssl: tls.ca === undefined ? true : { ca: [tls.ca] } }),
    ...(sasl === null ? {} : { sasl: saslOptions(sasl) }),
  };
  return () =>
    new Kafka({
      brokers: [...brokers],
      clientId,
      ...secured,
      logLevel: logLevel.WARN,
      logCreator:
        () =>
        ({ namespace, level, log: { message, ...details } }) =>
          say(logger, level, { kafkajs: namespace, ...details }, message),
      // Five seconds in all: a broker that was restarted is found again soon, and an append is answered before its
      // sender gives up. Each is given because the defaults are others where NODE_ENV is test.
      retry: { initialRetryTime: 200, maxRetryTime: 2_000, factor: 0.2, multiplier: 2, retries: 5 },
      connectionTimeout: 3_000,
      // Above the session timeout a request is as good as lost.
      requestTimeout: 20_000,
    });
}

/** The same, for each mechanism apart, as kafkajs has it. */
function saslOptions({ mechanism, username, password }: NonNullable<BrokerAccess['sasl']>): SASLOptions {
  switch (mechanism) {
    case 'plain':
      return { mechanism, username, password };
    case 'scram-sha-256':
      return { mechanism, username, password };
    case 'scram-sha-512':
      return { mechanism, username, password };
  }
}

function say(logger: KafkaLogger, level: logLevel, details: object, message: string): void {
  switch (level) {
    case logLevel.ERROR:
    // kafkajs calls errors what it then tries again; what it gives up on reaches us as an exception.
    // falls through
    case logLevel.WARN:
      return logger.warn(details, message);
    case logLevel.INFO:
      return logger.info(details, message);
    case logLevel.DEBUG:
    case logLevel.NOTHING:
      return logger.debug(details, message);
  }
}

const toStandardError = (details: object, message: string) =>
  void process.stderr.write(`${message} ${JSON.stringify(details)}\n`);

export const defaultLogger: KafkaLogger = {
  error: toStandardError,
  warn: toStandardError,
  info: () => {},
  debug: () => {},
};
