import { Kafka, logLevel } from 'kafkajs';
import type { KafkaLogger, KafkaLogOptions } from './open-kafka-log.js';
import { calmRequestQueues } from './request-queue-timer.js';

/** A new client. Each consumer has its own: within one client kafkajs shares the committed offsets of a group. */
export type NewClient = () => Kafka;

export function clientFactory({ brokers, clientId }: KafkaLogOptions, logger: KafkaLogger): NewClient {
  calmRequestQueues();
  return () =>
    new Kafka({
      brokers: [...brokers],
      clientId,
      logLevel: logLevel.WARN,
      logCreator:
        () =>
        ({ namespace, level, log: { message, timestamp: _, ...details } }) =>
          say(logger, level, { kafkajs: namespace, ...details }, message),
      connectionTimeout: 3_000,
      // Above the session timeout a request is as good as lost.
      requestTimeout: 20_000,
    });
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

const toStandardError = (details: object, message: string) => console.error(message, JSON.stringify(details));

export const defaultLogger: KafkaLogger = {
  error: toStandardError,
  warn: toStandardError,
  info: () => {},
  debug: () => {},
};
