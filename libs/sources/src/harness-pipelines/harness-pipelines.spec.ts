import { expect, test } from 'vitest';
import { fixturesOf } from '../fixture.contract.js';
import { describeToken } from '../signature.contract.js';
import { describeSource } from '../source.contract.js';
import { harnessPipelines } from './harness-pipelines.js';

const { factsOf, normalize, request } = fixturesOf(harnessPipelines, import.meta.dirname);

describeSource(harnessPipelines, import.meta.dirname);
describeToken(harnessPipelines);

test.each(['x-api-key', 'x-harness-webhook-token'])('its token may stand in %s', (header) => {
  const verify = (token: string) =>
    harnessPipelines.verify({ headers: { [header]: token }, body: new Uint8Array() }, ['old', 'new'], 0).outcome;
  expect([verify('new'), verify('other'), verify('')]).toEqual(['verified', 'refused', 'refused']);
});

test('its CDEvents write times as milliseconds in text', () => {
  expect(factsOf('cdevents-finished')[0]).toMatchObject({ finishedAt: '2026-03-02T10:40:00.663Z', status: 'failed' });
});

test('notifications and CDEvents tell of one run', () => {
  const names = ['notification-pipeline-start', 'notification-pipeline-end-in-capitals', 'cdevents-finished'];
  expect(new Set(names.map((name) => factsOf(name)[0]?.['subject']))).toEqual(new Set(['run:harness-pipelines/kOQ1']));
});

test('an end that tells no outcome is ignored, not guessed', () => {
  const eventData = {
    ...(request('notification-pipeline-end-failed').body['eventData'] as object),
    nodeStatus: 'running',
  };
  expect(normalize('notification-pipeline-end-failed', { eventData })).toMatchObject({ outcome: 'ignored' });
});
