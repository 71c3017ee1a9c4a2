import { expect, test } from 'vitest';
import { describeToken } from '../signature.contract.js';
import { dataOf, describeSource, fixtureOf, normalizing } from '../source.contract.js';
import { devcycle } from './devcycle.js';

describeSource(devcycle, import.meta.dirname);
describeToken(devcycle);

const normalize = normalizing(devcycle);
const fixture = (name: string) => fixtureOf(import.meta.dirname, name);

test('a feature that is on reaches whom its targeting names, however many', () => {
  expect(
    dataOf(normalize(fixture('targeting-on'))).map(({ environment, exposure }) => [environment, exposure]),
  ).toEqual([
    ['production', null],
    ['staging', null],
  ]);
});

test('a body without changes is rejected', () => {
  expect(normalize({ key: 'a', date: '2026-03-02T10:00:00Z' })).toMatchObject({
    outcome: 'rejected',
    pointer: '/changes',
  });
});
