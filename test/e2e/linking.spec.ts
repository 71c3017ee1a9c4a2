import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { endApps, startApp } from './app-process.js';
import { type Client, clientOf } from './client.js';
import { at, deployed, merged, push, renamed, type Repository, SECRET, sha, synced } from './linking-hooks.js';

const LIMIT_MS = 300_000;

/** Each world has a repository and a service of its own, so that all of them share one server. */
const repository = (id: number, name: string): Repository => ({ id, name: `acme/${name}` });

const yaml = `
environments:
  production: { tier: production, aliases: ["prod-*"] }
services:
  api: { repository: acme/mono, paths: ["api/**"], aliases: { github: ["api"] } }
  web: { repository: acme/mono, paths: ["web/**"] }
  checkout: { repository: acme/cart, aliases: { argocd: ["checkout-*"] } }
`;

let directory: string;
let client: Client;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'leadline-linking-'));
  const file = join(directory, 'leadline.yaml');
  await writeFile(file, yaml);
  client = clientOf(
    await startApp('standalone', {
      LEADLINE_DATA: join(directory, 'data'),
      LEADLINE_CONFIG: file,
      LEADLINE_SECRET_GITHUB: SECRET,
      LEADLINE_SECRET_ARGOCD: SECRET,
    }).address,
  );
}, LIMIT_MS);
afterAll(async () => {
  await endApps();
  await rm(directory, { recursive: true, force: true });
});

type Sent = ReturnType<typeof push> | { readonly argocd: object } | { readonly fact: { type: string; data: object } };

async function sent(...deliveries: readonly Sent[]): Promise<void> {
  let position = '';
  for (const delivery of deliveries) position = await one(delivery);
  await client.counted(position);
}

async function one(delivery: Sent): Promise<string> {
  if ('argocd' in delivery) {
    const { status, body } = await client.request('/hooks/argocd', {
      method: 'POST',
      body: JSON.stringify(delivery.argocd),
      headers: { authorization: `Bearer ${SECRET}`, 'content-type': 'application/json' },
    });
    expect(status).toBe(202);
    return (JSON.parse(body.toString()) as { position: string }).position;
  }
  if ('fact' in delivery) {
    const { type, data } = delivery.fact;
    const event = {
      specversion: '1.0',
      id: JSON.stringify(data),
      source: 'test',
      type: `dev.leadline.${type}.recorded`,
    };
    return (await client.send([{ ...event, data }])).position;
  }
  return (await client.hook(delivery)).position;
}

interface Found {
  readonly counted: boolean;
  readonly sha: string | null;
  readonly repository: string;
  readonly otherRepositories: string[];
  readonly configVersion: string | null;
  readonly kind: string;
  readonly failed: boolean;
  readonly source: string;
  readonly reports: { id: string; source: string }[];
  readonly commits: { sha: string; committedAt: string; repairedAt: string }[];
  readonly changes: { firstCommitAt: string; mergedAt: string }[];
  readonly reach: { firstAt: string; allAt: string | null; targets: { target: string; reachedAt: string }[] } | null;
}

const wanted = `nodes { counted sha repository otherRepositories configVersion kind failed source reports { id source }
  commits { sha committedAt repairedAt } changes { firstCommitAt mergedAt }
  reach { firstAt allAt targets { target reachedAt } } }`;

/** Deployments of a service to production, as GraphQL tells them, oldest first. */
async function deploymentsOf(service: string): Promise<Found[]> {
  const { deployments } = await client.graphql<{ deployments: { nodes: Found[] } }>(
    `query ($service: String!) { deployments(first: 50, where: { services: [$service] }) { ${wanted} } }`,
    { service },
  );
  return deployments.nodes.toReversed();
}
const last = async (service: string): Promise<Found | undefined> => (await deploymentsOf(service)).at(-1);

/** Deployed to production by a tool that says no more. */
const told = (id: string, service: string, time: string, more: object): Sent => ({
  fact: {
    type: 'deployment',
    data: {
      id,
      service,
      environment: 'production',
      status: 'succeeded',
      finishedAt: at(time),
      occurredAt: at(time),
      ...more,
    },
  },
});

