import { z } from 'zod';
import type { EndpointEntry } from './file-schema.js';
import { pemOf } from './pem.js';
import type { Problem } from './problem.js';
import type { ReadTextFile } from './variables.js';
import type { YamlDocument } from './yaml-document.js';

/** How brokers of Kafka are reached, and as whom. Holds a secret: never log it. */
export interface KafkaAccess {
  /** `host:port` of some of them. */
  readonly brokers: readonly string[];
  /** null: without TLS. `ca` as PEM; undefined: the authorities that Node trusts. */
  readonly tls: { readonly ca: string | undefined } | null;
  /** null: the brokers ask nobody's name. */
  readonly sasl: KafkaSasl | null;
}

export const saslMechanisms = ['plain', 'scram-sha-256', 'scram-sha-512'] as const;

export interface KafkaSasl {
  readonly mechanism: (typeof saslMechanisms)[number];
  readonly username: string;
  readonly password: string;
}

/** A topic of somebody's own brokers that an endpoint reads, where others are sent hooks. */
export interface ConfiguredTopic extends KafkaAccess {
  readonly topic: string;
  /** The consumer group; its position survives restarts. */
  readonly group: string;
}

/** Brokers as one text. */
export const brokers = z.string().transform((text, context) => {
  const list = text.split(/[\s,]+/).filter(Boolean);
  const bad = list.find((broker) => !/^[^\s:/@]+:\d{1,5}$/.test(broker) && !/^\[[0-9a-fA-F:]+\]:\d{1,5}$/.test(broker));
  if (list.length > 0 && bad === undefined) return list;
  context.addIssue({ code: 'custom', message: 'expected brokers as host:port, separated by commas' });
  return z.NEVER;
});

/** The only source whose events have a place in Kafka's messages that its standard names. */
const SOURCE = 'cloudevents';

/** What is wrong with `endpoints.<name>.kafka` that its shape does not tell. */
export function kafkaProblems(
  document: YamlDocument,
  entries: ReadonlyMap<string, EndpointEntry>,
  { own, readFile }: { readonly own: KafkaAccess | undefined; readonly readFile: ReadTextFile },
): Problem[] {
  return [...entries].flatMap(([name, { source, kafka, unsigned }]) => {
    if (kafka === undefined) return [];
    const place = ['endpoints', name, 'kafka'];
    const problem = (path: readonly string[], message: string): Problem =>
      document.problemAt([...place, ...path], message);
    return [
      ...(source === SOURCE ? [] : [problem([], `only endpoints of the source ${SOURCE} read a topic of Kafka`)]),
      ...(unsigned ? [problem([], 'who may write to the topic is the brokers\' to say; leave out "unsigned"')] : []),
      ...(kafka.brokers === undefined && own === undefined
        ? [problem([], 'needs "brokers": KAFKA_BROKERS, which stand in for them, are not set')]
        : []),
      ...(kafka.brokers === undefined && (kafka.tls || (kafka.ca ?? kafka.sasl) !== undefined)
        ? [problem([], 'without "brokers" those of KAFKA_BROKERS are asked, as KAFKA_TLS and KAFKA_SASL say')]
        : []),
      ...(kafka.ca !== undefined && pemOf(kafka.ca, readFile) === undefined
        ? [problem(['ca'], `${kafka.ca} cannot be read, or holds no certificate as PEM`)]
        : []),
      ...(kafka.topic.startsWith('leadline.') && kafka.brokers === undefined
        ? [problem(['topic'], "is one of Leadline's own")]
        : []),
    ];
  });
}

/** The topic that an endpoint reads; its password is the endpoint's secret. */
export function topicOf(
  name: string,
  { topic, group = `leadline.${name}`, brokers: others, sasl, ...kafka }: NonNullable<EndpointEntry['kafka']>,
  { own, secret, readFile }: { own: KafkaAccess | undefined; secret: string | undefined; readFile: ReadTextFile },
): { readonly topic: ConfiguredTopic; readonly problem?: string } {
  const access =
    others === undefined
      ? (own ?? { brokers: [], tls: null, sasl: null })
      : {
          brokers: others,
          tls: kafka.tls || kafka.ca !== undefined ? { ca: kafka.ca && pemOf(kafka.ca, readFile) } : null,
          sasl: sasl === undefined ? null : { ...sasl, password: secret ?? '' },
        };
  const resolved = { topic, group, ...access };
  if (sasl !== undefined && secret === undefined) {
    return {
      topic: resolved,
      problem: `is missing: the password of ${sasl.username}, with which "${name}" reads its topic`,
    };
  }
  if (sasl === undefined && secret !== undefined) {
    return {
      topic: resolved,
      problem: `"${name}" reads a topic of Kafka and has no "sasl" that this were the password of`,
    };
  }
  return { topic: resolved };
}

/** What the environment says of Leadline's own brokers. */
export interface KafkaVariables {
  readonly brokers: readonly string[] | undefined;
  readonly tls: 'on' | 'off';
  readonly ca: string | undefined;
  readonly sasl: KafkaSasl['mechanism'] | undefined;
  readonly username: string | undefined;
  readonly password: string | undefined;
}

/** How Leadline's own brokers are reached; undefined where there are none. */
export function ownKafka(
  { brokers: own, tls, ca, sasl, username, password }: KafkaVariables,
  report: (variable: string, message: string) => void,
  readFile: ReadTextFile,
): KafkaAccess | undefined {
  if (ca !== undefined && tls === 'off') report('KAFKA_CA', 'is of no use without KAFKA_TLS=on');
  const pem = ca === undefined ? undefined : pemOf(ca, readFile);
  if (ca !== undefined && pem === undefined) report('KAFKA_CA', `${ca} cannot be read, or holds no certificate as PEM`);
  if (sasl === undefined) {
    if ((username ?? password) !== undefined) report('KAFKA_SASL', `is missing: ${saslMechanisms.join(', ')}?`);
  } else {
    if (username === undefined) report('KAFKA_USERNAME', 'is missing: KAFKA_SASL asks for it');
    if (password === undefined) report('KAFKA_PASSWORD', 'is missing: KAFKA_SASL asks for it');
  }
  if (own === undefined) return undefined;
  return {
    brokers: own,
    tls: tls === 'on' ? { ca: pem } : null,
    sasl: sasl === undefined ? null : { mechanism: sasl, username: username ?? '', password: password ?? '' },
  };
}
