import { expect, test } from 'vitest';
import { describeToken } from '../signature.contract.js';
import { dataOf, describeSource, fixtureOf, normalizing } from '../source.contract.js';
import { squadcast } from './squadcast.js';

describeSource(squadcast, import.meta.dirname);
describeToken(squadcast);

const normalize = normalizing(squadcast);
const fixture = (name: string) => fixtureOf(import.meta.dirname, name);

test('the zero time of who was never assigned is no absurd one', () => {
  expect(normalize(fixture('triggered')).outcome).toBe('events');
  const body = fixture('triggered') as { data: { resource_data: object } };
  const resource_data = { ...body.data.resource_data, created_at: '0001-01-01T00:00:00Z' };
  expect(normalize({ ...body, data: { resource_data } })).toMatchObject({
    outcome: 'rejected',
    pointer: '/data/resource_data/created_at',
  });
});

test('what was suppressed was no incident', () => {
  const body = fixture('triggered') as { event: object };
  expect(dataOf(normalize({ ...body, event: { ...body.event, type: 'incident.suppressed' } }))).toMatchObject([
    { status: 'false_positive' },
  ]);
});
