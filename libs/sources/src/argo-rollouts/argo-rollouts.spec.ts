import { describe, expect, test } from 'vitest';
import { describeToken } from '../signature.contract.js';
import { dataOf, describeSource, fixtureOf, normalizing } from '../source.contract.js';
import { argoRollouts } from './argo-rollouts.js';

describeSource(argoRollouts, import.meta.dirname);
describeToken(argoRollouts);

const normalize = normalizing(argoRollouts);
const fixture = (name: string) => fixtureOf(import.meta.dirname, name);

describe('a rollout', () => {
  const rollout = () => (fixture('completed') as { rollout: { metadata: object; status: object } }).rollout;

  test('without the number of its revision cannot be told from the one before', () => {
    const { metadata } = rollout();
    expect(normalize({ rollout: { ...rollout(), metadata: { ...metadata, annotations: {} } } })).toMatchObject({
      outcome: 'rejected',
      pointer: '/rollout/metadata/annotations/rollout.argoproj.io~1revision',
    });
  });

  test('that pauses needs the time of the template', () => {
    const paused = { ...rollout(), status: { phase: 'Paused' } };
    expect(normalize({ rollout: paused })).toMatchObject({ outcome: 'rejected', pointer: '/at' });
    expect(dataOf(normalize({ rollout: paused, at: '2026-03-02T10:00:00Z' }))).toMatchObject([
      { status: 'in_progress', finishedAt: null, occurredAt: '2026-03-02T10:00:00Z' },
    ]);
  });

  test('of a phase that comes tomorrow is ignored', () => {
    expect(normalize({ rollout: { ...rollout(), status: { phase: 'Invented' } } })).toMatchObject({
      outcome: 'ignored',
    });
  });

  test('shares out traffic step by step', () => {
    expect(dataOf(normalize(fixture('step')))[1]).toMatchObject({ weight: 20, action: 'stepped' });
  });
});
