import { expect, test } from 'vitest';
import { describeSignature, hmacIn } from '../signature.contract.js';
import { dataOf, describeSource, fixtureOf, normalizing } from '../source.contract.js';
import { terraformCloud } from './terraform-cloud.js';

describeSource(terraformCloud, import.meta.dirname);
describeSignature(terraformCloud, {
  sign: hmacIn('x-tfe-notification-signature', { algorithm: 'sha512' }),
  header: 'x-tfe-notification-signature',
});

const normalize = normalizing(terraformCloud);
const fixture = (name: string) => fixtureOf(import.meta.dirname, name);

test('a run that was cancelled comes with the trigger of an error', () => {
  expect(dataOf(normalize(fixture('canceled')))).toMatchObject([{ status: 'cancelled' }]);
});

test('several notifications of one run are its states, in order', () => {
  const body = fixture('applied') as { notifications: object[] };
  const notifications = [
    { ...body.notifications[0], trigger: 'run:applying', run_status: 'applying' },
    ...body.notifications,
  ];
  const revisions = dataOf(normalize({ ...body, notifications })).map(({ revision }) => Number(revision));
  expect(revisions).toEqual(revisions.toSorted((a, b) => a - b));
  expect(new Set(revisions).size).toBe(2);
});

test('a run without an id is rejected', () => {
  expect(normalize({ ...fixture('applied'), run_id: null })).toMatchObject({ outcome: 'rejected', pointer: '/run_id' });
});
