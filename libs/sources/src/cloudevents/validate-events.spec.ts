import { kinds } from '@leadline/events';
import { describe, expect, test } from 'vitest';
import { cloudevents } from './cloudevents.js';
import { eventIdOf } from './identity.js';
import { validateEvents } from './validate-events.js';

const receivedAt = Date.UTC(2026, 2, 2, 10);
const deployment = {
  specversion: '1.0',
  id: 'd-1',
  source: '/ci/shop',
  type: 'dev.leadline.deployment.recorded',
  time: '2026-03-02T09:30:00Z',
  data: {
    id: 'ci/1',
    service: 'shop',
    environment: 'production',
    status: 'succeeded',
    finishedAt: '2026-03-02T09:30:00Z',
    revision: 3,
  },
};
const bytes = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));
const requestOf = (value: unknown) => ({ headers: { 'content-type': 'application/json' }, body: bytes(value) });
const validate = (value: unknown) => validateEvents(requestOf(value), receivedAt);
const problemsOf = (value: unknown) => {
  const validated = validate(value);
  return validated.outcome === 'problems' ? validated.problems : [];
};

describe("Leadline's own kinds", () => {
  test('are accepted, under the id that source and id make together', () => {
    expect(validate(deployment)).toMatchObject({
      outcome: 'accepted',
      ids: ['d-1'],
      events: [
        {
          kind: 'deployment',
          event: {
            id: 'cloudevents:%2Fci%2Fshop:d-1',
            source: '/ci/shop',
            subject: 'deployment:ci/1',
            time: '2026-03-02T09:30:00Z',
            data: deployment.data,
          },
        },
      ],
      ignored: [],
    });
  });

  test('data reach the log as they were sent, unknown attributes included', () => {
    const sent = { ...deployment, data: { ...deployment.data, pipeline: { stage: 'eu' } } };
    const validated = validate(sent);
    expect(validated.outcome === 'accepted' && validated.events[0]?.event.data).toEqual(sent.data);
  });

  test('that a person was erased is no sender to say: nobody would be', () => {
    const subject = `person:${'a'.repeat(32)}`;
    const erased = { ...deployment, type: 'dev.leadline.subject.erased', data: { subject, at: deployment.time } };
    expect(problemsOf(erased)).toEqual([
      { pointer: '/type', message: 'told by "leadline erase" alone, which erases too' },
    ]);
  });

  test('every problem of a batch is told, each with its place', () => {
    const batch = [
      deployment,
      { ...deployment, id: '', data: { ...deployment.data, status: 'done' } },
      { ...deployment, type: 'com.example.thing' },
      { ...deployment, data: { ...deployment.data, status: 'done', finishedAt: '2026-02-30T10:00:00Z' } },
      { ...deployment, data: undefined },
      'event',
    ];
    expect(problemsOf(batch).map(({ pointer }) => pointer)).toEqual([
      '/1/id',
      '/2/type',
      '/3/data/status',
      '/3/data/finishedAt',
      '/4/data',
      '/5',
    ]);
    expect(problemsOf(batch)[1]?.message).toContain('unknown type "com.example.thing". There are: ');
  });

  test.each([
    ['misspelt', 'dev.leadline.deploymnt.recorded', 'Did you mean "dev.leadline.deployment.recorded"'],
    ['a kind alone', 'deployment', 'Did you mean "dev.leadline.deployment.recorded"?'],
    ['of others', 'com.example.incident', 'Did you mean "dev.leadline.incident.recorded"?'],
  ])('an unknown type is told with the one that was meant: %s', (_, type, instead) => {
    const [problem] = problemsOf({ ...deployment, type });
    expect(problem).toEqual({ pointer: '/type', message: expect.stringContaining(instead) });
  });

  test('an unknown type that is near none is told with all there are', () => {
    const [problem] = problemsOf({ ...deployment, type: 'com.example.thing' });
    const { subject_erased: _, ...tellable } = kinds;
    for (const { type } of Object.values(tellable)) expect(problem?.message).toContain(type);
    expect(problem?.message).toContain('CDEvents');
  });

  test('one event alone: pointers begin at the event', () => {
    expect(problemsOf({ ...deployment, specversion: '0.3' })).toMatchObject([{ pointer: '/specversion' }]);
  });

  test('absurd times are problems, judged by when they were received', () => {
    const data = { ...deployment.data, startedAt: '1970-01-01T00:00:00Z', finishedAt: '2026-03-03T10:00:01Z' };
    expect(problemsOf([{ ...deployment, time: '2026-03-03T10:00:00Z', data }])).toEqual([
      { pointer: '/0/data/startedAt', message: 'lies before 1990: 1970-01-01T00:00:00Z' },
      {
        pointer: '/0/data/finishedAt',
        message: 'lies more than 24 hours after it was received: 2026-03-03T10:00:01Z',
      },
    ]);
  });

  test('a planned time may lie ahead', () => {
    const data = { id: 't-1', services: ['shop'], plannedAt: '2026-06-01T10:00:00Z' };
    const train = { ...deployment, type: 'dev.leadline.train_scheduled.recorded', data };
    expect(validate(train).outcome).toBe('accepted');
  });

  test('an empty batch is accepted', () => {
    expect(validate([])).toEqual({ outcome: 'accepted', ids: [], events: [], ignored: [] });
  });
});

