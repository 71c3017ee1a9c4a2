import { describe, expect, test } from 'vitest';
import { describeSignature, hmacIn } from '../signature.contract.js';
import { dataOf, describeSource, fixtureOf, normalizing } from '../source.contract.js';
import { firehydrant } from './firehydrant.js';

describeSource(firehydrant, import.meta.dirname);
describeSignature(firehydrant, { sign: hmacIn('fh-signature'), header: 'fh-signature' });

const normalize = normalizing(firehydrant);
const fixture = (name: string) => fixtureOf(import.meta.dirname, name);

describe('milestones', () => {
  const incident = (changes: object) => {
    const body = fixture('resolved') as { data: { incident: object } };
    return normalize({ ...body, data: { incident: { ...body.data.incident, ...changes } } });
  };

  test('an incident stays resolved while its retrospective is written', () => {
    expect(dataOf(incident({ current_milestone: 'postmortem_started' }))).toMatchObject([
      { resolvedAt: '2026-03-02T10:45:00Z' },
    ]);
  });

  test('one that is resolved and does not say since when is rejected', () => {
    expect(incident({ milestones: [] })).toMatchObject({ outcome: 'rejected', pointer: '/data/incident/resolved_at' });
  });

  test('one that was mitigated is still open', () => {
    expect(dataOf(incident({ current_milestone: 'mitigated' }))).toMatchObject([{ resolvedAt: null }]);
  });

  test('times come with the word UTC', () => {
    expect(incident({ created_at: '2026-03-02 10:00:05' })).toMatchObject({
      outcome: 'rejected',
      pointer: '/data/incident/created_at',
    });
  });
});
