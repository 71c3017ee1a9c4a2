import { expect, test } from 'vitest';
import { describeToken } from '../signature.contract.js';
import { dataOf, describeSource, fixtureOf, normalizing } from '../source.contract.js';
import { statuspage } from './statuspage.js';

describeSource(statuspage, import.meta.dirname);
describeToken(statuspage);

const normalize = normalizing(statuspage);
const fixture = (name: string) => fixtureOf(import.meta.dirname, name);

test('what is on the page is noticed by users', () => {
  expect(dataOf(normalize(fixture('investigating')))).toMatchObject([{ userFacing: true, severity: 'major' }]);
});

test.each(['resolved', 'postmortem'])('an incident that is %s and does not say since when is rejected', (status) => {
  const body = fixture('resolved') as { incident: object };
  expect(normalize({ ...body, incident: { ...body.incident, status, resolved_at: null } })).toMatchObject({
    outcome: 'rejected',
    pointer: '/incident/resolved_at',
  });
});

test('an event has the name of what it is about', () => {
  const nameOf = (name: string) =>
    statuspage.eventName({ headers: {}, body: new TextEncoder().encode(JSON.stringify(fixture(name))) });
  expect([nameOf('resolved'), nameOf('component')]).toEqual(['incident', 'component']);
});
