import { describe, expect, test } from 'vitest';
import { describeToken } from '../signature.contract.js';
import { dataOf, describeSource, fixtureOf, normalizing } from '../source.contract.js';
import { unleash } from './unleash.js';

describeSource(unleash, import.meta.dirname);
describeToken(unleash);

const normalize = normalizing(unleash);
const fixture = (name: string) => fixtureOf(import.meta.dirname, name);

describe('a strategy', () => {
  const updated = (data: object, preData: object) => normalize({ ...fixture('percentage'), data, preData });
  const rollout = (share: unknown, more: object = {}) => ({
    name: 'flexibleRollout',
    parameters: { rollout: share, stickiness: 'default' },
    ...more,
  });

  test.each([
    ['a percentage, which is text', rollout('25'), 25],
    ['a percentage as a number', rollout(25), 25],
    ['everybody', { name: 'default', parameters: {} }, 100],
    ['those who meet a condition', rollout('25', { constraints: [{ contextName: 'country' }] }), null],
    ['those of a segment', rollout('25', { segments: [1] }), null],
    ['users by name', { name: 'userWithId', parameters: { userIds: 'a,b' } }, null],
    ['more than all', rollout('250'), null],
    ['nobody, since it is disabled', rollout('25', { disabled: true }), 0],
  ])('that reaches %s', (_, strategy, exposure) => {
    expect(dataOf(updated(strategy, rollout('1')))).toMatchObject([{ exposure }]);
  });

  test('that reaches the same users as before changed nothing', () => {
    expect(updated(rollout('25', { constraints: [] }), rollout('25', { title: 'old' }))).toMatchObject({
      outcome: 'ignored',
    });
  });

  test('that is added to some environment needs its name', () => {
    const { environment: _, ...body } = fixture('strategy-with-constraint');
    expect(normalize(body)).toMatchObject({ outcome: 'rejected', pointer: '/environment' });
  });
});

test("a template of one's own that is no event is rejected", () => {
  expect(normalize({ text: 'Ada turned on new-checkout' })).toMatchObject({ outcome: 'rejected', pointer: '/type' });
});
