import { describe, expect, test } from 'vitest';
import { describeToken } from '../signature.contract.js';
import { dataOf, describeSource, fixtureOf, normalizing } from '../source.contract.js';
import { spinnaker } from './spinnaker.js';

describeSource(spinnaker, import.meta.dirname);
describeToken(spinnaker);

const normalize = normalizing(spinnaker);
const fixture = (name: string) => fixtureOf(import.meta.dirname, name);

test('the same event is the same, wrapped or not', () => {
  const wrapped = fixture('pipeline-complete') as { payload: object };
  expect(normalize(wrapped.payload)).toEqual(normalize(wrapped));
});

test('an account that several stages deploy to has one deployment, failed if one of them did', () => {
  const body = fixture('pipeline-complete') as { payload: { content: { execution: object } } };
  const stage = (status: string) => ({ type: 'deployManifest', status, context: { account: 'production-eu' } });
  const execution = { ...body.payload.content.execution, stages: [stage('TERMINAL'), stage('SUCCEEDED')] };
  const deployments = dataOf(normalize({ payload: { ...body.payload, content: { execution } } })).slice(1);
  expect(deployments).toMatchObject([{ environment: 'production-eu', status: 'failed' }]);
});

test('a build of two commits has none that could be told', () => {
  const body = fixture('pipeline-complete') as { payload: { content: { execution: object } } };
  const scm = ['a', 'b'].map((digit) => ({ sha1: digit.repeat(40) }));
  const execution = { ...body.payload.content.execution, trigger: { buildInfo: { scm } } };
  const [run] = dataOf(normalize({ payload: { ...body.payload, content: { execution } } }));
  expect(run?.['sha']).toBeUndefined();
});

test('an execution that ended without an end is rejected', () => {
  const body = fixture('pipeline-complete') as { payload: { content: { execution: object } } };
  const execution = { ...body.payload.content.execution, endTime: null };
  expect(normalize({ payload: { ...body.payload, content: { execution } } })).toMatchObject({
    outcome: 'rejected',
    pointer: '/payload/content/execution/endTime',
  });
});

test('a deployment has the times of its stages, not those of the whole execution', () => {
  const body = fixture('pipeline-complete') as { payload: { content: { execution: object } } };
  const times = { startTime: Date.UTC(2026, 2, 2, 10, 1), endTime: Date.UTC(2026, 2, 2, 10, 2) };
  const stages = [{ type: 'deployManifest', status: 'SUCCEEDED', context: { account: 'production-eu' }, ...times }];
  const execution = { ...body.payload.content.execution, stages };
  expect(dataOf(normalize({ payload: { ...body.payload, content: { execution } } }))[1]).toMatchObject({
    startedAt: '2026-03-02T10:01:00.000Z',
    finishedAt: '2026-03-02T10:02:00.000Z',
  });
});

describe('where Echo flattens', () => {
  const flattened = ({ details, content, ...others }: Record<string, unknown>) => ({
    ...others,
    details: JSON.stringify(details),
    content: JSON.stringify(content),
  });
  const { payload } = fixture('pipeline-complete') as { payload: Record<string, unknown> };
  const nameOf = (body: object) =>
    spinnaker.eventName({ headers: {}, body: new TextEncoder().encode(JSON.stringify(body)) });

  test.each([
    ['as it is', payload],
    ['flattened', flattened(payload)],
    ['flattened and wrapped', { eventName: 'spinnaker_events', payload: flattened(payload) }],
  ])('the same event is the same, of the same name: %s', (_, body) => {
    expect(normalize(body)).toEqual(normalize(payload));
    expect(nameOf(body)).toBe('orca:pipeline:complete');
  });

  test.each([
    ['/content', flattened(payload)],
    ['/payload/content', { payload: flattened(payload) }],
  ])('what does not fit is told with the place of the text, %s, and its place in there', (pointer, body) => {
    const without = JSON.parse(JSON.stringify(body).replace(String.raw`\"endTime\"`, String.raw`\"ended\"`)) as object;
    expect(normalize(without)).toMatchObject({
      outcome: 'rejected',
      code: 'invalid_body',
      pointer,
      message: 'in its JSON/execution/endTime: expected an instant',
    });
  });

  test('a text that is no JSON is told with its place', () => {
    expect(normalize({ ...flattened(payload), content: '{"execution":' })).toMatchObject({
      outcome: 'rejected',
      pointer: '/content',
    });
  });
});
