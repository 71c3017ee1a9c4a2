import { describe, expect, it } from 'vitest';
import { at, commit, deployed, deploymentsOf, expectSameAsOfThen, expectSameInAnyOrder, sha } from './history.js';

describe('a rollout over several targets', () => {
  const history = [
    commit('a', '08:00', []),
    commit('b', '09:00', ['a']),
    deployed('argocd/a-eu', '08:30', { source: 'argocd', sha: sha('a'), target: 'eu' }),
    deployed('github/a', '08:31', { source: 'github', sha: sha('a') }),
    deployed('github/b', '09:30', { source: 'github', sha: sha('b') }),
    deployed('argocd/b-eu', '09:32', { source: 'argocd', sha: sha('b'), target: 'eu' }),
    deployed('argocd/b-us', '09:40', { source: 'argocd', sha: sha('b'), target: 'us' }),
  ];

  it('is one deployment where one source names targets and another only the environment', async () => {
    const found = await deploymentsOf(history);
    expect(Object.keys(found).sort()).toEqual(['argocd/a-eu', 'argocd/b-eu']);
    expect(found['argocd/b-eu']?.base).toMatchObject({
      kind: 'change',
      targets: ['eu', 'us'],
      finishedAt: Date.parse(at('09:40')),
      attempts: ['argocd/b-eu', 'argocd/b-us', 'github/b'],
    });
    expect(found['argocd/b-eu']?.commits).toEqual([sha('b')]);
  });

  it('is the same in any order, and as it was known at each instant', async () => {
    await expectSameInAnyOrder(history);
    await expectSameAsOfThen(history);
  });
});
