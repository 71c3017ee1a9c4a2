import type { EventData } from '@leadline/events';
import { describe, expect, it } from 'vitest';
import { at, commit, declared, deployed, deploymentsOf, expectSameInAnyOrder, rowsOf, says, sha } from './history.js';

const repositoryId = 'github:4711';
const ofGitHub = (repo: string) => ({ source: 'github', service: repo.split('/')[1] ?? null, repo, repositoryId });
const renamed = (repo: string, formerly: string, time: string, id = repositoryId) =>
  says('repository', {
    repositoryId: id,
    repo,
    formerly: [formerly],
    occurredAt: at(time),
    revision: Date.parse(at(time)) * 10 + 5,
  });

const before = [
  commit('a', '08:00', [], { repo: 'acme/shop', repositoryId }),
  deployed('d1', '08:30', { ...ofGitHub('acme/shop'), sha: sha('a') }),
];
const after = [
  commit('b', '09:00', ['a'], { repo: 'acme/store', repositoryId }),
  deployed('d2', '09:30', { ...ofGitHub('acme/store'), sha: sha('b') }),
];

describe('a repository that is renamed', () => {
  const history = [...before, renamed('acme/store', 'acme/shop', '08:45'), ...after];

  it('has one history under its current name', async () => {
    const { d1, d2 } = await deploymentsOf(history);
    expect([d1?.row.service, d2?.row.service]).toEqual(['store', 'store']);
    expect([d1?.row.repository, d2?.row.repository]).toEqual(['acme/store', 'acme/store']);
    expect(d2?.link).toMatchObject({ basis: 'ancestry', noBaseline: 0 });
    expect(d2?.commits).toEqual([sha('b')]);
  });

  it('has each deployment once', async () => {
    const rows = await rowsOf(history);
    expect(rows.map(({ service, deployment }) => [service, deployment])).toEqual([
      ['store', 'attempt:d1'],
      ['store', 'attempt:d2'],
    ]);
  });

  it('keeps its name in deployments of several repositories', async () => {
    const components = [
      { repository: 'acme/api', sha: sha('c') },
      { repository: 'acme/shop', sha: sha('b') },
    ];
    const { d3 } = await deploymentsOf([...history, deployed('d3', '10:00', { service: 'api', components })]);
    expect(d3?.row).toMatchObject({ repository: 'acme/api', other_repositories: ['acme/store'] });
  });

  it('keeps its pull requests, whoever names them by the old name', async () => {
    const request = says('pull_request', {
      repo: 'acme/shop',
      repositoryId,
      number: 7,
      commits: [sha('b')],
      mergeSha: sha('b'),
      landed: [sha('b')],
      method: 'rebase',
      mergedAt: at('09:10'),
      occurredAt: at('09:10'),
    });
    const { d2 } = await deploymentsOf([...history, request]);
    expect(d2?.row.changes.map(({ change }) => change)).toEqual(['change:github:4711#7']);
  });

  it('is the same in any order, also when the renaming is told last', async () => {
    await expectSameInAnyOrder(history, 40);
  });

  it('twice, and moved to another owner, has the last name', async () => {
    const again = [
      renamed('corp/store', 'acme/store', '10:00'),
      deployed('d3', '10:30', { ...ofGitHub('corp/store'), sha: sha('b') }),
    ];
    const found = await deploymentsOf([...history, ...again]);
    expect(Object.values(found).map(({ row }) => [row.service, row.repository])).toEqual(
      Array.from({ length: 3 }, () => ['store', 'corp/store']),
    );
    expect(found['d3']?.base.kind).toBe('redeploy');
    await expectSameInAnyOrder([...history, ...again], 20);
  });

  it('leaves its old name to a new repository, which another one is', async () => {
    const reused = deployed('d9', '11:00', { ...ofGitHub('acme/shop'), repositoryId: 'github:9', sha: sha('9') });
    const { d1, d9 } = await deploymentsOf([...history, reused]);
    expect([d1?.row.service, d9?.row.service]).toEqual(['store', 'shop']);
  });

  it('is known by its old name where a pipeline still says so', async () => {
    const pipeline = deployed('d4', '11:00', { source: 'jenkins', service: null, repo: 'acme/shop', sha: sha('b') });
    const { d4 } = await deploymentsOf([...history, pipeline]);
    expect(d4?.row).toMatchObject({ service: 'store', repository: 'acme/store' });
  });

  it('has the service that leadline.yaml declares, by either name', async () => {
    for (const repository of ['github:acme/shop', 'github:acme/store', 'github:4711']) {
      const services = [{ name: 'checkout', repositories: [repository] }];
      const found = await deploymentsOf([declared({ services }), ...history]);
      expect(Object.values(found).map(({ row }) => row.service)).toEqual(['checkout', 'checkout']);
    }
  });
});

