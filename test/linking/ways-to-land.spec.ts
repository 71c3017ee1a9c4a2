import { describe, expect, it } from 'vitest';
import { at, commit, deployed, deploymentsOf, expectSameInAnyOrder, isNow, says, sha } from './history.js';

type Request = Parameters<typeof says<'pull_request'>>[1];

const request = (number: number, time: string, more: Partial<Request>) =>
  says('pull_request', {
    repo: 'acme/shop',
    number,
    mergedAt: at(time),
    openedAt: at('08:05'),
    occurredAt: at(time),
    ...more,
  });

const live = (id: string, time: string, commitId: string, more: object = {}) =>
  deployed(id, time, { repo: 'acme/shop', sha: sha(commitId), ...more });

const base = [commit('a', '08:00', []), live('d1', '08:01', 'a')];

/** Changes of a deployment with when their first commit was made. */
async function changesOf(events: Parameters<typeof deploymentsOf>[0], id: string) {
  const found = await deploymentsOf(events);
  const changes = found[id]?.row.changes.filter(isNow) ?? [];
  return changes.map(({ change, firstCommitAt }) => [change, new Date(firstCommitAt).toISOString().slice(11, 16)]);
}

/** Two commits on a branch off a, made at 08:10 and 08:20. */
const branch = [commit('w1', '08:10', ['a']), commit('w2', '08:20', ['w1'])];
const originals = { commits: [sha('w1'), sha('w2')], headSha: sha('w2') };

describe('a pull request is one change, from its first commit on, when it lands', () => {
  const ways = {
    'by a merge commit': [
      commit('m', '09:00', ['a', 'w2']),
      request(1, '09:00', { ...originals, mergeSha: sha('m'), method: 'merge' }),
      live('d2', '09:30', 'm'),
    ],
    squashed: [
      commit('5', '09:00', ['a']),
      request(1, '09:00', { ...originals, mergeSha: sha('5'), landed: [sha('5')], method: 'squash' }),
      live('d2', '09:30', '5'),
    ],
    rebased: [
      commit('1', '09:00', ['a']),
      commit('2', '09:00', ['1']),
      request(1, '09:00', { ...originals, mergeSha: sha('2'), landed: [sha('1'), sha('2')], method: 'rebase' }),
      live('d2', '09:30', '2'),
    ],
  };

  it.each(Object.entries(ways))('%s', async (_, landing) => {
    const history = [...base, ...branch, ...landing];
    expect(await changesOf(history, 'd2')).toEqual([['change:acme/shop#1', '08:10']]);
    await expectSameInAnyOrder(history, 20);
  });

  describe('whose request names none of its commits', () => {
    const squash = [
      commit('5', '09:00', ['a']),
      request(1, '09:00', { headSha: sha('w2'), mergeSha: sha('5'), landed: [sha('5')], method: 'squash' }),
      live('d2', '09:30', '5'),
    ];

    it('from the first of those that were pushed to its branch, where that was told', async () => {
      const pushed = [
        commit('w1', '08:10', [], { parents: undefined, landedAfter: sha('a') }),
        commit('w2', '08:20', [], { parents: undefined, landedAfter: sha('w1') }),
      ];
      const history = [...base, ...pushed, ...squash];
      expect(await changesOf(history, 'd2')).toEqual([['change:acme/shop#1', '08:10']]);
      await expectSameInAnyOrder(history, 20);
    });

    it('from the commit that landed, where nothing told of its branch', async () => {
      expect(await changesOf([...base, ...squash], 'd2')).toEqual([['change:acme/shop#1', '09:00']]);
    });
  });

  it('through a merge queue, in a group with another one', async () => {
    // The queue builds both on one branch and moves the base to its tip: two squashes in one push, one deployment.
    const history = [
      ...base,
      ...branch,
      commit('e1', '08:30', ['a']),
      commit('51', '09:00', ['a'], { parents: undefined, landedAfter: sha('a') }),
      commit('52', '09:01', ['51'], { parents: undefined, landedAfter: sha('51') }),
      request(1, '09:02', { ...originals, mergeSha: sha('51'), landed: [sha('51')], method: 'squash' }),
      request(2, '09:02', {
        commits: [sha('e1')],
        headSha: sha('e1'),
        mergeSha: sha('52'),
        landed: [sha('52')],
        method: 'squash',
      }),
      live('d2', '09:30', '52'),
    ];
    expect(await changesOf(history, 'd2')).toEqual([
      ['change:acme/shop#1', '08:10'],
      ['change:acme/shop#2', '08:30'],
    ]);
    await expectSameInAnyOrder(history, 20);
  });
});

describe('the same work on two branches', () => {
  const fix = commit('f', '09:00', ['a'], { patchId: 'P' });
  /** On a release branch of its own that also began at a. */
  const picked = commit('c', '09:20', ['a'], { patchId: 'P' });

  it('cherry-picked to a release branch is delivered there first, and known by its patch later', async () => {
    const history = [...base, fix, picked, live('d2', '09:30', 'c'), live('d3', '10:00', 'f')];
    const { d2, d3 } = await deploymentsOf(history);
    expect(d2?.commits).toEqual([sha('c')]);
    expect(d2?.row.commits[0]).toMatchObject({
      patchId: 'P',
      patchCommittedAt: Date.parse(at('09:00')),
      patchShipped: 0,
    });
    expect(d3?.commits).toEqual([sha('f')]);
    // Bit 0: a deployment of kind change carried the patch before (option identity = patch_id).
    expect(d3?.row.commits[0]).toMatchObject({ patchId: 'P', patchShipped: 1 });
    await expectSameInAnyOrder(history, 20);
  });

  it('backported by a pull request of its own is a change of its own', async () => {
    const history = [
      ...base,
      fix,
      picked,
      request(1, '09:05', { commits: [sha('f')], mergeSha: sha('f'), landed: [sha('f')], method: 'rebase' }),
      request(2, '09:25', { commits: [sha('c')], mergeSha: sha('c'), landed: [sha('c')], method: 'rebase' }),
      live('d2', '09:30', 'f'),
      live('d3', '10:00', 'c', { target: 'v1' }),
    ];
    expect(await changesOf(history, 'd2')).toEqual([['change:acme/shop#1', '09:00']]);
    expect(await changesOf(history, 'd3')).toEqual([['change:acme/shop#2', '09:20']]);
  });
});

describe('a revert', () => {
  const history = [
    ...base,
    commit('b', '09:00', ['a']),
    live('d2', '09:30', 'b'),
    commit('f', '10:00', ['b'], { reverts: sha('b') }),
    live('d3', '10:30', 'f'),
    commit('e', '11:00', ['f']),
    live('d4', '11:30', 'e'),
  ];

  it('rolls forward: it is a change like any other, and so is the work applied again', async () => {
    const { d3, d4 } = await deploymentsOf(history);
    expect(d3?.base.kind).toBe('change');
    expect(d3?.commits).toEqual([sha('f')]);
    expect(d4?.commits).toEqual([sha('e')]);
  });

  it('by going back to the old version is a rollback, and brings nothing', async () => {
    const { back } = await deploymentsOf([...history, live('back', '12:00', 'a')]);
    expect(back?.base.kind).toBe('rollback');
    expect(back?.commits).toEqual([]);
  });
});
