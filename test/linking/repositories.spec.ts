import { describe, expect, it } from 'vitest';
import {
  commit,
  declared,
  deployed,
  deploymentsOf,
  expectSameAsOfThen,
  expectSameInAnyOrder,
  says,
  sha,
  at,
} from './history.js';

const web = { repo: 'acme/web' };
const together = (id: string, time: string, shop: string, other: string) =>
  deployed(id, time, {
    components: [
      { repository: 'acme/shop', sha: sha(shop) },
      { repository: 'acme/web', sha: sha(other) },
    ],
  });

describe('a deployment of several repositories', () => {
  const history = [
    commit('a1', '08:00', []),
    commit('b1', '08:10', [], web),
    together('d1', '08:30', 'a1', 'b1'),
    commit('a2', '09:00', ['a1']),
    commit('b2', '09:05', ['b1'], web),
    commit('b3', '09:10', ['b2'], web),
    together('d2', '09:30', 'a2', 'b3'),
  ];

  it('brings the changes of all of them', async () => {
    const { d1, d2 } = await deploymentsOf(history);
    expect(d1?.link).toMatchObject({ basis: 'ancestry', noBaseline: 1 });
    expect(d2?.row).toMatchObject({ repository: 'acme/shop', other_repositories: ['acme/web'] });
    expect(d2?.base).toMatchObject({ sha: sha('a2'), kind: 'change' });
    expect(d2?.link).toMatchObject({ basis: 'ancestry', noBaseline: 0, waiting: [] });
    expect(d2?.commits).toEqual([sha('a2'), sha('b2'), sha('b3')]);
  });

  it('is a change where only another repository’s commit differs, and a rollback where it goes back', async () => {
    const more = [
      together('d3', '10:00', 'a2', 'b3'),
      together('d4', '10:10', 'a2', 'b2'),
      together('d5', '10:20', 'a2', 'b3'),
    ];
    const { d3, d4, d5 } = await deploymentsOf([...history, ...more]);
    expect([d3, d4, d5].map((one) => one?.base.kind)).toEqual(['redeploy', 'change', 'rollback']);
    expect(d4?.commits).toEqual([]);
  });

  it('waits for those commits that are not known', async () => {
    const { d2 } = await deploymentsOf(history.filter(({ subject }) => subject !== `commit:${sha('b3')}`));
    expect(d2?.link?.waiting).toEqual([sha('b3')]);
    expect(d2?.commits).toEqual([sha('a2')]);
  });

  it('to which a repository joins brings nothing of its past', async () => {
    const joined = [
      commit('a1', '08:00', []),
      deployed('d1', '08:30', { repo: 'acme/shop', sha: sha('a1') }),
      commit('b1', '08:10', [], web),
      commit('b2', '08:20', ['b1'], web),
      commit('a2', '09:00', ['a1']),
      together('d2', '09:30', 'a2', 'b2'),
      commit('b3', '10:00', ['b2'], web),
      together('d3', '10:30', 'a2', 'b3'),
    ];
    const { d2, d3 } = await deploymentsOf(joined);
    expect(d2?.commits).toEqual([sha('a2')]);
    expect(d2?.row.used_up.map((one) => one.sha)).toEqual([sha('b1'), sha('b2')]);
    expect(d3?.commits).toEqual([sha('b3')]);
    await expectSameInAnyOrder(joined, 40);
    await expectSameAsOfThen(joined);
  });

  it('is the same in any order, and as it was known at each instant', async () => {
    await expectSameInAnyOrder(history, 40);
    await expectSameAsOfThen(history);
  });

  it('brings the commit of another one that a short SHA stands for, also when the commit is told later', async () => {
    const begun = [
      commit('a1', '08:00', []),
      commit('bbbbbbb1', '08:10', [], web),
      // Another repository has a commit that begins so too.
      commit('bbbbbbb3', '08:15', ['a1']),
      together('d1', '08:30', 'a1', 'bbbbbbb1'),
    ];
    const shortly = deployed('d2', '09:30', {
      components: [
        { repository: 'acme/shop', sha: sha('a1') },
        { repository: 'acme/web', sha: 'bbbbbbb2' },
      ],
    });
    const known = [...begun, shortly, commit('bbbbbbb2', '09:00', ['bbbbbbb1'], web)];
    const { d2 } = await deploymentsOf(known);
    expect(d2?.commits).toEqual([sha('bbbbbbb2')]);
    expect(d2?.base).toMatchObject({ sha: sha('a1'), kind: 'change' });
    expect(d2?.row.other_repositories).toEqual(['acme/web']);
    const before = await deploymentsOf([...begun, shortly]);
    expect(before['d2']?.link?.waiting).toEqual(['bbbbbbb2']);
    await expectSameInAnyOrder(known, 40);
    await expectSameAsOfThen(known);
  });
});

