import { describe, expect, test } from 'vitest';
import { describeToken } from '../signature.contract.js';
import { dataOf, describeSource, fixtureOf, normalizing } from '../source.contract.js';
import { flagger } from './flagger.js';

describeSource(flagger, import.meta.dirname);
describeToken(flagger);

const normalize = normalizing(flagger);
const fixture = (name: string) => fixtureOf(import.meta.dirname, name);

describe('a canary', () => {
  test('tells its time as text of milliseconds', () => {
    const body = fixture('new-revision');
    expect(normalize({ ...body, metadata: { ...(body['metadata'] as object), timestamp: 'soon' } })).toMatchObject({
      outcome: 'rejected',
      pointer: '/metadata/timestamp',
    });
  });

  test('without a checksum counts when it has ended, and not before', () => {
    const { checksum: _, ...body } = fixture('new-revision');
    expect(normalize(body)).toMatchObject({ outcome: 'ignored' });
    expect(dataOf(normalize({ ...body, phase: 'Failed' }))).toMatchObject([{ status: 'failed' }]);
  });

  test.each(['Initialized', 'Terminated', 'Invented'])('in the phase %s brings nothing to users', (phase) => {
    expect(normalize({ ...fixture('new-revision'), phase })).toMatchObject({ outcome: 'ignored' });
  });
});
