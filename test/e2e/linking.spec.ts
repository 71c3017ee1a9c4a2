import { describe, expect, it } from 'vitest';
import { at, deployed, merged, push, renamed, sha, synced, transferred } from './linking-hooks.js';
import { arrivals, bySha, LIMIT_MS, LinkingServer, opens, repository, type Sent, told } from './linking-server.js';

const yaml = `
environments:
  production: { tier: production, aliases: ["prod-*"] }
services:
  api: { repository: acme/mono, paths: ["api/**"], aliases: { github: ["api"] } }
  web: { repository: acme/mono, paths: ["web/**"] }
  checkout: { repository: acme/cart, aliases: { argocd: ["checkout-*"] } }
`;

describe.each(arrivals)('%s: what a deployment is of, from hooks to GraphQL', { timeout: LIMIT_MS }, (arrival) => {
  const server = new LinkingServer(arrival, yaml);

  it('one rollout that the forge, the cluster and the pipeline report counts once, at the cluster’s instants', async () => {
    const shop = repository(4, 'shop');
    server.begun(shop, 'w0');
    const ofPipeline = { source: 'cli', sha: sha('w0'), repo: 'acme/shop', startedAt: at('07:11') };
    server.sent(
      { argocd: synced({ application: 'shop', repository: 'acme/shop', commit: 'w0', from: '07:12', to: '07:25' }) },
      told('ci/1', 'shop', '07:24', ofPipeline),
    );
    const [only, ...others] = await server.deploymentsOf('shop');
    expect(others).toEqual([]);
    expect(only).toMatchObject({ counted: true, source: 'argocd', reach: { firstAt: '2026-03-02T07:25:00.000Z' } });
    expect(only?.reports.map(({ source }) => source).toSorted()).toEqual(['argocd', 'cli', 'github']);
  });

  it('a commit of configuration leads over the digest that it names to the commit of the application', async () => {
    const cart = repository(5, 'cart');
    const digest = `sha256:${'5'.repeat(64)}`;
    const images = [`ghcr.io/acme/cart:1.0@${digest}`];
    const built = { id: digest, names: ['ghcr.io/acme/cart:1.0'], repo: 'acme/cart', sha: sha('c1') };
    const sync = { repository: 'acme/gitops', commit: 'g1', from: '08:00', to: '08:10', images };
    server.sent(
      push(cart, null, [
        { name: 'c0', at: '07:00' },
        { name: 'c1', at: '07:05' },
      ]),
      { argocd: synced({ application: 'checkout-eu', ...sync }) },
      { fact: { type: 'artifact', data: { ...built, publishedAt: at('07:30'), occurredAt: at('07:30') } } },
    );
    const found = await server.last('checkout');
    expect(found).toMatchObject({ sha: sha('c1'), configVersion: sha('g1'), repository: 'acme/cart', kind: 'CHANGE' });
    expect(opens(found)).toEqual(bySha({ c0: '07:00', c1: '07:05' }));
  });

  it('services of a monorepo bring each what touches their paths, also of an exact list', async () => {
    const mono = repository(6, 'mono');
    const of = (commit: string) => ({ sha: sha(commit), repo: 'acme/mono' });
    server.sent(
      push(mono, null, [{ name: 'm0', at: '07:00', paths: ['api/x', 'web/x'] }]),
      told('a/1', 'api', '07:20', of('m0')),
      told('w/1', 'web', '07:20', of('m0')),
      push(mono, 'm0', [
        { name: 'm1', at: '08:00', paths: ['api/main.ts'] },
        { name: 'm2', at: '08:10', paths: ['web/app.ts'] },
        { name: 'm3', at: '08:20', paths: ['web/app.ts', 'api/main.ts'] },
      ]),
      told('a/2', 'api', '09:20', of('m3')),
      told('w/2', 'web', '09:20', { ...of('m3'), commits: ['m1', 'm2', 'm3'].map(sha) }),
    );
    expect(opens(await server.last('api'))).toEqual(bySha({ m1: '08:00', m3: '08:20' }));
    expect(opens(await server.last('web'))).toEqual(bySha({ m2: '08:10', m3: '08:20' }));
  });

  it('a deployment of two repositories brings the commits of both', async () => {
    const [front, back] = [repository(7, 'front'), repository(8, 'back')];
    const of = (own: string, other: string) => ({
      sha: sha(own),
      repo: 'acme/front',
      components: [{ repository: 'acme/back', sha: sha(other) }],
    });
    server.sent(
      push(front, null, [{ name: 'f0', at: '07:00' }]),
      push(back, null, [{ name: 'b0', at: '07:00' }]),
      told('f/1', 'front', '07:20', of('f0', 'b0')),
      push(front, 'f0', [{ name: 'f1', at: '08:00' }]),
      push(back, 'b0', [{ name: 'b1', at: '08:10' }]),
      told('f/2', 'front', '09:20', of('f1', 'b1')),
    );
    const found = await server.last('front');
    expect(opens(found)).toEqual(bySha({ f1: '08:00', b1: '08:10' }));
    expect(found?.otherRepositories).toEqual(['acme/back']);
  });

  it('regions of one run are one deployment, with the first that was reached and the last', async () => {
    const regions = repository(9, 'regions');
    const rollout = { commit: 'e0', run: 3000 };
    server.sent(
      push(regions, null, [{ name: 'e0', at: '07:00' }]),
      ...deployed(regions, { id: 91, ...rollout, from: '07:10', to: '07:20', environment: 'prod-eu' }),
      ...deployed(regions, { id: 92, ...rollout, from: '07:15', to: '07:40', environment: 'prod-us' }),
    );
    const found = await server.deploymentsOf('regions');
    expect(found.filter(({ counted }) => counted)).toHaveLength(1);
    expect(found[0]?.reach).toEqual({
      firstAt: '2026-03-02T07:20:00.000Z',
      allAt: '2026-03-02T07:40:00.000Z',
      targets: [
        { target: 'prod-eu', reachedAt: '2026-03-02T07:20:00.000Z' },
        { target: 'prod-us', reachedAt: '2026-03-02T07:40:00.000Z' },
      ],
    });
  });

  it('a repository that is renamed goes on under its new name, the service too', async () => {
    const before = repository(10, 'before');
    const after = { ...before, name: 'acme/after' };
    server.begun(before, 'n0');
    server.sent(
      renamed(after, 'before'),
      push(after, 'n0', [{ name: 'n1', at: '08:00' }]),
      ...deployed(after, { id: 102, commit: 'n1', from: '08:10', to: '08:20' }),
    );
    const found = await server.deploymentsOf('after');
    expect(found.map(opens)).toEqual([bySha({ n0: '07:00' }), bySha({ n1: '08:00' })]);
    expect(found.map((each) => each.repository)).toEqual(['acme/after', 'acme/after']);
    expect(await server.deploymentsOf('before')).toEqual([]);
  });

  it('one application of two images brings the commits that both were built of', async () => {
    const [front, back] = [repository(17, 'pair'), repository(18, 'pair-back')];
    const digests = [`sha256:${'7'.repeat(64)}`, `sha256:${'8'.repeat(64)}`];
    const built = (digest: string | undefined, name: string, commit: string): Sent => ({
      fact: {
        type: 'artifact',
        data: { id: digest, repo: `acme/${name}`, sha: sha(commit), publishedAt: at('09:00'), occurredAt: at('09:00') },
      },
    });
    const sync = { application: 'pair', repository: 'acme/gitops' };
    const images = (tag: string, of: readonly string[]): string[] =>
      ['pair', 'pair-back'].map((name, index) => `ghcr.io/acme/${name}:${tag}@${of[index]}`);
    const before = [`sha256:${'1'.repeat(64)}`, `sha256:${'2'.repeat(64)}`];
    server.sent(
      push(front, null, [{ name: 'i0', at: '07:00' }]),
      push(back, null, [{ name: 'j0', at: '07:00' }]),
      built(before[0], 'pair', 'i0'),
      built(before[1], 'pair-back', 'j0'),
      { argocd: synced({ ...sync, commit: 'g5', from: '07:10', to: '07:20', images: images('1.0', before) }) },
      push(front, 'i0', [{ name: 'i1', at: '08:00' }]),
      push(back, 'j0', [{ name: 'j1', at: '08:10' }]),
      built(digests[0], 'pair', 'i1'),
      built(digests[1], 'pair-back', 'j1'),
      { argocd: synced({ ...sync, commit: 'g6', from: '09:10', to: '09:20', images: images('1.1', digests) }) },
    );
    const found = await server.last('pair');
    expect(opens(found)).toEqual(bySha({ i1: '08:00', j1: '08:10' }));
    expect(found).toMatchObject({ kind: 'CHANGE', configVersion: sha('g6'), repository: 'acme/pair' });
    expect(found?.otherRepositories).toEqual(['acme/pair-back']);
    // 09:20 less 08:00, and less 08:10.
    expect(await server.opened('CHANGE_LEAD_TIME', 'pair')).toMatchObject({
      value: 4_500,
      n: 2,
      samples: bySha({ i1: 4_800, j1: 4_200 }),
    });
  });

  it('regions of which one is not reached yet are a deployment in progress', async () => {
    const partly = repository(19, 'partly');
    const [, started] = deployed(partly, {
      id: 192,
      commit: 'o0',
      run: 3100,
      from: '07:15',
      to: '07:40',
      environment: 'prod-us',
    });
    server.sent(
      push(partly, null, [{ name: 'o0', at: '07:00' }]),
      ...deployed(partly, { id: 191, commit: 'o0', run: 3100, from: '07:10', to: '07:20', environment: 'prod-eu' }),
      started!,
    );
    const [only, ...others] = await server.deploymentsOf('partly');
    expect(others).toEqual([]);
    expect(only).toMatchObject({ counted: false, status: 'IN_PROGRESS' });
    expect(only?.reach).toMatchObject({ firstAt: '2026-03-02T07:20:00.000Z', allAt: null });
    expect(await server.opened('DEPLOYMENT_FREQUENCY', 'partly')).toMatchObject({ value: 0, numerator: 0 });
  });

  it('a repository that another organisation has now goes on there, also for those who use its old name', async () => {
    const before = repository(20, 'moved');
    const after = { ...before, name: 'umbrella/moved' };
    server.begun(before, 't0');
    server.sent(
      push(before, null, [{ name: 't1', at: '08:00' }], 'branch-1'),
      transferred(after, 'acme', '08:30'),
      push(after, 't0', [{ name: 't1*', at: '09:00', by: 'web-flow' }]),
      merged(after, { number: 1, head: 't1', base: 't0', merge: 't1*', openedAt: '08:10', mergedAt: '09:00' }),
      ...deployed(after, { id: 202, commit: 't1*', from: '09:10', to: '09:20' }),
      push(after, 't1*', [{ name: 't2', at: '09:30' }]),
      told('ci/9', 'moved', '09:40', { sha: sha('t2'), repo: 'acme/moved' }),
    );
    const found = await server.deploymentsOf('moved');
    expect(found.map(opens)).toEqual([bySha({ t0: '07:00' }), bySha({ 't1*': '08:00' }), bySha({ t2: '09:30' })]);
    expect(found.map((each) => each.repository)).toEqual(Array(3).fill('umbrella/moved'));
    expect(found[1]?.changes.map(({ change }) => change)).toEqual(['change:github:20#1']);
    const { metrics } = await server.asked.graphql<{ metrics: { repository: string; numerator: number }[] }>(
      `{ metrics(ids: [DEPLOYMENT_FREQUENCY], by: [{ dimension: REPOSITORY }], scope: { services: ["moved"] },
          window: { from: "2026-03-02T00:00:00Z", to: "2026-03-03T00:00:00Z" }) { repository numerator } }`,
    );
    expect(metrics).toEqual([{ repository: 'umbrella/moved', numerator: 3 }]);
  });
});