/** A repository of which the first commit is live at 07:20. */
async function begun(of: Repository, first: string): Promise<void> {
  await sent(
    push(of, null, [{ name: first, at: '07:00' }]),
    ...deployed(of, { id: of.id * 10, commit: first, from: '07:10', to: '07:20' }),
  );
}

/** The commits that a deployment brought, each with the instant from which its lead time is measured. */
const opened = (found: Found | undefined): object =>
  Object.fromEntries(found?.commits.map((commit) => [commit.sha, commit.repairedAt.slice(11, 16)]) ?? []);
const times = (by: Readonly<Record<string, string>>): object =>
  Object.fromEntries(Object.entries(by).map(([name, time]) => [sha(name), time]));

describe('ways to land, from hooks to GraphQL', { timeout: LIMIT_MS }, () => {
  it('a squash is as old as the first commit that was squashed', async () => {
    const squash = repository(1, 'squash');
    await begun(squash, 's0');
    const branch = [
      { name: 's1', at: '08:00' },
      { name: 's2', at: '08:30' },
    ];
    await sent(
      push(squash, 's0', branch, 'branch-1'),
      push(squash, 's0', [{ name: 's3', at: '10:00', by: 'web-flow' }]),
      merged(squash, { number: 1, head: 's2', base: 's0', merge: 's3', openedAt: '08:40', mergedAt: '10:00' }),
      ...deployed(squash, { id: 12, commit: 's3', from: '10:20', to: '10:30' }),
    );
    const found = await last('squash');
    expect(opened(found)).toEqual(times({ s3: '08:00' }));
    expect(found?.changes).toEqual([
      { firstCommitAt: '2026-03-02T08:00:00.000Z', mergedAt: '2026-03-02T10:00:00.000Z' },
    ]);
  });

  it('a merge brings the commits of its branch, and a queue several pull requests at once', async () => {
    const queue = repository(2, 'queue');
    await begun(queue, 'q0');
    await sent(
      push(queue, 'q0', [{ name: 'q1', at: '08:00' }], 'branch-1'),
      push(queue, 'q0', [{ name: 'q2', at: '08:30' }], 'branch-2'),
      push(queue, 'q0', [
        { name: 'q1', at: '08:00' },
        { name: 'qm', at: '10:00', by: 'web-flow' },
        { name: 'q2*', at: '10:00', by: 'web-flow' },
      ]),
      merged(queue, { number: 1, head: 'q1', base: 'q0', merge: 'qm', openedAt: '08:10', mergedAt: '10:00' }),
      merged(queue, { number: 2, head: 'q2', base: 'q0', merge: 'q2*', openedAt: '08:40', mergedAt: '10:00' }),
      ...deployed(queue, { id: 22, commit: 'q2*', from: '10:20', to: '10:30' }),
    );
    const found = await last('queue');
    expect(opened(found)).toMatchObject(times({ q1: '08:00', 'q2*': '08:30' }));
    expect(found?.changes.map(({ firstCommitAt }) => firstCommitAt.slice(11, 16)).toSorted()).toEqual([
      '08:00',
      '08:30',
    ]);
  });

  it('a revert is work of its own', async () => {
    const reverted = repository(3, 'reverted');
    await begun(reverted, 'p0');
    const message = `Revert "p1"\n\nThis reverts commit ${sha('p1')}.`;
    await sent(
      push(reverted, 'p0', [{ name: 'p1', at: '09:00' }]),
      ...deployed(reverted, { id: 32, commit: 'p1', from: '09:10', to: '09:20' }),
      push(reverted, 'p1', [{ name: 'p2', at: '09:30', message }]),
      ...deployed(reverted, { id: 33, commit: 'p2', from: '09:40', to: '09:50' }),
    );
    const found = await deploymentsOf('reverted');
    expect(found.map(opened)).toEqual([times({ p0: '07:00' }), times({ p1: '09:00' }), times({ p2: '09:30' })]);
    expect(found.map(({ counted, kind }) => `${kind} ${counted}`)).toEqual(Array(3).fill('CHANGE true'));
  });
});

