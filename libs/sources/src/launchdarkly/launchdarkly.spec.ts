import { describe, expect, test } from 'vitest';
import { describeSignature, hmacIn } from '../signature.contract.js';
import { dataOf, describeSource, fixtureOf, normalizing } from '../source.contract.js';
import { launchdarkly } from './launchdarkly.js';

describeSource(launchdarkly, import.meta.dirname);
describeSignature(launchdarkly, { sign: hmacIn('x-ld-signature'), header: 'x-ld-signature' });

const normalize = normalizing(launchdarkly);
const fixture = (name: string) => fixtureOf(import.meta.dirname, name);

describe('turning a flag', () => {
  test('is the same action both ways: the version tells which, and the words must agree', () => {
    expect(dataOf(normalize(fixture('turned-on')))).toMatchObject([{ exposure: 100 }]);
    expect(dataOf(normalize(fixture('turned-off')))).toMatchObject([{ exposure: 0 }]);
    expect(normalize({ ...fixture('turned-on'), titleVerb: 'turned off the flag' })).toMatchObject({
      outcome: 'rejected',
      code: 'invalid_body',
      pointer: '/titleVerb',
    });
  });

  test('without its version is known by the words: off for all, on for so many as are targeted', () => {
    const { currentVersion: _, previousVersion: __, ...words } = fixture('turned-on');
    expect(dataOf(normalize(words))).toMatchObject([{ exposure: null }]);
    expect(dataOf(normalize(fixture('words-alone')))).toMatchObject([{ exposure: 0 }]);
  });
});

describe('who is shown a flag', () => {
  const exposureOf = (environment: object): unknown => {
    const currentVersion = { key: 'new-checkout', environments: { production: environment } };
    const { previousVersion: _, ...body } = fixture('percentage');
    const normalized = normalize({ ...body, currentVersion });
    return normalized.outcome === 'events' ? normalized.events[0]?.data['exposure'] : normalized.outcome;
  };
  const on = { on: true, offVariation: 1 };
  const rollout = (...weights: number[]) => ({
    rollout: { variations: weights.map((weight, variation) => ({ variation, weight })) },
  });

  test.each([
    ['nobody while it is off', { ...on, on: false, fallthrough: { variation: 0 } }, 0],
    ['everybody', { ...on, fallthrough: { variation: 0 } }, 100],
    ['nobody but those targeted', { ...on, fallthrough: { variation: 1 }, rules: [{ id: 'r' }] }, null],
    ['nobody, though it is on', { ...on, fallthrough: { variation: 1 }, rules: [] }, 0],
    ['a part', { ...on, fallthrough: rollout(12_500, 87_500) }, 12.5],
    ['two parts that are not off', { ...on, fallthrough: rollout(10_000, 70_000, 20_000) }, 30],
    ['parts that cannot be', { ...on, fallthrough: rollout(900_000) }, null],
    ['nobody knows without the variation for off', { on: true, fallthrough: { variation: 0 } }, null],
  ])('%s', (_, environment, exposure) => {
    expect(exposureOf(environment)).toBe(exposure);
  });
});

describe('an entry of the audit log', () => {
  test('may carry tags in the names of its resources', () => {
    const accesses = [{ action: 'updateOn', resource: 'proj/shop;eu:env/production;critical:flag/new-checkout;web' }];
    expect(dataOf(normalize({ ...fixture('turned-on'), accesses }))).toMatchObject([
      { project: 'shop', environment: 'production', flag: 'new-checkout' },
    ]);
  });

  test('about several environments is a change of each', () => {
    const accesses = ['production', 'staging'].map((name) => ({
      action: 'updateOn',
      resource: `proj/shop:env/${name}:flag/a`,
    }));
    const { currentVersion: _, previousVersion: __, ...body } = fixture('turned-on');
    expect(dataOf(normalize({ ...body, accesses })).map(({ environment }) => environment)).toEqual([
      'production',
      'staging',
    ]);
  });

  test('in the form of the integration framework is not what webhooks send', () => {
    const framework = {
      kind: 'flag',
      timestamp: { milliseconds: 1 },
      verbKind: 'updateOn',
      titleVerb: 'turned on the flag',
    };
    expect(normalize(framework)).toMatchObject({ outcome: 'rejected', pointer: '/date' });
  });
});

test('entries that come the wrong way round are ordered by when they were made', () => {
  const on = { ...fixture('turned-on'), date: Date.UTC(2026, 2, 2, 10, 0, 0, 250) };
  const off = { ...fixture('turned-off'), date: Date.UTC(2026, 2, 2, 10, 0, 0, 251) };
  const [later, earlier] = [off, on].map((body) => dataOf(normalize(body))[0]);
  expect(earlier).toMatchObject({ at: '2026-03-02T10:00:00.250Z', exposure: 100 });
  expect(later).toMatchObject({ at: '2026-03-02T10:00:00.251Z', exposure: 0 });
  expect(Number(earlier?.['revision'])).toBeLessThan(Number(later?.['revision']));
});