describe('a deployment that names images of several repositories', () => {
  const image = (repository: string, id: string): string => `ghcr.io/acme/${repository}@sha256:${id.repeat(64)}`;
  const built = (repository: string, id: string, commitId: string, time: string) =>
    says('artifact', {
      id: `sha256:${id.repeat(64)}`,
      sha: sha(commitId),
      repo: `acme/${repository}`,
      publishedAt: at(time),
      occurredAt: at(time),
    });
  const ofImages = (id: string, time: string, shop: string, other: string, more: object = {}) =>
    deployed(id, time, { artifacts: [image('web', other), image('shop', shop)], ...more });
  const history = [
    commit('a1', '08:00', []),
    commit('b1', '08:10', [], web),
    built('shop', '1', 'a1', '08:05'),
    built('web', '2', 'b1', '08:15'),
    ofImages('d1', '08:30', '1', '2'),
    commit('b2', '09:00', ['b1'], web),
    commit('a2', '09:05', ['a1']),
    built('shop', '3', 'a2', '09:10'),
    ofImages('d2', '09:30', '3', '4'),
    built('web', '4', 'b2', '09:40'),
  ];

  it('brings the commits of all of them, also when a build tells later', async () => {
    const { d1, d2 } = await deploymentsOf(history);
    expect(d1?.row).toMatchObject({ repository: 'acme/shop', other_repositories: ['acme/web'] });
    expect(d2?.row).toMatchObject({ repository: 'acme/shop', other_repositories: ['acme/web'] });
    expect(d2?.base).toMatchObject({ sha: sha('a2'), kind: 'change' });
    expect(d2?.commits).toEqual([sha('a2'), sha('b2')]);
    const before = await deploymentsOf(history.slice(0, -1));
    expect(before['d2']?.commits).toEqual([sha('a2')]);
    await expectSameInAnyOrder(history, 40);
    await expectSameAsOfThen(history);
  });

  it('has the commit that tells of its configuration as the version of that', async () => {
    const configured = ofImages('d3', '10:00', '3', '4', { source: 'argocd', repo: 'acme/config', sha: sha('c1') });
    const { d3 } = await deploymentsOf([...history, configured]);
    expect(d3?.base).toMatchObject({ sha: sha('a2'), configVersion: sha('c1') });
    expect(d3?.row).toMatchObject({ repository: 'acme/shop', other_repositories: ['acme/web'] });
  });

  it('is believed where it tells commits itself', async () => {
    const toldItself = ofImages('d3', '10:00', '3', '4', { repo: 'acme/shop', sha: sha('a2') });
    const { d3 } = await deploymentsOf([...history, toldItself]);
    expect(d3?.row).toMatchObject({ repository: 'acme/shop', other_repositories: [] });
  });
});

describe('several services of one repository', () => {
  const service = (name: string) => ({ name, repositories: ['acme/shop'], paths: [`services/${name}/**`, 'shared/*'] });
  const touching = (id: string, time: string, parents: readonly string[], ...paths: string[]) =>
    commit(id, time, parents, { paths });
  const both = (id: string, time: string, commitId: string) =>
    ['api', 'worker'].map((name) =>
      deployed(`${name}-${id}`, time, { service: name, repo: 'acme/shop', sha: sha(commitId) }),
    );
  const history = [
    declared({ services: [service('api'), service('worker')] }),
    touching('a', '08:00', [], 'README.md'),
    ...both('1', '08:30', 'a'),
    touching('b', '09:00', ['a'], 'services/api/main.ts'),
    touching('c', '09:05', ['b'], 'services/worker/deep/main.ts'),
    touching('d', '09:10', ['c'], 'shared/log.ts', 'README.md'),
    touching('e', '09:15', ['d'], 'docs/index.md'),
    ...both('2', '09:30', 'e'),
  ];

  it('bring each the changes of its own paths', async () => {
    const found = await deploymentsOf(history);
    expect(found['api-2']?.commits).toEqual([sha('b'), sha('d')]);
    expect(found['worker-2']?.commits).toEqual([sha('c'), sha('d')]);
    expect(found['api-2']?.row.used_up.map((one) => one.sha)).toEqual([sha('c'), sha('e')]);
    await expectSameInAnyOrder(history, 30);
  });

  it('have a pull request that touches both delivered by both', async () => {
    const request = says('pull_request', {
      repo: 'acme/shop',
      number: 7,
      commits: [sha('b'), sha('c')],
      landed: [sha('b'), sha('c')],
      mergeSha: sha('c'),
      method: 'rebase',
      mergedAt: at('09:06'),
      occurredAt: at('09:06'),
    });
    const found = await deploymentsOf([...history, request]);
    for (const id of ['api-2', 'worker-2']) {
      expect(found[id]?.row.changes.map(({ change }) => change)).toContain('change:acme/shop#7');
    }
  });
});
