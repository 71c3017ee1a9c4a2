import { expect, test } from 'vitest';
import { fixturesOf } from '../fixture.contract.js';
import { describeToken } from '../signature.contract.js';
import { describeSource } from '../source.contract.js';
import { codeship } from './codeship.js';

const { factsOf } = fixturesOf(codeship, import.meta.dirname);

describeSource(codeship, import.meta.dirname);
describeToken(codeship);

test('it tells no instants, and none are made up', () => {
  expect(factsOf('build-succeeded')[0]).toMatchObject({ startedAt: undefined, revision: 8 });
});
