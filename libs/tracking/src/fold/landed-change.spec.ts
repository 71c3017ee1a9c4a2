import { catalogue } from '@leadline/events';
import { ALWAYS, FOREVER } from '@leadline/tables';
import { describe, expect, it } from 'vitest';
import { foldEntity } from './entity.js';
import type { Patch } from './patches.js';

const declared = catalogue.parse({
  version: 'v1',
  declaredAt: '2026-01-01T00:00:00Z',
  services: [
    { name: 'api', repositories: ['github:acme/mono'], paths: ['api/**'] },
    { name: 'site', repositories: ['github:acme/mono'], paths: ['site/**'] },
    { name: 'other', repositories: ['github:acme/other'], paths: ['other/**'] },
    { name: 'whole', repositories: ['github:acme/mono'] },
  ],
});

const AT = Date.parse('2026-03-02T10:00:00Z');

function patch(kind: string, data: Record<string, unknown>, revision = 0): Patch {
  return { eventId: `${kind} ${revision}`, kind, source: 'github', time: null, revision, hash: '', data };
}

function landed(entity: string, ...patches: readonly Patch[]) {
  const rows = foldEntity(entity, patches, declared).rows.filter(({ table }) => table === 'landed_changes');
  return rows.flatMap((folded) => (folded.table === 'landed_changes' ? [folded.row] : []));
}

describe('a commit that landed', () => {
  const said = { sha: 'a', repo: 'acme/mono', committedAt: '2026-03-02T09:00:00Z', parents: ['z'] };

  it('is pushed, and outside of the services whose paths it does not touch', () => {
    const [row] = landed(
      'commit:a',
      patch('commit', { ...said, pushedAt: '2026-03-02T10:00:00Z', paths: ['api/x.ts'] }),
    );

    expect(row?.states).toMatchObject([
      { knownFrom: ALWAYS, knownUntil: FOREVER, landedAt: AT, sha: 'a', outside: ['site'], merge: 0, shas: [] },
    ]);
  });

  it('is outside of none where its paths are not known', () => {
    const [row] = landed('commit:a', patch('commit', { ...said, pushedAt: '2026-03-02T10:00:00Z' }));

    expect(row?.states).toMatchObject([{ outside: [] }]);
  });

  it('has no row where nobody said that it landed, and an empty one where that was taken back', () => {
    const pushed = patch('commit', { ...said, pushedAt: '2026-03-02T10:00:00Z' });
    const takenBack = patch('commit', { ...said, pushedAt: null }, 1);

    expect(landed('commit:a', patch('commit', said))).toEqual([]);
    expect(landed('commit:a', pushed, takenBack)).toMatchObject([{ states: [] }]);
  });

  it('has landed from when that was known', () => {
    const late = { ...said, pushedAt: '2026-03-02T10:00:00Z', occurredAt: '2026-03-02T12:00:00Z' };
    const [row] = landed('commit:a', patch('commit', said), patch('commit', late, 1));

    expect(row?.states).toMatchObject([{ knownFrom: Date.parse('2026-03-02T12:00:00Z'), landedAt: AT }]);
  });
});

describe('a pull request that landed', () => {
  const said = { repo: 'acme/mono', number: 7, mergedAt: '2026-03-02T10:00:00Z' };

  it.each([
    ['squashed', { mergeSha: 'm', method: 'squash', commits: ['a', 'b'] }, 'm', ['m']],
    ['merged', { mergeSha: 'm', method: 'merge', commits: ['a', 'b'] }, 'm', ['a', 'b']],
    ['rebased', { landed: ['c', 'd'], method: 'rebase', commits: ['a', 'b'] }, 'd', ['c', 'd']],
    ['fast-forwarded', { commits: ['a', 'b'] }, 'b', ['a', 'b']],
  ])('and was %s closes with one commit, and is judged by those that tell its paths', (_, how, closing, judgedBy) => {
    const [row] = landed('change:acme/mono#7', patch('pull_request', { ...said, ...how }));

    expect(row?.states).toMatchObject([{ landedAt: AT, sha: closing, judgedBy, untold: 0 }]);
    expect(row?.states[0]?.shas).toEqual(expect.arrayContaining(['a', 'b', closing]));
  });

  it('may not tell its commits', () => {
    const [row] = landed('change:acme/mono#7', patch('pull_request', { ...said, mergeSha: 'm', headSha: 'h' }));

    expect(row?.states).toMatchObject([{ untold: 1, shas: ['h', 'm'], judgedBy: ['m'] }]);
  });

  it('has no row before it is merged', () => {
    expect(landed('change:acme/mono#7', patch('pull_request', { ...said, mergedAt: null }))).toEqual([]);
  });
});
