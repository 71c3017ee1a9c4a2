import { describe, expect, it } from 'vitest';
import { sources } from './registry.js';
import type { Source } from './source.js';

const NOW = Date.parse('2026-03-02T10:00:00.500Z');
const occasion = { id: 'test-1', now: NOW };
/** Senders of Standard Webhooks have keys, every other any text. */
const secretOf = ({ id }: Source): string =>
  ['incident-io', 'render'].includes(id) ? 'whsec_A1sb25nLWFuZC1zZWNyZXQtdGV4dA==' : 'a-long-and-secret-text';
const trials = sources.flatMap((source) => (source.testEvents?.names ?? []).map((name) => ({ source, name })));

/** What is understood and of no interest. */
const ignored: ReadonlySet<string> = new Set([
  'bitbucket-server diagnostics:ping',
  'circleci ping',
  'github ping',
  'growthbook webhook.test',
  'render deploy_started',
  'terraform-cloud verification',
]);

describe('test events', () => {
  it.each(trials.map((trial) => [trial.source.id, trial.name, trial] as const))(
    'of %s: %s passes its signature and is understood',
    (id, name, { source }) => {
      const secret = secretOf(source);
      const request = source.testEvents?.make(name, { ...occasion, secret });
      expect(request).toBeDefined();
      const verdict = (secrets: string[]) => source.verify(request!, secrets, NOW).outcome;
      expect(verdict([secret])).toBe(source.testEvents?.unsigned ? 'refused' : 'verified');
      expect(verdict([secret.replace('A', 'B').replace('a-long', 'another')])).toBe('refused');
      const normalized = source.normalize({ ...request!, endpoint: source.id, receivedAt: NOW });
      expect(normalized).toMatchObject({ outcome: ignored.has(`${id} ${name}`) ? 'ignored' : 'events' });
      expect(source.eventName(request!)).not.toBe('');
    },
  );

  it.each(trials.map((trial) => [trial.source.id, trial.name, trial] as const))(
    'of %s: %s is understood without a secret too, and names nothing that anybody has',
    (_, name, { source }) => {
      const request = source.testEvents?.make(name, { ...occasion, secret: '' });
      const normalized = source.normalize({ ...request!, endpoint: source.id, receivedAt: NOW });
      expect(normalized.outcome).not.toBe('rejected');
      expect(Buffer.from(request!.body).toString().toLowerCase()).toMatch(/leadline|^\{"test":true\}$/);
    },
  );

  it('are there for every sender, and of no other name', () => {
    expect(sources.filter(({ testEvents }) => (testEvents?.names ?? []).length === 0)).toEqual([]);
    for (const { testEvents } of sources)
      expect(testEvents?.make('toString', { ...occasion, secret: 'a-long-and-secret-text' })).toBeUndefined();
  });

  it('that cannot be signed here are those of senders with private keys', () => {
    expect(sources.filter(({ testEvents }) => testEvents?.unsigned).map(({ id }) => id)).toEqual(['travis']);
  });
});
