import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { sources } from './registry.js';
import type { Delivery, Source } from './source.js';

const NOW = Date.parse('2026-03-02T12:00:00Z');

/** Every request by which the tests of a sender know it. */
function fixturesOf(source: Source): { readonly name: string; readonly delivery: Delivery }[] {
  const folder = join(import.meta.dirname, source.id, 'fixtures');
  const files = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith('.request.json')) : [];
  return files.map((name) => {
    const written = JSON.parse(readFileSync(join(folder, name), 'utf8')) as Written;
    const body = Buffer.from(typeof written.body === 'string' ? written.body : JSON.stringify(written.body));
    return { name, delivery: { endpoint: source.id, receivedAt: NOW, headers: written.headers, body } };
  });
}
interface Written {
  readonly headers: Record<string, string>;
  readonly body: unknown;
}

describe('what is sent again', () => {
  /** How senders say that they try once more; none of it is part of what happened. */
  const again = {
    'x-attempt-number': '3',
    'x-atlassian-webhook-retry': '2',
    'x-atlassian-webhook-flow': 'Secondary',
    'x-amz-sns-message-attempt': '2',
    date: 'Mon, 02 Mar 2026 13:00:00 GMT',
  };

  test.each(sources.map((source) => [source.id, source] as const))('of %s is the same again', (_, source) => {
    for (const { name, delivery } of fixturesOf(source)) {
      const retried = { ...delivery, receivedAt: NOW + 3_600_000, headers: { ...delivery.headers, ...again } };
      expect([name, source.normalize(retried)]).toEqual([name, source.normalize(delivery)]);
      expect([name, source.deliveryId(retried)]).toEqual([name, source.deliveryId(delivery)]);
    }
  });

  test('is known by the id that its sender keeps, where there is one', () => {
    const idOf = (id: string, headers: Record<string, string>, body: object = {}) =>
      sources.find((source) => source.id === id)?.deliveryId({ headers, body: Buffer.from(JSON.stringify(body)) });
    expect(idOf('github', { 'x-github-delivery': 'd-1' })).toBe('d-1');
    expect(idOf('gitlab', { 'idempotency-key': 'd-1' })).toBe('d-1');
    expect(idOf('circleci', {}, { id: 'd-1' })).toBe('d-1');
    expect(idOf('render', { 'webhook-id': 'd-1' })).toBe('d-1');
    // Their ids stand in the body, which is the same byte by byte: its hash stands for them.
    expect(idOf('pagerduty', {}, { event: { id: 'd-1' } })).toBeNull();
    expect(idOf('octopus', {}, { Payload: { Event: { Id: 'd-1' } } })).toBeNull();
  });
});

describe('a proof', () => {
  const secretOf = ({ id }: Source): string =>
    ['incident-io', 'render', 'standard'].includes(id) ? `whsec_${'A1b2'.repeat(8)}` : 'a-long-and-secret-text';
  const first = (source: Source) => {
    const { names = [], make } = source.testEvents ?? {};
    const request = make?.(names[0] ?? '', { secret: secretOf(source), id: 'test-1', now: NOW });
    if (request === undefined) throw new Error(`${source.id} has no test event`);
    return request;
  };
  const signing = sources.filter((source) => {
    const { headers } = first(source);
    return (
      source.testEvents?.unsigned !== true &&
      source.verify({ headers, body: Buffer.from('{}') }, [secretOf(source)], NOW).outcome === 'refused'
    );
  });

  test('is of the bytes as they came, wherever the sender signs at all', () => {
    expect(signing.map(({ id }) => id)).toEqual([
      'bitbucket-cloud',
      'bitbucket-server',
      'buildkite',
      'circleci',
      'configcat',
      'drone',
      'firehydrant',
      'flagsmith',
      'flipt',
      'flux',
      'gitea',
      'github',
      'grafana-alerting',
      'growthbook',
      'harness-code',
      'heroku',
      'incident-io',
      'jira',
      'launchdarkly',
      'netlify',
      'pagerduty',
      'render',
      'rootly',
      'semaphore',
      'sentry',
      'standard',
      'statsig',
      'terraform-cloud',
      'vercel',
    ]);
    for (const source of signing) {
      const { headers, body } = first(source);
      // The same JSON, written otherwise.
      const rewritten = Buffer.from(JSON.stringify(JSON.parse(Buffer.from(body).toString()), null, 1));
      expect([source.id, source.verify({ headers, body: rewritten }, [secretOf(source)], NOW).outcome]).toEqual([
        source.id,
        'refused',
      ]);
    }
  });

  test('is of bytes that are no JSON, and no UTF-8, as much as of any others', () => {
    const github = sources.find(({ id }) => id === 'github')!;
    const strange = [
      Buffer.from([0xef, 0xbb, 0xbf, 0x7b, 0x7d]),
      Buffer.from([0xff, 0xfe, 0x00]),
      Buffer.from('{}\r\n'),
    ];
    const headers = first(github).headers;
    for (const body of strange) {
      expect(github.verify({ headers, body }, [secretOf(github)], NOW).outcome).toBe('refused');
    }
  });
});
