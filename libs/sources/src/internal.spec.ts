import { eventOf } from '@leadline/events';
import { describe, expect, test } from 'vitest';
import { internal } from './internal.js';
import { sourceById, sources } from './registry.js';

const receivedAt = Date.UTC(2026, 2, 2, 10);
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const normalize = (body: string) =>
  internal.normalize({ endpoint: 'leadline', receivedAt, headers: {}, body: bytes(body) });

const correction = eventOf(
  'correction',
  { id: 'leadline:correction:1', source: 'leadline', time: '2026-03-02T09:00:00Z' },
  {
    entity: 'incident:pd/1',
    by: 'ada',
    at: '2026-03-02T09:00:00Z',
    reason: 'a network failure',
    set: { severity: 'sev2' },
  },
);
/** From before any hook: an import says what the repository says. */
const ancient = eventOf(
  'commit',
  { id: 'git:1', source: 'git:shop' },
  { sha: 'a', committedAt: '1985-01-01T00:00:00Z' },
);

describe("Leadline's own deliveries", () => {
  test('say what they hold, under the ids they were given', () => {
    expect(normalize(JSON.stringify([correction, ancient]))).toEqual({
      outcome: 'events',
      events: [correction, ancient],
    });
  });

  test('of nothing say nothing', () => {
    expect(normalize('[]')).toEqual({ outcome: 'ignored', reason: 'an empty list' });
  });

  test.each([
    ['half a body', '[{', 'unreadable_body', ''],
    ['an event alone', JSON.stringify(correction), 'invalid_body', ''],
    ['a list within', `${'['.repeat(300)}${']'.repeat(300)}`, 'too_complex', ''],
    [
      'a kind of a later version',
      JSON.stringify([correction, { ...correction, type: 'x.y' }]),
      'unknown_type',
      '/1/type',
    ],
    ['an event that lacks something', JSON.stringify([{ ...correction, data: {} }]), 'invalid_body', '/0/data/entity'],
  ])('are rejected with the place: %s', (_, body, code, pointer) => {
    expect(normalize(body)).toMatchObject({ outcome: 'rejected', code, pointer });
  });

  test('cannot be sent: no endpoint is of them, and no secret verifies them', () => {
    expect(sourceById('leadline')).toBe(internal);
    expect(sources).not.toContain(internal);
    const request = { headers: { authorization: 'Bearer secret' }, body: bytes('[]') };
    expect(internal.verify(request, ['secret'], receivedAt).outcome).toBe('refused');
    expect(internal.deliveryId(request)).toBeNull();
  });
});
