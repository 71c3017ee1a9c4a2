import { expect, test } from 'vitest';
import { fixturesOf } from '../fixture.contract.js';
import { describeToken } from '../signature.contract.js';
import { describeSource } from '../source.contract.js';
import { teamcity } from './teamcity.js';

const { factsOf, normalize, request } = fixturesOf(teamcity, import.meta.dirname);

describeSource(teamcity, import.meta.dirname);
describeToken(teamcity);

test("TeamCity's own way to write an instant", () => {
  expect(factsOf('own-build-finished')[0]).toMatchObject({
    startedAt: '2026-03-02T11:31:00+01:00',
    finishedAt: '2026-03-02T11:40:00+01:00',
  });
  const payload = { ...(request('own-build-finished').body['payload'] as object), startDate: '20260230T113100+0100' };
  expect(normalize('own-build-finished', { payload })).toMatchObject({
    outcome: 'rejected',
    pointer: '/payload/startDate',
  });
});

test('both ways tell of one build', () => {
  const names = ['own-build-started', 'own-build-finished', 'plugin-legacy-finished', 'plugin-of-the-template'];
  expect(new Set(names.map((name) => factsOf(name)[0]?.['subject']))).toEqual(
    new Set(['run:teamcity/ci.acme.example/19952']),
  );
});

test('the legacy format tells no times, and none are made up', () => {
  expect(factsOf('plugin-legacy-finished')[0]).toMatchObject({ status: 'failed', startedAt: undefined, revision: 8 });
});
