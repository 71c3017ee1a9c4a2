import { expect, test } from 'vitest';
import { fixturesOf } from '../fixture.contract.js';
import { describeSignature, hmacIn } from '../signature.contract.js';
import { describeSource } from '../source.contract.js';
import { semaphore } from './semaphore.js';

const { factsOf, normalize } = fixturesOf(semaphore, import.meta.dirname);

describeSource(semaphore, import.meta.dirname);
describeSignature(semaphore, {
  sign: hmacIn('x-semaphore-signature-256', { prefix: 'sha256=' }),
  header: 'x-semaphore-signature-256',
});

test('a time of 1970 has not come yet', () => {
  expect(factsOf('pipeline-running')[0]).toMatchObject({ status: 'in_progress', finishedAt: null });
});

test('Semaphore Classic deploys to a server by name', () => {
  expect(factsOf('classic-deploy-passed')).toMatchObject([
    { environment: 'production', service: 'shop', repo: 'acme/shop', sha: 'c'.repeat(40), status: 'succeeded' },
  ]);
});

test('what is neither is unknown', () => {
  expect(normalize('classic-deploy-passed', { event: undefined })).toMatchObject({ code: 'unknown_type' });
  expect(normalize('classic-deploy-passed', { event: 'other' })).toMatchObject({ outcome: 'ignored' });
});
