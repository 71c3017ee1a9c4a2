import { expect, test } from 'vitest';
import { fixturesOf } from '../fixture.contract.js';
import { describeToken } from '../signature.contract.js';
import { describeSource } from '../source.contract.js';
import { tekton } from './tekton.js';

const { factsOf, normalize } = fixturesOf(tekton, import.meta.dirname);

describeSource(tekton, import.meta.dirname);
describeToken(tekton);

test('a run that was cancelled did not fail', () => {
  expect(factsOf('pipelinerun-cancelled')[0]).toMatchObject({ status: 'cancelled' });
  expect(factsOf('pipelinerun-failed-structured')[0]).toMatchObject({ status: 'failed' });
});

test('the commit is known from annotations, results or parameters', () => {
  for (const name of ['pipelinerun-successful', 'pipelinerun-failed-structured']) {
    expect(factsOf(name)[0]).toMatchObject({ repo: 'acme/shop', sha: 'c'.repeat(40), pipeline: 'shop-deploy' });
  }
});

test('what is no event of Tekton is unknown', () => {
  expect(normalize('pipelinerun-started', {}, { 'ce-type': 'com.example.other' })).toMatchObject({
    code: 'unknown_type',
  });
});