describe('identity', () => {
  test.each([
    [
      ['a', 'b:c'],
      ['a:b', 'c'],
    ],
    [
      ['a#b', 'c'],
      ['a', 'b#c'],
    ],
    [
      ['a%3Ab', 'c'],
      ['a:b', 'c'],
    ],
    [
      ['a', ':b'],
      ['a:', 'b'],
    ],
  ] as const)('%j and %j are two events', ([source, id], [otherSource, otherId]) => {
    expect(eventIdOf(source, id)).not.toBe(eventIdOf(otherSource, otherId));
  });

  test('one id with other content is one event said twice: both are kept, and the greater wins later', () => {
    const corrected = { ...deployment, data: { ...deployment.data, status: 'failed', revision: 4 } };
    const validated = validate([deployment, corrected]);
    const events = validated.outcome === 'accepted' ? validated.events : [];
    expect(events).toHaveLength(2);
    expect(events[0]?.event.id).toBe(events[1]?.event.id);
  });
});

describe('the source', () => {
  const delivery = (value: unknown) => ({ ...requestOf(value), endpoint: 'events', receivedAt });

  test('reads a stored request again and says the same', () => {
    const normalized = cloudevents.normalize(delivery([deployment]));
    expect(normalized).toMatchObject({ outcome: 'events', events: [{ id: 'cloudevents:%2Fci%2Fshop:d-1' }] });
    expect(cloudevents.normalize(delivery([deployment]))).toEqual(normalized);
  });

  test('rejects with the first problem and the count of the others', () => {
    expect(cloudevents.normalize(delivery([{ ...deployment, type: 'x' }, 'event', 1]))).toEqual({
      outcome: 'rejected',
      code: 'invalid_body',
      message: expect.stringMatching(/^unknown type "x"\. There are: .* \(and 2 more\)$/),
      pointer: '/0/type',
    });
  });

  test('says why it makes nothing of an empty batch', () => {
    expect(cloudevents.normalize(delivery([]))).toEqual({ outcome: 'ignored', reason: 'an empty batch' });
  });

  test('tells binary deliveries apart by their headers too, and repeats by neither time nor token', () => {
    const request = (id: string, token: string, body: string) => ({
      headers: { 'ce-id': id, 'ce-source': 's', authorization: token },
      body: new TextEncoder().encode(body),
    });
    const first = cloudevents.deliveryId(request('1', 'a', '{}'));
    expect(cloudevents.deliveryId(request('1', 'b', '{}'))).toBe(first);
    expect(cloudevents.deliveryId(request('2', 'a', '{}'))).not.toBe(first);
    expect(cloudevents.deliveryId(request('1', 'a', '{"a":1}'))).not.toBe(first);
    expect(cloudevents.deliveryId(requestOf(deployment))).toBeNull();
  });

  test('as a hook it takes its secret as bearer token', () => {
    const request = { headers: { authorization: 'Bearer s3cret' }, body: bytes({}) };
    expect(cloudevents.verify(request, ['s3cret'], receivedAt)).toEqual({ outcome: 'verified' });
    expect(cloudevents.verify(request, ['other'], receivedAt).outcome).toBe('refused');
  });
});
