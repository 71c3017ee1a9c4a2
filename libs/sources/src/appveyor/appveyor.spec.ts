import { expect, test } from 'vitest';
import { fixturesOf } from '../fixture.contract.js';
import { describeToken } from '../signature.contract.js';
import { describeSource } from '../source.contract.js';
import { appveyor } from './appveyor.js';

const { factsOf } = fixturesOf(appveyor, import.meta.dirname);

describeSource(appveyor, import.meta.dirname);
describeToken(appveyor);

test('it tells no instants, and none are made up', () => {
  expect(factsOf('build-failed')[0]).toMatchObject({ startedAt: undefined, revision: 8 });
});
