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

  /** Where senders keep the id of a delivery; in several places the first counts. */
  const kept: Readonly<Record<string, readonly (readonly [headers: Record<string, string>, body?: object])[]>> = {
    'aws-eventbridge': [[{ 'x-amz-sns-message-id': 'd-1' }]],
    'azure-container-registry': [[{}, { id: 'd-1' }]],
    'azure-devops': [[{}, { id: 'd-1' }]],
    'bitbucket-cloud': [[{ 'x-request-uuid': 'd-1', 'x-hook-uuid': 'h-1' }]],
    'bitbucket-server': [[{ 'x-request-id': 'd-1' }]],
    buildkite: [[{ 'x-buildkite-request': 'd-1' }]],
    circleci: [[{}, { id: 'd-1' }]],
    configcat: [[{ 'x-configcat-webhook-id': 'd-1' }]],
    gitea: [[{ 'x-gitea-delivery': 'd-1' }], [{ 'x-forgejo-delivery': 'd-1', 'x-gitea-delivery': 'd-2' }]],
    github: [[{ 'x-github-delivery': 'd-1', 'x-github-hook-id': 'h-1' }]],
    gitlab: [
      [{ 'idempotency-key': 'd-1', 'x-gitlab-webhook-uuid': 'h-1', 'x-gitlab-event-uuid': 'e-1' }],
      [{ 'webhook-id': 'd-1', 'idempotency-key': 'd-1' }],
    ],
    'google-artifact-registry': [[{}, { message: { messageId: 'd-1' } }]],
    harbor: [[{}, { id: 'd-1' }]],
    'incident-io': [[{ 'webhook-id': 'd-1' }], [{ 'svix-id': 'd-1' }]],
    jira: [[{ 'x-atlassian-webhook-identifier': 'd-1' }]],
    render: [[{ 'webhook-id': 'd-1' }]],
    sentry: [[{ 'request-id': 'd-1' }]],
    standard: [[{ 'webhook-id': 'd-1' }]],
    tekton: [[{ 'ce-id': 'd-1' }], [{}, { id: 'd-1' }]],
  };
  /** Part of what they say stands in the address or in headers: those are hashed with the body. */
  const hashed: Readonly<Record<string, readonly [headers: Record<string, string>, other: Record<string, string>]>> = {
    cloudevents: [
      { 'ce-specversion': '1.0', 'ce-id': 'e-1' },
      { 'ce-specversion': '1.0', 'ce-id': 'e-2' },
    ],
    'datadog-dora': [
      { 'x-leadline-path': '/api/v2/dora/deployments/1' },
      { 'x-leadline-path': '/api/v2/dora/deployments/2' },
    ],
    devlake: [
      { 'x-leadline-path': '/plugins/webhook/1/deployments' },
      { 'x-leadline-path': '/plugins/webhook/2/deployments' },
    ],
    sleuth: [
      { 'x-leadline-path': '/api/1/deployments/acme/shop/register_deploy' },
      { 'x-leadline-path': '/api/1/deployments/acme/search/register_deploy' },
    ],
  };
  const idOf = (source: Source, headers: Record<string, string>, body: object = {}): string | null =>
    source.deliveryId({ headers, body: Buffer.from(JSON.stringify(body)) });

  const known = (id: string): Source => {
    const source = sources.find((each) => each.id === id);
    if (source === undefined) throw new Error(`There is no source "${id}"`);
    return source;
  };

  test.each(Object.entries(kept))('of %s is known by the id it keeps', (id, requests) => {
    const told = requests.map(([headers, body]) => idOf(known(id), headers, body));
    expect(told).toEqual(requests.map(() => 'd-1'));
  });

  test.each(Object.entries(hashed))('of %s is known by all that it says', (id, [one, other]) => {
    const source = known(id);
    expect(idOf(source, one)).toMatch(/^[0-9a-f]{64}$/);
    expect(idOf(source, one)).not.toBe(idOf(source, other));
    expect(idOf(source, one)).not.toBe(idOf(source, one, { a: 1 }));
  });

  test('of the others has no id: theirs stands deep in a body that is the same byte by byte, or nowhere', () => {
    const others = sources.filter(({ id }) => !(id in hashed));
    const ids = others.map((source) => idOf(source, {}, { event: { id: 'd-1' }, Payload: { Event: { Id: 'd-1' } } }));
    expect(ids.filter((id) => id !== null)).toEqual([]);
  });

  test('is tried of all that tell an id', () => {
    const telling = sources.filter((source) =>
      fixturesOf(source).some(({ delivery }) => source.deliveryId(delivery) !== null),
    );
    expect(telling.map(({ id }) => id).filter((id) => !(id in kept) && !(id in hashed))).toEqual([]);
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
