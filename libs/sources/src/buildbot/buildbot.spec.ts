import { expect, test } from 'vitest';
import { fixturesOf } from '../fixture.contract.js';
import { describeToken } from '../signature.contract.js';
import { describeSource } from '../source.contract.js';
import { buildbot } from './buildbot.js';

const { factsOf } = fixturesOf(buildbot, import.meta.dirname);

describeSource(buildbot, import.meta.dirname);
describeToken(buildbot);

test.each([
  [0, 'succeeded'],
  [1, 'succeeded'],
  [2, 'failed'],
  [3, 'cancelled'],
  [4, 'failed'],
  [6, 'cancelled'],
])('results %i: %s', (results, status) => {
  expect(factsOf('build-finished-failure', { results })[0]).toMatchObject({ status });
});