describe('what a deployment is of, from hooks to GraphQL', { timeout: LIMIT_MS }, () => {
  it('one rollout that the forge, the cluster and the pipeline report counts once, at the cluster’s instants', async () => {
    const shop = repository(4, 'shop');
    await begun(shop, 'w0');
    const ofPipeline = { source: 'cli', sha: sha('w0'), repo: 'acme/shop', startedAt: at('07:11') };
    await sent(
      { argocd: synced({ application: 'shop', repository: 'acme/shop', commit: 'w0', from: '07:12', to: '07:25' }) },
      told('ci/1', 'shop', '07:24', ofPipeline),
    );
    const [only, ...others] = await deploymentsOf('shop');
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
    await sent(
      push(cart, null, [
        { name: 'c0', at: '07:00' },
        { name: 'c1', at: '07:05' },
      ]),
      { argocd: synced({ application: 'checkout-eu', ...sync }) },
      { fact: { type: 'artifact', data: { ...built, publishedAt: at('07:30'), occurredAt: at('07:30') } } },
    );
    const found = await last('checkout');
    expect(found).toMatchObject({ sha: sha('c1'), configVersion: sha('g1'), repository: 'acme/cart', kind: 'CHANGE' });
    expect(opened(found)).toEqual(times({ c0: '07:00', c1: '07:05' }));
  });

  it('services of a monorepo bring each what touches their paths, also of an exact list', async () => {
    const mono = repository(6, 'mono');
    const of = (commit: string) => ({ sha: sha(commit), repo: 'acme/mono' });
    await sent(
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
    expect(opened(await last('api'))).toEqual(times({ m1: '08:00', m3: '08:20' }));
    expect(opened(await last('web'))).toEqual(times({ m2: '08:10', m3: '08:20' }));
  });

  it('a deployment of two repositories brings the commits of both', async () => {
    const [front, back] = [repository(7, 'front'), repository(8, 'back')];
    const of = (own: string, other: string) => ({
      sha: sha(own),
      repo: 'acme/front',
      components: [{ repository: 'acme/back', sha: sha(other) }],
    });
    await sent(
      push(front, null, [{ name: 'f0', at: '07:00' }]),
      push(back, null, [{ name: 'b0', at: '07:00' }]),
      told('f/1', 'front', '07:20', of('f0', 'b0')),
      push(front, 'f0', [{ name: 'f1', at: '08:00' }]),
      push(back, 'b0', [{ name: 'b1', at: '08:10' }]),
      told('f/2', 'front', '09:20', of('f1', 'b1')),
    );
    const found = await last('front');
    expect(opened(found)).toEqual(times({ f1: '08:00', b1: '08:10' }));
    expect(found?.otherRepositories).toEqual(['acme/back']);
  });

  it('regions of one run are one deployment, with the first that was reached and the last', async () => {
    const regions = repository(9, 'regions');
    const rollout = { commit: 'e0', run: 3000 };
    await sent(
      push(regions, null, [{ name: 'e0', at: '07:00' }]),
      ...deployed(regions, { id: 91, ...rollout, from: '07:10', to: '07:20', environment: 'prod-eu' }),
      ...deployed(regions, { id: 92, ...rollout, from: '07:15', to: '07:40', environment: 'prod-us' }),
    );
    const found = await deploymentsOf('regions');
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
    await begun(before, 'n0');
    await sent(
      renamed(after, 'before'),
      push(after, 'n0', [{ name: 'n1', at: '08:00' }]),
      ...deployed(after, { id: 102, commit: 'n1', from: '08:10', to: '08:20' }),
    );
    const found = await deploymentsOf('after');
    expect(found.map(opened)).toEqual([times({ n0: '07:00' }), times({ n1: '08:00' })]);
    expect(found.map((each) => each.repository)).toEqual(['acme/after', 'acme/after']);
    expect(await deploymentsOf('before')).toEqual([]);
  });
});
