import { expect, test } from 'vitest';
import { fixturesOf } from '../fixture.contract.js';
import { describeToken } from '../signature.contract.js';
import { describeSource } from '../source.contract.js';
import { gcpCloudbuild } from './gcp-cloudbuild.js';

const { factsOf, normalize } = fixturesOf(gcpCloudbuild, import.meta.dirname);

describeSource(gcpCloudbuild, import.meta.dirname);
describeToken(gcpCloudbuild);

test('a build within a message of Pub/Sub says the same as the build itself', () => {
  expect(factsOf('build-succeeded')[0]?.['subject']).toBe(factsOf('build-working-unwrapped')[0]?.['subject']);
});

test('what is wrong within the message is told with its place', () => {
  expect(normalize('build-with-an-absurd-time')).toMatchObject({
    outcome: 'rejected',
    code: 'absurd_time',
    pointer: '/message/data',
    message: expect.stringContaining('/startTime') as string,
  });
  expect(normalize('build-succeeded', { message: { data: 'bm8gSlNPTg==' } })).toMatchObject({
    code: 'unreadable_body',
  });
});
