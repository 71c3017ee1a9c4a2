import { describe, expect, it } from 'vitest';
import { sources } from './registry.js';

const NOW = Date.parse('2026-03-02T10:00:00.500Z');
const secret = 'a-long-and-secret-text';
const trials = sources.flatMap((source) => (source.testEvents?.names ?? []).map((name) => ({ source, name })));

describe('test events', () => {
  it.each(trials.map((trial) => [trial.source.id, trial.name, trial] as const))(
    'of %s: %s passes its signature and is understood',
    (_, name, { source }) => {
      const request = source.testEvents?.make(name, { secret, id: 'test-1', now: NOW });
      expect(request).toBeDefined();
      expect(source.verify(request!, [secret], NOW)).toEqual({ outcome: 'verified' });
      expect(source.verify(request!, ['another-secret-text'], NOW)).toMatchObject({ outcome: 'refused' });
      const normalized = source.normalize({ ...request!, endpoint: source.id, receivedAt: NOW });
      expect(normalized.outcome).toBe(name === 'ping' ? 'ignored' : 'events');
    },
  );

  it('are there for GitHub and for CloudEvents, and of no other name', () => {
    const ids = new Set(trials.map(({ source }) => source.id));
    expect([...ids]).toEqual(expect.arrayContaining(['github', 'cloudevents']));
    for (const { testEvents } of sources)
      expect(testEvents?.make('toString', { secret, id: 'test-1', now: NOW })).toBeUndefined();
  });
});