describe('a repository that is renamed where no hook tells it', () => {
  const main = (repo: string, time: string, tip: string, more: Partial<EventData<'branch'>> = {}) =>
    says('branch', {
      repo,
      repositoryId,
      ref: 'main',
      tip: sha(tip),
      isDefault: true,
      movedAt: at(time),
      occurredAt: at(time),
      revision: Date.parse(at(time)) * 10,
      ...more,
    });
  const history = [
    ...before,
    main('acme/shop', '08:05', 'a'),
    // What became of it between the renaming and the first push under the new name.
    deployed('d0', '08:50', { ...ofGitHub('acme/store'), sha: sha('a') }),
    ...after,
    main('acme/store', '09:05', 'b'),
  ];

  it('has one history under the name that its pushes have, from the first of them on', async () => {
    const { d1, d0, d2 } = await deploymentsOf(history);
    expect([d1?.row.service, d0?.row.service, d2?.row.service]).toEqual(['store', 'store', 'store']);
    expect(d0?.base.kind).toBe('redeploy');
    expect(d2?.commits).toEqual([sha('b')]);
  });

  it('is the same in any order, renamed twice and back again too', async () => {
    await expectSameInAnyOrder(history, 40);
    const moved = [main('corp/store', '10:05', 'c'), main('acme/shop', '11:05', 'd')];
    const found = await deploymentsOf([...history, ...moved]);
    expect(Object.values(found).map(({ row }) => row.service)).toEqual(['shop', 'shop', 'shop']);
    await expectSameInAnyOrder([...history, ...moved], 40);
  });

  it('is known by its pull requests too', async () => {
    const request = (repo: string, time: string) =>
      says('pull_request', {
        repo,
        repositoryId,
        number: 7,
        occurredAt: at(time),
        revision: Date.parse(at(time)) * 10,
      });
    const told = [...before, request('acme/shop', '08:10'), ...after, request('acme/store', '09:10')];
    const { d1, d2 } = await deploymentsOf(told);
    expect([d1?.row.service, d2?.row.service]).toEqual(['store', 'store']);
    await expectSameInAnyOrder(told, 20);
  });

  it('is under the name of a hook that tells of a later renaming', async () => {
    const told = [...history, renamed('acme/bazaar', 'acme/store', '10:00')];
    const found = await deploymentsOf(told);
    expect(new Set(Object.values(found).map(({ row }) => row.service))).toEqual(new Set(['bazaar']));
    await expectSameInAnyOrder(told, 20);
  });

  describe('on Bitbucket Data Center, where two servers may have repositories of one number', () => {
    const ofServer = { repositoryId: 'bitbucket-server:4' };
    const named = (repo: string) => ({ ...ofGitHub(repo), ...ofServer, source: 'bitbucket-server' });
    const pushed = (repo: string, time: string, tip: string, projectId: string) =>
      main(repo, time, tip, { ...ofServer, projectId });
    const deploymentOf = (id: string, time: string, repo: string, tip: string) =>
      deployed(id, time, { ...named(repo), sha: sha(tip) });
    const commits = [
      commit('a', '08:00', [], { repo: 'ACME/shop', ...ofServer }),
      commit('b', '09:00', ['a'], { repo: 'STORES/shop', ...ofServer }),
    ];
    const rekeyed = [
      ...commits,
      pushed('ACME/shop', '08:05', 'a', '2'),
      deploymentOf('d1', '08:30', 'ACME/shop', 'a'),
      pushed('STORES/shop', '09:05', 'b', '2'),
      deploymentOf('d2', '09:30', 'STORES/shop', 'b'),
    ];

    it('has one history when the key of its project changed', async () => {
      const { d1, d2 } = await deploymentsOf(rekeyed);
      expect([d1?.row.repository, d2?.row.repository]).toEqual(['STORES/shop', 'STORES/shop']);
      expect(d2?.commits).toEqual([sha('b')]);
      await expectSameInAnyOrder(rekeyed, 40);
    });

    it('and again, and back to the first key', async () => {
      const again = [
        pushed('SHOPS/shop', '10:05', 'c', '2'),
        deploymentOf('d3', '10:30', 'SHOPS/shop', 'c'),
        pushed('ACME/shop', '11:05', 'd', '2'),
      ];
      const found = await deploymentsOf([...rekeyed, ...again]);
      expect(Object.values(found).map(({ row }) => row.repository)).toEqual(['ACME/shop', 'ACME/shop', 'ACME/shop']);
      await expectSameInAnyOrder([...rekeyed, ...again], 20);
    });

    it('leaves the repository of that number on the other server its name', async () => {
      const other = [pushed('OTHER/cart', '09:20', 'e', '2'), deploymentOf('d9', '09:40', 'OTHER/cart', 'e')];
      const { d1, d9 } = await deploymentsOf([...rekeyed, ...other]);
      expect([d1?.row.repository, d9?.row.repository]).toEqual(['STORES/shop', 'OTHER/cart']);
      await expectSameInAnyOrder([...rekeyed, ...other], 20);
    });

    it('is another repository in another project, though of that name', async () => {
      const moved = [...rekeyed.slice(0, 4), pushed('OTHER/shop', '09:05', 'b', '7')];
      const { d1 } = await deploymentsOf(moved);
      expect(d1?.row.repository).toBe('ACME/shop');
    });
  });

  it('is two services on Bitbucket Data Center, where two servers may have one number', async () => {
    const ofServer = { repositoryId: 'bitbucket-server:4' };
    const told = [main('ACME/shop', '08:05', 'a', ofServer), main('OTHER/cart', '09:05', 'b', ofServer)];
    const named = (repo: string) => ({ ...ofGitHub(repo), ...ofServer, source: 'bitbucket-server' });
    const { d1, d2 } = await deploymentsOf([
      ...told,
      deployed('d1', '08:30', { ...named('ACME/shop'), sha: sha('a') }),
      deployed('d2', '09:30', { ...named('OTHER/cart'), sha: sha('b') }),
    ]);
    expect([d1?.row.service, d2?.row.service]).toEqual(['shop', 'cart']);
  });

  it('has one history where leadline.yaml has both names', async () => {
    const services = [{ name: 'store', repositories: ['github:acme/shop', 'github:acme/store'] }];
    const { d2 } = await deploymentsOf([declared({ services }), ...before, ...after]);
    expect(d2?.row.service).toBe('store');
    expect(d2?.commits).toEqual([sha('b')]);
  });
});
