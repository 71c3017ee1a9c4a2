import { describe, expect, test } from 'vitest';
import { fixturesOf } from '../fixture.contract.js';
import { describeToken } from '../signature.contract.js';
import { describeSource } from '../source.contract.js';
import { devlake } from './devlake.js';

const { factsOf } = fixturesOf(devlake, import.meta.dirname);

describeSource(devlake, import.meta.dirname);
describeToken(devlake);

const at = Date.UTC(2026, 2, 2, 11, 25);
const called = (path: string, body = '') =>
  devlake.normalize({
    endpoint: 'devlake',
    receivedAt: at,
    headers: { 'x-leadline-path': path },
    body: new TextEncoder().encode(body),
  });

test('one deployment of several repositories is one of each service', () => {
  expect(factsOf('deployment')).toMatchObject([
    { service: 'shop', group: 'devlake/7/release-42', status: 'succeeded', sha: 'c'.repeat(40) },
    { service: 'basket', group: 'devlake/7/release-42', status: 'failed', sha: 'b'.repeat(40) },
  ]);
});

describe('a deployment of old', () => {
  const told = (body: object, receivedAt = at) => {
    const normalized = devlake.normalize({
      endpoint: 'devlake',
      receivedAt,
      headers: { 'x-leadline-path': '/api/rest/plugins/webhook/7/deployments' },
      body: new TextEncoder().encode(JSON.stringify(body)),
    });
    return normalized.outcome === 'events' ? normalized.events[0]?.data : normalized;
  };
  const begun = {
    repo_url: 'https://github.com/acme/shop',
    commit_sha: 'c'.repeat(40),
    start_time: '2026-03-02T11:00:00Z',
  };

  test('ended when it was told, and told again the first time counts', () => {
    const [first, again] = [
      told({ ...begun, pipeline_id: 'p-1' }),
      told({ ...begun, pipeline_id: 'p-1' }, at + 60_000),
    ];
    expect(first).toMatchObject({ startedAt: '2026-03-02T11:00:00Z', finishedAt: '2026-03-02T11:25:00.000Z' });
    expect(first).toHaveProperty('revision', -at);
    expect(again).toHaveProperty('revision', -at - 60_000);
    expect(told({ ...begun, pipeline_id: 'p-1', end_time: '2026-03-02T11:20:00Z' })).toMatchObject({
      finishedAt: '2026-03-02T11:20:00Z',
      revision: Date.UTC(2026, 2, 2, 11, 20) * 10 + 8,
    });
  });

  test('without an id is told apart by its commit and when it began', () => {
    const [one, later] = [told(begun), told({ ...begun, start_time: '2026-03-03T11:00:00Z' })];
    expect(one).toMatchObject({ sha: 'c'.repeat(40), repo: 'acme/shop' });
    expect(told(begun, at + 1)).toHaveProperty('id', (one as { id: string }).id);
    expect((later as { id: string }).id).not.toBe((one as { id: string }).id);
    expect(told({ repo_url: begun.repo_url, start_time: begun.start_time })).toMatchObject({
      outcome: 'rejected',
      pointer: '/id',
    });
  });
});

test('an incident that is done is over when that was told, where nobody says when', () => {
  const done = { status: 'DONE', updatedDate: undefined, resolutionDate: undefined };
  expect(factsOf('incident', done)[0]).toMatchObject({ resolvedAt: '2026-03-02T12:00:00.000Z' });
});

describe('the address', () => {
  test('names the webhook, by its id or its name', () => {
    expect(factsOf('incident')[0]).toMatchObject({ id: 'devlake/Shop team/I-1', service: 'Shop team' });
  });

  test.each([
    ['/api/rest/plugins/webhook/projects/Shop%20team/deployments', 'Shop team'],
    ['/api/rest/plugins/webhook/connections/projects/deployments', 'projects'],
    ['/api/rest/plugins/webhook/by-name/deployments', 'by-name'],
  ])('%s is of %s', (path, connection) => {
    const body = { id: 'r', startedDate: '2026-03-02T11:00:00Z', finishedDate: '2026-03-02T11:10:00Z' };
    expect(called(path, JSON.stringify(body))).toMatchObject({ events: [{ source: `devlake:${connection}` }] });
  });

  test('of the end of an incident is all there is: it is over when the call is made', () => {
    expect(called('/api/rest/plugins/webhook/connections/by-name/Shop%20team/issue/I-1/close')).toMatchObject({
      events: [{ subject: 'incident:devlake/Shop team/I-1', data: { resolvedAt: '2026-03-02T11:25:00.000Z' } }],
    });
    expect(called('/api/rest/plugins/webhook/7/issue/A%2F1/close')).toMatchObject({
      events: [{ subject: 'incident:devlake/7/A/1' }],
    });
  });

  test('is part of the delivery: equal bodies to two addresses are two', () => {
    const idOf = (path: string) => devlake.deliveryId({ headers: { 'x-leadline-path': path }, body: new Uint8Array() });
    expect(idOf('/webhook/7/issue/1/close')).not.toBe(idOf('/webhook/7/issue/2/close'));
  });

  test.each(['', '/api/rest/plugins/webhook', '/%zz'])('"%s" is none', (path) => {
    expect(called(path, '{}')).toMatchObject({ outcome: 'rejected', code: 'unknown_type' });
  });
});
