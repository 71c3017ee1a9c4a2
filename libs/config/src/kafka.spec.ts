import { describe, expect, it } from 'vitest';
import { formatProblem, readConfig, type Variables } from './index.js';

const PEM = '-----BEGIN CERTIFICATE-----\nMII=\n-----END CERTIFICATE-----\n';
const files = (yaml: string): Record<string, string> => ({
  './leadline.yaml': yaml,
  '/ca.pem': PEM,
  '/no.pem': 'text',
});

function given(yaml: string, env: Variables = {}) {
  const read = readConfig({ env, readFile: (path) => files(yaml)[path] });
  return read.outcome === 'config' ? read.config : read.problems.map(formatProblem).join('\n');
}

const own = { KAFKA_BROKERS: 'kafka:9092', CLICKHOUSE_URL: 'http://u:p@ch:8123' };
const endpoint = (...lines: string[]): string =>
  ['endpoints:', '  bus:', '    source: cloudevents', '    kafka:', ...lines.map((line) => `      ${line}`)].join('\n');

describe('an endpoint that reads a topic', () => {
  it('is on without a secret, and takes no hooks of anybody', () => {
    expect(given(endpoint('topic: platform.events', 'brokers: a:9092, b:9092'))).toMatchObject({
      endpoints: [
        {
          name: 'bus',
          source: 'cloudevents',
          secrets: [],
          unsigned: false,
          topic: {
            topic: 'platform.events',
            group: 'leadline.bus',
            brokers: ['a:9092', 'b:9092'],
            tls: null,
            sasl: null,
          },
        },
      ],
    });
  });

  it('is let in by its secret as password', () => {
    const yaml = endpoint(
      'topic: events',
      'brokers: [a:9093]',
      'group: dora',
      'ca: /ca.pem',
      'sasl: { mechanism: scram-sha-512, username: reader }',
    );
    expect(given(yaml, { LEADLINE_SECRET_BUS: 's3cret' })).toMatchObject({
      endpoints: [
        {
          topic: {
            group: 'dora',
            tls: { ca: PEM },
            sasl: { mechanism: 'scram-sha-512', username: 'reader', password: 's3cret' },
          },
        },
      ],
    });
  });

  it('reads of the brokers of Leadline where it names none', () => {
    const env = { ...own, KAFKA_TLS: 'on', KAFKA_SASL: 'plain', KAFKA_USERNAME: 'u', KAFKA_PASSWORD: 'p' };
    expect(given(endpoint('topic: events'), env)).toMatchObject({
      endpoints: [
        {
          topic: {
            brokers: ['kafka:9092'],
            tls: { ca: undefined },
            sasl: { mechanism: 'plain', username: 'u', password: 'p' },
          },
        },
      ],
    });
  });

  it.each([
    ['topic: events', {}, './leadline.yaml:5:7 endpoints.bus.kafka: needs "brokers": KAFKA_BROKERS'],
    ['topic: "a b"', own, 'endpoints.bus.kafka.topic: expected the name of a topic'],
    ['topic: leadline.deliveries', own, "endpoints.bus.kafka.topic: is one of Leadline's own"],
    ['{topic: e, brokers: here}', {}, 'endpoints.bus.kafka.brokers: expected brokers as host:port'],
    ['{topic: e, tls: true}', own, 'endpoints.bus.kafka: without "brokers" those of KAFKA_BROKERS are asked'],
    ['{topic: e, brokers: "a:1", ca: /no.pem}', {}, 'kafka.ca: /no.pem cannot be read, or holds no certificate'],
    ['{topic: e, brokers: "a:1", ca: /none}', {}, 'kafka.ca: /none cannot be read, or holds no certificate'],
    [
      '{topic: e, brokers: "a:1", sasl: {mechanism: plain, username: reader}}',
      {},
      'LEADLINE_SECRET_BUS: is missing: the password of reader, with which "bus" reads its topic',
    ],
    [
      '{topic: e, brokers: "a:1"}',
      { LEADLINE_SECRET_BUS: 'x' },
      'LEADLINE_SECRET_BUS: "bus" reads a topic of Kafka and has no "sasl" that this were the password of',
    ],
    ['{topic: e, brokers: "a:1", sasl: {mechanism: gssapi, username: x}}', {}, 'kafka.sasl.mechanism:'],
  ])('%s is refused', (line, env, message) => {
    expect(given(endpoint(line), env)).toContain(message);
  });

  it('is of CloudEvents alone, and not unsigned', () => {
    const yaml =
      'endpoints:\n  bus:\n    source: github\n    unsigned: true\n    kafka: { topic: e, brokers: "a:1" }\n';
    expect(given(yaml)).toContain(
      'endpoints.bus.kafka: only endpoints of the source cloudevents read a topic of Kafka',
    );
    expect(given(yaml)).toContain("endpoints.bus.kafka: who may write to the topic is the brokers' to say");
  });
});

describe("Leadline's own brokers", () => {
  it('may be reached with TLS and a name', () => {
    const env = { ...own, KAFKA_TLS: 'on', KAFKA_CA: '/ca.pem', KAFKA_SASL: 'scram-sha-256' };
    expect(given('', { ...env, KAFKA_USERNAME: 'u', KAFKA_PASSWORD: 'p' })).toMatchObject({
      mode: {
        kind: 'scaled',
        kafka: { tls: { ca: PEM }, sasl: { mechanism: 'scram-sha-256', username: 'u', password: 'p' } },
      },
    });
  });

  it.each([
    [{ KAFKA_TLS: 'yes' }, 'KAFKA_TLS: expected "on" or "off"'],
    [{ KAFKA_CA: '/ca.pem' }, 'KAFKA_CA: is of no use without KAFKA_TLS=on'],
    [{ KAFKA_TLS: 'on', KAFKA_CA: '/no.pem' }, 'KAFKA_CA: /no.pem cannot be read, or holds no certificate as PEM'],
    [{ KAFKA_SASL: 'gssapi' }, 'KAFKA_SASL: expected plain, scram-sha-256, scram-sha-512'],
    [{ KAFKA_SASL: 'plain', KAFKA_PASSWORD: 'p' }, 'KAFKA_USERNAME: is missing: KAFKA_SASL asks for it'],
    [{ KAFKA_SASL: 'plain', KAFKA_USERNAME: 'u' }, 'KAFKA_PASSWORD: is missing: KAFKA_SASL asks for it'],
    [{ KAFKA_USERNAME: 'u' }, 'KAFKA_SASL: is missing: plain, scram-sha-256, scram-sha-512?'],
  ])('%o is refused', (env, message) => {
    expect(given('', { ...own, ...env })).toContain(message);
  });
});
