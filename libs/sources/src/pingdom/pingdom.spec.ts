import { expect, test } from 'vitest';
import { describeToken } from '../signature.contract.js';
import { dataOf, describeSource, fixtureOf, normalizing } from '../source.contract.js';
import { pingdom } from './pingdom.js';

describeSource(pingdom, import.meta.dirname);
describeToken(pingdom);

const normalize = normalizing(pingdom);
const fixture = (name: string) => fixtureOf(import.meta.dirname, name);

test('transactions fail and succeed where pages are down and up', () => {
  const turned = (current_state: string) => dataOf(normalize({ ...fixture('down'), current_state }))[0];
  expect(turned('FAILING')).toMatchObject({ startedAt: '2026-03-02T10:00:00.000Z', resolvedAt: null });
  expect(turned('SUCCESS')).toMatchObject({ resolvedAt: '2026-03-02T10:00:00.000Z' });
});

test('a check that is unknown says nothing', () => {
  expect(normalize({ ...fixture('down'), current_state: 'UNKNOWN' })).toMatchObject({ outcome: 'ignored' });
});
