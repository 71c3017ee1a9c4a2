import { expect, test } from 'vitest';
import { fixturesOf } from '../fixture.contract.js';
import { describeToken } from '../signature.contract.js';
import { describeSource } from '../source.contract.js';
import { gocd } from './gocd.js';

const { factsOf } = fixturesOf(gocd, import.meta.dirname);

describeSource(gocd, import.meta.dirname);
describeToken(gocd);

test('a time without a zone is no instant', () => {
  expect(factsOf('stage-passed')[0]).toMatchObject({
    status: 'succeeded',
    startedAt: undefined,
    finishedAt: undefined,
  });
  expect(factsOf('stage-run-again-with-iso-times')[0]).toMatchObject({ finishedAt: '2026-03-02T11:59:00+01:00' });
});

test('a stage run again is another attempt of the same run', () => {
  expect(factsOf('stage-run-again-with-iso-times')[0]?.['subject']).toBe(factsOf('stage-passed')[0]?.['subject']);
  expect(factsOf('stage-run-again-with-iso-times')[0]).toMatchObject({ attempt: 2, status: 'failed' });
});

test('states without times follow each other', () => {
  expect(Number(factsOf('stage-building')[0]?.['revision'])).toBeLessThan(
    Number(factsOf('stage-passed')[0]?.['revision']),
  );
});
