import { catalogue, type Catalogue, type EventData } from '@leadline/events';
import { describe, expect, it } from 'vitest';
import { foldEntity } from './entity.js';
import { mapForeign } from './mapping.js';
import { contentHash, type Patch } from './patches.js';

type Mapping = Record<string, Record<string, string>>;

const declaring = (mapping: Mapping): Catalogue =>
  catalogue.parse({
    version: '1',
    declaredAt: '2026-01-01T00:00:00Z',
    endpoints: [{ name: 'homegrown', source: 'standard', mapping }],
  });

const body = {
  type: 'deployed',
  app: 'shop',
  commit: 'c'.repeat(40),
  at: '2026-03-02T10:40:00Z',
  run: 42,
  changes: [{ sha: 'a'.repeat(40) }, { sha: 'c'.repeat(40) }],
};

const foreign = (more: Partial<EventData<'foreign'>> = {}): EventData<'foreign'> => ({
  endpoint: 'homegrown',
  id: 'm-1',
  body,
  ...more,
});

const deployment = { when: "$.type == 'deployed'", service: '$.app', sha: '$.commit', finishedAt: '$.at' };

const mapped = (mapping: Mapping, data = foreign()) => mapForeign(data, declaring(mapping));
const factOf = (mapping: Mapping, data?: EventData<'foreign'>) => mapped(mapping, data).events[0]?.event.data;

describe('a mapped body', () => {
  it('is a deployment to production that went well, unless the mapping says otherwise', () => {
    expect(mapped({ deployment })).toMatchObject({
      problems: [],
      events: [
        {
          kind: 'deployment',
          event: {
            subject: 'deployment:homegrown/m-1',
            time: '2026-03-02T10:40:00Z',
            data: {
              id: 'homegrown/m-1',
              source: 'homegrown',
              service: 'shop',
              sha: 'c'.repeat(40),
              environment: 'production',
              status: 'succeeded',
              finishedAt: '2026-03-02T10:40:00Z',
              occurredAt: '2026-03-02T10:40:00Z',
              revision: Date.UTC(2026, 2, 2, 10, 40) * 10,
            },
          },
        },
      ],
    });
  });

  it.each([
    ["$.type == 'other'", 0],
    ["$.type == 'deployed' && $.run > 41", 1],
    ['$.commit', 1],
    ['$.missing', 0],
    ['!$.missing', 1],
    ["$.changes[?@.sha == 'none']", 0],
  ])('of which %s holds or not', (when, count) => {
    expect(mapped({ deployment: { ...deployment, when } }).events).toHaveLength(count);
  });

  it('may be several facts, each on its condition', () => {
    const incident = { when: "$.type == 'alert'", id: '$.alert', service: '$.app', startedAt: '$.at' };
    const alert = { ...body, type: 'alert', alert: 7 };
    expect(mapped({ deployment, incident }, foreign({ body: alert })).events).toMatchObject([
      { kind: 'incident', event: { subject: 'incident:homegrown/7' } },
    ]);
  });

  it('of an endpoint without a mapping is nothing yet', () => {
    expect(mapForeign(foreign({ endpoint: 'other' }), declaring({ deployment }))).toEqual({ events: [], problems: [] });
  });
});

describe('values', () => {
  it.each([
    ['a number where there is text', { version: '$.run' }, { version: '42' }],
    ['text that stands for itself', { environment: 'staging' }, { environment: 'staging' }],
    ['a list from a path to many', { commits: '$.changes[*].sha' }, { commits: ['a'.repeat(40), 'c'.repeat(40)] }],
    ['an id, told apart from those of others', { id: '$.run' }, { id: 'homegrown/42' }],
    ['a reference to an object of its own', { rollbackOf: '$.run' }, { rollbackOf: 'homegrown/42' }],
    ["a reference to another sender's", { rollbackOf: 'github/77' }, { rollbackOf: 'github/77' }],
  ])('%s', (_, fields, expected) => {
    expect(factOf({ deployment: { ...deployment, ...fields } })).toMatchObject(expected);
  });

  it('what a path does not find is not said', () => {
    expect(factOf({ deployment: { ...deployment, version: '$.none' } })).not.toHaveProperty('version');
  });

  it.each([
    [1_772_448_000, '2026-03-02T10:40:00.000Z'],
    [1_772_448_000_000, '2026-03-02T10:40:00.000Z'],
    ['1772448000', '2026-03-02T10:40:00.000Z'],
    ['2026-03-02 11:40:00 +0100', '2026-03-02T11:40:00+01:00'],
  ])('an instant written as %s', (at, finishedAt) => {
    expect(factOf({ deployment }, foreign({ body: { ...body, at } }))).toMatchObject({ finishedAt });
  });

  it.each([
    ['success', 'succeeded'],
    ['FAILED', 'failed'],
    ['aborted', 'cancelled'],
    ['running', 'in_progress'],
  ])('"%s" is %s', (outcome, status) => {
    const fields = { ...deployment, status: '$.outcome' };
    expect(factOf({ deployment: fields }, foreign({ body: { ...body, outcome } }))).toMatchObject({ status });
  });

  it('a deployment that tells no time was when it was sent, where that was signed', () => {
    const { finishedAt: _, ...timeless } = deployment;
    expect(factOf({ deployment: timeless }, foreign({ sentAt: '2026-03-02T10:41:00.000Z' }))).toMatchObject({
      status: 'succeeded',
      finishedAt: '2026-03-02T10:41:00.000Z',
    });
    expect(factOf({ deployment: timeless })).not.toHaveProperty('finishedAt');
  });
});

