import { expect, test } from 'vitest';
import { fixturesOf } from '../fixture.contract.js';
import { describeToken } from '../signature.contract.js';
import { describeSource } from '../source.contract.js';
import { sleuth } from './sleuth.js';

const { factsOf, normalize, request } = fixturesOf(sleuth, import.meta.dirname);

describeSource(sleuth, import.meta.dirname);
describeToken(sleuth);

test('an API key of old has a scheme of its own', () => {
  const verify = (authorization: string) =>
    sleuth.verify({ headers: { authorization }, body: new Uint8Array() }, ['old', 'new'], 0).outcome;
  expect([verify('apikey new'), verify('ApiKey other')]).toEqual(['verified', 'refused']);
});

test('without a date it is now that it was deployed, and told again the first time counts', () => {
  const { headers } = request('deploy');
  const told = (receivedAt: number) => {
    const body = new TextEncoder().encode(JSON.stringify({ sha: 'c'.repeat(40) }));
    const normalized = sleuth.normalize({ endpoint: 's', receivedAt, headers, body });
    return normalized.outcome === 'events' ? normalized.events[0] : undefined;
  };
  const [first, again] = [told(Date.UTC(2026, 2, 2, 10, 40)), told(Date.UTC(2026, 2, 2, 10, 45))];
  expect(first?.data).toMatchObject({ finishedAt: '2026-03-02T10:40:00.000Z', environment: 'production' });
  expect(first?.id).toBe(again?.id);
  expect(first?.data.revision).toBeGreaterThan(again?.data.revision ?? 0);
});

test('a commit list of its own is exact', () => {
  expect(factsOf('deploy')[0]).toMatchObject({ commits: ['b'.repeat(40), 'c'.repeat(40)], service: 'shop' });
});

test('a short commit is one, and a tag is a version', () => {
  expect(factsOf('deploy', { sha: 'ABCDEF12' })[0]).toMatchObject({ sha: 'abcdef12', version: undefined });
  expect(factsOf('deploy', { sha: 'v1.4.0' })[0]).toMatchObject({ sha: undefined, version: 'v1.4.0' });
});

test('what is told of commits that Sleuth cannot read is kept', () => {
  const [commit, deployment] = factsOf('deploy-of-custom-git');
  expect(commit).toMatchObject({
    subject: `commit:${'c'.repeat(40)}`,
    committedAt: '2026-03-02T09:10:00+00:00',
    parents: ['b'.repeat(40)],
    paths: ['api/charge.ts'],
    title: 'Charge once',
    flags: ['charge-once'],
  });
  expect(deployment).toMatchObject({ commits: ['c'.repeat(40)] });
});

test('another address registers nothing', () => {
  expect(normalize('another-address')).toMatchObject({ outcome: 'rejected', code: 'unknown_type' });
});
