import { describe, expect, test } from 'vitest';
import { describeSignature, hmacIn } from '../signature.contract.js';
import { dataOf, describeSource, fixtureOf, normalizing } from '../source.contract.js';
import { flagsmith } from './flagsmith.js';

describeSource(flagsmith, import.meta.dirname);
describeSignature(flagsmith, { sign: hmacIn('x-flagsmith-signature'), header: 'x-flagsmith-signature' });

const normalize = normalizing(flagsmith);
const fixture = (name: string) => fixtureOf(import.meta.dirname, name);

describe('traffic of flags', () => {
  test.each(['of-an-identity', 'of-a-segment', 'value-alone'])('%s changes nobody else', (name) => {
    expect(normalize(fixture(name))).toMatchObject({ outcome: 'ignored' });
  });

  test('the first change of a flag has no state before it', () => {
    const { data } = fixture('turned-on') as { data: object };
    expect(dataOf(normalize({ event_type: 'FLAG_UPDATED', data: { ...data, previous_state: null } }))).toMatchObject([
      { exposure: 100 },
    ]);
  });

  test('shares that cannot be are of unknown size', () => {
    const { data } = fixture('turned-on') as { data: { new_state: object } };
    const new_state = { ...data.new_state, multivariate_feature_state_values: [{ percentage_allocation: 170 }] };
    expect(dataOf(normalize({ event_type: 'FLAG_UPDATED', data: { ...data, new_state } }))).toMatchObject([
      { exposure: null },
    ]);
  });
});

test('a version that is published comes beside the changes it holds, and is none itself', () => {
  const published = { ...fixture('turned-on'), event_type: 'NEW_VERSION_PUBLISHED' };
  expect(normalize(published)).toMatchObject({ outcome: 'ignored' });
});