describe('what does not fit', () => {
  it.each([
    ['a time without an offset', { finishedAt: '$.when' }, 'finishedAt'],
    ['a word that is no outcome', { status: '$.app' }, 'status'],
    ['an object where there is text', { service: '$' }, 'service'],
    ['a path that is none', { service: '$.a..' }, 'service'],
    ['a condition that is none', { when: '$.a ==' }, 'when'],
  ])('%s is told with its place', (_, fields, field) => {
    const { events, problems } = mapped(
      { deployment: { ...deployment, ...fields } },
      foreign({ body: { ...body, when: '2026-03-02 10:40' } }),
    );
    expect(events).toEqual([]);
    expect(problems).toMatchObject([{ pointer: `/endpoints/homegrown/mapping/deployment/${field}` }]);
  });

  it.each(['catalogue', 'correction', 'foreign', '__proto__'])('a body makes no %s', (kind) => {
    expect(mapped(Object.fromEntries([[kind, { endpoint: 'x' }]])).events).toEqual([]);
  });
});

describe('another mapping', () => {
  const patchOf = (known: Catalogue): Patch => {
    const [made] = mapForeign(foreign(), known).events;
    if (made === undefined) throw new Error('nothing was mapped');
    const { id, data, source } = made.event;
    return {
      eventId: id,
      kind: made.kind,
      source,
      time: null,
      revision: data.revision ?? 0,
      hash: contentHash(data),
      data,
    };
  };
  const before = declaring({ deployment });
  const after = declaring({ deployment: { ...deployment, service: '$.type' } });
  const reportOf = (patches: readonly Patch[], known: Catalogue) =>
    foldEntity('deployment:homegrown/m-1', patches, known).rows[0]?.row;

  it('makes the facts anew, whichever were made first', () => {
    for (const patches of [
      [patchOf(before), patchOf(after)],
      [patchOf(after), patchOf(before)],
    ]) {
      expect(reportOf(patches, before)).toMatchObject({ service: 'shop', status: 'succeeded' });
      expect(reportOf(patches, after)).toMatchObject({ service: 'deployed', status: 'succeeded' });
    }
  });

  it('leaves nothing of what the one before made, but says whom it concerned', () => {
    expect(reportOf([patchOf(before)], after)).toMatchObject({ service: '', status: '', services: ['shop'] });
  });
});

describe('each member of a list', () => {
  const rollout = {
    type: 'rollout',
    stage: 'production',
    at: '2026-03-02T10:40:00Z',
    services: [
      { name: 'shop', commit: 'a'.repeat(40), state: 'ok' },
      { name: 'cart', commit: 'b'.repeat(40), state: 'ok' },
      { name: 'docs', commit: 'c'.repeat(40), state: 'skipped' },
    ],
  };
  const each = {
    each: '$.services[*]',
    when: "$.type == 'rollout' && @.state == 'ok'",
    service: '@.name',
    sha: '@.commit',
    environment: '$.stage',
    finishedAt: '$.at',
  };
  const told = (fields: Record<string, string> = each, body: unknown = rollout) =>
    mapped({ deployment: fields }, foreign({ body }));

  it('is a fact of its own, where the condition holds for it', () => {
    const { events, problems } = told();
    expect(problems).toEqual([]);
    expect(events.map(({ event }) => event.data)).toMatchObject([
      { id: 'homegrown/m-1/0', service: 'shop', sha: 'a'.repeat(40), environment: 'production' },
      { id: 'homegrown/m-1/1', service: 'cart', sha: 'b'.repeat(40), environment: 'production' },
    ]);
    expect(new Set(events.map(({ event }) => event.id)).size).toBe(2);
  });

  it('may have an id of its own, and be no object', () => {
    const fields = { each: '$.names[*]', id: '@', service: '@', finishedAt: '$.at' };
    const { events } = told(fields, { at: rollout.at, names: ['shop', 'cart'] });
    expect(events.map(({ event }) => event.subject)).toEqual([
      'deployment:homegrown/shop',
      'deployment:homegrown/cart',
    ]);
  });

  it('makes nothing of a body without such a list, and of no more than a thousand', () => {
    expect(told(each, { type: 'rollout' })).toEqual({ events: [], problems: [] });
    const services = Array.from({ length: 1_001 }, () => rollout.services[0]);
    expect(told(each, { ...rollout, services })).toEqual({
      events: [],
      problems: [
        {
          pointer: '/endpoints/homegrown/mapping/deployment/each',
          message: 'the body has 1001 of them, more than 1000',
        },
      ],
    });
  });

  it('is what "@" begins a path into; elsewhere that is a text', () => {
    expect(factOf({ deployment: { ...deployment, service: '@shop' } })).toMatchObject({ service: '@shop' });
  });
});
