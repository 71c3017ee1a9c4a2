import { describe, expect, it } from 'vitest';
import {
  at,
  commit,
  declared,
  deployed,
  deploymentsOf,
  expectSameAsOfThen,
  expectSameInAnyOrder,
  says,
  sha,
} from './history.js';

const digest = (id: string): string => `sha256:${id.repeat(64)}`;
const image = (id: string): string => `ghcr.io/acme/shop@${digest(id)}`;

/** main: a ← b ← c, one of them built into an image each. */
const commits = [commit('a', '08:00', []), commit('b', '09:00', ['a']), commit('c', '10:00', ['b'])];
const built = (id: string, time: string, more: object = {}) =>
  says('artifact', {
    id: digest(id),
    sha: sha(id),
    repo: 'acme/shop',
    publishedAt: at(time),
    occurredAt: at(time),
    ...more,
  });

describe('a deployment that names only an image', () => {
  const history = [
    ...commits,
    built('a', '08:10'),
    deployed('d1', '08:30', { artifacts: [image('a')] }),
    deployed('d2', '10:30', { version: image('c') }),
    built('c', '10:45'),
  ];

  it('brought the commit the image was built of, also when the build tells later', async () => {
    const { d1, d2 } = await deploymentsOf(history);
    expect(d1?.base).toMatchObject({ sha: sha('a'), kind: 'change' });
    expect(d1?.found).toMatchObject({ basis: 'artifact', by: digest('a'), sha: sha('a') });
    expect(d2?.base.sha).toBe(sha('c'));
    expect(d2?.commits).toEqual([sha('b'), sha('c')]);
    expect(d2?.row.repository).toBe('acme/shop');
  });

  it('brought nothing known until then', async () => {
    const { d2 } = await deploymentsOf(history.slice(0, -1));
    expect(d2?.base.sha).toBe('');
    expect(d2?.commits).toEqual([]);
    expect(d2?.found).toMatchObject({ basis: 'artifact', by: digest('c'), sha: '', candidates: 0 });
  });

  it('is the same in any order, and as it was known at each instant', async () => {
    await expectSameInAnyOrder(history);
    await expectSameAsOfThen(history);
  });

  it('believes a commit that is told rather than one that is found', async () => {
    const { d1 } = await deploymentsOf([
      ...commits,
      built('a', '08:10'),
      deployed('d1', '09:30', { sha: sha('b'), artifacts: [image('a')] }),
    ]);
    expect(d1?.base.sha).toBe(sha('b'));
    expect(d1?.found).toBeUndefined();
  });

  it('brings other commits when the build is corrected', async () => {
    const corrected = built('c', '11:00', { sha: sha('b'), revision: 1 });
    const { d2 } = await deploymentsOf([...history, corrected]);
    expect(d2?.commits).toEqual([sha('b')]);
    await expectSameInAnyOrder([...history, corrected], 30);
  });
});

describe('an image that names only the run that built it', () => {
  const ran = (run: string, id: string, time: string) =>
    says('pipeline_run', {
      run,
      repo: 'acme/shop',
      sha: sha(id),
      source: 'github',
      status: 'succeeded',
      occurredAt: at(time),
    });
  const builtBy = (id: string, run: string, time: string) =>
    says('artifact', {
      id: digest(id),
      run,
      publishedAt: at(time),
      occurredAt: at(time),
    });
  const history = [
    ...commits,
    ran('github/1', 'a', '08:05'),
    builtBy('a', 'github/1', '08:10'),
    deployed('d1', '08:30', { artifacts: [image('a')] }),
    builtBy('c', 'github/2', '10:10'),
    deployed('d2', '10:30', { artifacts: [image('c')] }),
    ran('github/2', 'c', '10:45'),
  ];

  it('was built of the run’s commit, also when the run is told last', async () => {
    const { d1, d2 } = await deploymentsOf(history);
    expect(d1?.found).toMatchObject({ basis: 'artifact', by: digest('a'), sha: sha('a') });
    expect(d2?.base.sha).toBe(sha('c'));
    expect(d2?.commits).toEqual([sha('b'), sha('c')]);
    expect(d2?.row.repository).toBe('acme/shop');
    const before = await deploymentsOf(history.slice(0, -1));
    expect(before['d2']?.base.sha).toBe('');
  });

  it('is the same in any order, and as it was known at each instant', async () => {
    await expectSameInAnyOrder(history);
    await expectSameAsOfThen(history);
  });

  it('is believed where it tells a commit itself', async () => {
    const told = says('artifact', { id: digest('c'), sha: sha('b'), revision: 1, occurredAt: at('11:00') });
    const { d2 } = await deploymentsOf([...history, told]);
    expect(d2?.commits).toEqual([sha('b')]);
    await expectSameInAnyOrder([...history, told], 20);
  });
});

