import { describe, expect, test } from 'vitest';
import { describeToken } from '../signature.contract.js';
import { dataOf, describeSource, fixtureOf, normalizing } from '../source.contract.js';
import { octopus } from './octopus.js';

describeSource(octopus, import.meta.dirname);
describeToken(octopus);

const normalize = normalizing(octopus);
const fixture = (name: string) => fixtureOf(import.meta.dirname, name);

const withEvent = (changes: object) => {
  const body = fixture('deployment-started') as { Payload: { Event: object } };
  return normalize({ ...body, Payload: { ...body.Payload, Event: { ...body.Payload.Event, ...changes } } });
};

describe('names', () => {
  test('are cut out of the message where its references say', () => {
    expect(dataOf(withEvent({}))).toMatchObject([{ service: 'Checkout', environment: 'Production', version: '1.4.0' }]);
  });

  test.each([
    ['beyond the message', { ReferencedDocumentId: 'Projects-6', StartIndex: 900, Length: 4 }],
    ['before it', { ReferencedDocumentId: 'Projects-6', StartIndex: -3, Length: 4 }],
    ['of nothing', { ReferencedDocumentId: 'Projects-6', StartIndex: 1, Length: 0 }],
  ])('that lie %s leave the id', (_, reference) => {
    expect(dataOf(withEvent({ MessageReferences: [reference] }))).toMatchObject([{ service: 'Projects-6' }]);
  });

  test('are counted as .NET counts, in UTF-16: an emoji before them is two', () => {
    // "Deploy to 🚀Production" and so on: P is the 13th unit, C the 37th.
    const Message = 'Deploy to 🚀Production started  for Checkout release 1.4.0';
    const MessageReferences = [
      { ReferencedDocumentId: 'Environments-2', StartIndex: 12, Length: 10 },
      { ReferencedDocumentId: 'Projects-6', StartIndex: 36, Length: 8 },
      { ReferencedDocumentId: 'Releases-68', StartIndex: 53, Length: 5 },
    ];
    expect(dataOf(withEvent({ Message, MessageReferences }))).toMatchObject([
      { service: 'Checkout', environment: 'Production', version: '1.4.0' },
    ]);
  });

  test('of a tenant are its target', () => {
    const RelatedDocumentIds = ['Deployments-15', 'Projects-6', 'Environments-2', 'Tenants-9'];
    expect(dataOf(withEvent({ RelatedDocumentIds }))).toMatchObject([{ target: 'Tenants-9' }]);
  });
});

test('a deployment that names no environment is rejected', () => {
  expect(withEvent({ RelatedDocumentIds: ['Deployments-15', 'Projects-6'] })).toMatchObject({
    outcome: 'rejected',
    pointer: '/Payload/Event/RelatedDocumentIds',
  });
});

test('the type of a subscription may be a number or a word', () => {
  const body = fixture('deployment-started') as { Payload: object };
  const withType = (Type: unknown) =>
    normalize({ ...body, Payload: { ...body.Payload, Subscription: { Id: 'Subscriptions-1', Type } } });
  expect(withType(0)).toEqual(withType('Event'));
});

test('seven digits of a second are kept as they were written', () => {
  expect(dataOf(withEvent({ Occurred: '2026-03-02T10:00:34.3616214+00:00' }))).toMatchObject([
    { startedAt: '2026-03-02T10:00:34.3616214+00:00', revision: Date.UTC(2026, 2, 2, 10, 0, 34, 361) * 10 + 2 },
  ]);
});

test('an event that is sent again in another batch is the same event', () => {
  const body = fixture('deployment-started') as { Payload: object };
  const again = {
    Timestamp: '2026-03-02T10:09:00Z',
    Payload: { ...body.Payload, BatchId: 'b2', EventNumberInBatch: 7 },
  };
  expect(normalize({ ...body, ...again })).toEqual(normalize(body));
});
