import { describe, expect, it } from 'vitest';
import { commit, deployed, deploymentsOf, expectSameAsOfThen, expectSameInAnyOrder, sha } from './history.js';

const known = [commit('aaaaaaa', '08:00', []), commit('bbbbbbb1', '09:00', ['aaaaaaa'])];
const short = (id: string, time: string, said: string, more: object = {}) =>
  deployed(id, time, { repo: 'acme/shop', sha: said, ...more });

describe('a short SHA', () => {
  it('is the only commit of its repository that begins so', async () => {
    const history = [...known, short('d1', '09:30', 'bbbbbbb')];
    const { d1 } = await deploymentsOf(history);
    expect(d1?.base.sha).toBe(sha('bbbbbbb1'));
    expect(d1?.commits).toEqual([sha('aaaaaaa'), sha('bbbbbbb1')]);
    expect(d1?.found).toMatchObject({ basis: 'short', by: 'bbbbbbb', sha: sha('bbbbbbb1'), candidates: 1 });
    await expectSameInAnyOrder(history);
  });

  it('stays as it is while it may be several, and says how many', async () => {
    const history = [...known, commit('bbbbbbb2', '09:15', ['aaaaaaa']), short('d1', '09:30', 'bbbbbbb')];
    const { d1 } = await deploymentsOf(history);
    expect(d1?.base.sha).toBe('bbbbbbb');
    expect(d1?.found).toMatchObject({ sha: '', candidates: 2 });
    await expectSameInAnyOrder(history);
  });

  it('becomes ambiguous when a second commit is pushed, and was not before', async () => {
    const history = [...known, short('d1', '09:30', 'bbbbbbb'), commit('bbbbbbb2', '10:00', ['aaaaaaa'])];
    const { d1 } = await deploymentsOf(history);
    expect(d1?.row.found_versions.map(({ candidates }) => candidates)).toEqual([1, 2]);
    await expectSameInAnyOrder(history);
    await expectSameAsOfThen(history);
  });

  it('is no commit of another repository', async () => {
    const { d1 } = await deploymentsOf([
      commit('bbbbbbb', '09:00', [], { repo: 'acme/web' }),
      short('d1', '09:30', 'bbbbbbb'),
    ]);
    expect(d1?.base.sha).toBe('bbbbbbb');
    expect(d1?.found).toMatchObject({ sha: '', candidates: 0 });
  });

  it('and the whole one that another source reports are one rollout', async () => {
    const history = [
      short('github/1', '09:30', sha('bbbbbbb1'), { source: 'github' }),
      short('argocd/1', '09:31', 'bbbbbbb1', { source: 'argocd' }),
    ];
    const found = await deploymentsOf(history);
    expect(Object.keys(found)).toEqual(['argocd/1']);
    expect(found['argocd/1']?.base.attempts).toEqual(['argocd/1', 'github/1']);
    await expectSameInAnyOrder(history);
  });
});