describe('a tag', () => {
  const tagged = (id: string, time: string, tag: string) => built(id, time, { names: [`ghcr.io/acme/shop:${tag}`] });
  const byTag = (id: string, time: string, tag: string) =>
    deployed(id, time, { artifacts: [`ghcr.io/acme/shop:${tag}`] });

  it('that moved means what bore it when the rollout began', async () => {
    const history = [
      ...commits,
      tagged('a', '08:10', 'latest'),
      byTag('d1', '08:30', 'latest'),
      tagged('b', '09:10', 'latest'),
      byTag('d2', '09:30', 'latest'),
      tagged('c', '10:10', 'latest'),
    ];
    const { d1, d2 } = await deploymentsOf(history);
    expect([d1?.base.sha, d2?.base.sha]).toEqual([sha('a'), sha('b')]);
    await expectSameInAnyOrder(history, 30);
  });

  it('that is a SHA is the commit, where no build tells of the image', async () => {
    const { d1 } = await deploymentsOf([...commits, byTag('d1', '09:30', sha('b'))]);
    expect(d1?.base.sha).toBe(sha('b'));
    expect(d1?.found).toMatchObject({ basis: 'tag', by: `ghcr.io/acme/shop:${sha('b')}` });
  });

  it('that ends in a short SHA is the commit of the repository of that name', async () => {
    const history = [commit('abcdef1', '08:00', []), byTag('d1', '09:30', 'main-abcdef1')];
    const { d1 } = await deploymentsOf(history);
    expect(d1?.found).toMatchObject({ basis: 'tag', sha: sha('abcdef1'), candidates: 1 });
    expect(d1?.commits).toEqual([sha('abcdef1')]);
    const elsewhere = commit('abcdef1', '08:00', [], { repo: 'acme/other' });
    const alone = await deploymentsOf([elsewhere, byTag('d1', '09:30', 'main-abcdef1')]);
    expect(alone['d1']?.base.sha).toBe('');
    await expectSameInAnyOrder(history, 30);
  });
});

describe('a sync of configuration', () => {
  const config = (id: string, time: string, more: object) =>
    deployed(id, time, { source: 'argocd', repo: 'acme/gitops', sha: sha('f1'), configVersion: 'hash', ...more });

  it('is a deployment of the application whose image it names; its commit is the configuration’s', async () => {
    const history = [...commits, built('b', '09:10'), config('d1', '09:30', { artifacts: [image('b')] })];
    const { d1 } = await deploymentsOf(history);
    expect(d1?.base).toMatchObject({ sha: sha('b'), configVersion: sha('f1') });
    expect(d1?.row.repository).toBe('acme/shop');
    expect(d1?.commits).toEqual([sha('a'), sha('b')]);
    await expectSameInAnyOrder(history, 30);
    await expectSameAsOfThen(history);
  });

  it('of manifests in the application’s own repository is of the commit it tells', async () => {
    const { d1 } = await deploymentsOf([
      ...commits,
      built('b', '09:10'),
      config('d1', '10:30', { repo: 'acme/shop', sha: sha('c'), artifacts: [image('b')] }),
    ]);
    expect(d1?.base).toMatchObject({ sha: sha('c'), configVersion: 'hash' });
  });

  it('with another commit of configuration and the same image is a change of configuration', async () => {
    const { d2 } = await deploymentsOf([
      ...commits,
      built('b', '09:10'),
      config('d1', '09:30', { artifacts: [image('b')] }),
      config('d2', '10:30', { sha: sha('f2'), artifacts: [image('b')] }),
    ]);
    expect(d2?.base).toMatchObject({ kind: 'config', sha: sha('b'), configVersion: sha('f2') });
  });

  it('of a repository that is declared to hold configuration has no commit until one is found', async () => {
    const rules = { configurationRepositories: ['github:acme/gitops'] };
    const history = [declared({ rules }), ...commits, config('d1', '09:30', { artifacts: [image('b')] })];
    const before = await deploymentsOf(history);
    expect(before['d1']?.base).toMatchObject({ sha: '', configVersion: sha('f1') });
    expect(before['d1']?.link?.waiting ?? []).toEqual([]);
    const after = await deploymentsOf([...history, built('b', '10:10')]);
    expect(after['d1']?.base).toMatchObject({ sha: sha('b'), configVersion: sha('f1') });
    await expectSameInAnyOrder([...history, built('b', '10:10')], 30);
  });
});
