import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { type GivenLeadline, givenLeadline } from '../testing/given-leadline.js';
import { givenGitlab, type GitlabApi, gitlabHooksOfDay, shopAtGitlab } from '../testing/gitlab-api.js';
import { noon, type Ran, runLeadline } from '../testing/run-leadline.js';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const clean of cleanups.splice(0).reverse()) await clean();
});

async function leadline(): Promise<GivenLeadline> {
  const made = await givenLeadline(() => noon);
  cleanups.push(made.close);
  return made;
}

async function gitlab(...given: Parameters<typeof givenGitlab>): Promise<GitlabApi> {
  const made = await givenGitlab(...given);
  cleanups.push(made.close);
  return made;
}

function backfill(api: GitlabApi, to: GivenLeadline, target = 'acme/web/shop'): Promise<Ran> {
  const state = mkdtempSync(join(tmpdir(), 'leadline-state-'));
  cleanups.push(() => rmSync(state, { recursive: true, force: true }));
  const env = { GITLAB_TOKEN: 'glpat-of-a-test', GITLAB_API_URL: api.address, LEADLINE_DATA: state };
  return runLeadline(['backfill', 'gitlab', target, '--server', to.address], { env });
}

const counts = (rows: Readonly<Record<string, readonly object[]>>): unknown[] =>
  ['deployments', 'changes', 'incidents', 'pipeline_runs', 'quarantine'].map((table) => rows[table]?.length);

describe('leadline backfill gitlab', () => {
  it.each(['acme/web/shop', 'acme'])('brings the past of %s, each thing once', async (target) => {
    const [to, api] = [await leadline(), await gitlab(shopAtGitlab(8))];

    const ran = await backfill(api, to, target);

    expect([ran.code, ran.stderr]).toEqual([0, '']);
    expect(ran.stdout).toContain(
      '8 commits, 8 merge requests, 16 comments and approvals, 8 deployments, 8 pipelines, 1 release, 8 issues',
    );
    expect(counts(await to.rows())).toEqual([8, 8, 8, 8, 0]);
  });

  it.each<[string, (parts: { live: () => Promise<void>; past: () => Promise<void> }) => Promise<void>]>([
    ['after', async ({ live, past }) => (await live(), await past())],
    ['before', async ({ live, past }) => (await past(), await live())],
    ['twice around', async ({ live, past }) => (await past(), await live(), await past())],
  ])('counts nothing twice %s what hooks told', async (_, inOrder) => {
    const [alone, to, other] = [await leadline(), await leadline(), await leadline()];
    const api = await gitlab(shopAtGitlab(8));
    for (const day of [5, 6, 7, 8]) for (const hook of gitlabHooksOfDay(day)) await alone.hook('gitlab', hook);

    await inOrder({
      live: async () => {
        for (const day of [5, 6, 7, 8]) for (const hook of gitlabHooksOfDay(day)) await to.hook('gitlab', hook);
      },
      past: async () => {
        expect((await backfill(api, to)).code).toBe(0);
      },
    });

    const [told, all] = [await alone.rows(), await to.rows()];
    expect([counts(told), counts(all)]).toEqual([
      [4, 4, 4, 4, 0],
      [8, 8, 8, 8, 0],
    ]);
    // What hooks told entirely is as they told it.
    expect(all['pipeline_runs']).toEqual(expect.arrayContaining([...(told['pipeline_runs'] ?? [])]));
    await backfill(api, other);
    for (const day of [8, 7, 6, 5]) {
      for (const hook of gitlabHooksOfDay(day).toReversed()) await other.hook('gitlab', hook);
    }
    expect(await other.rows()).toEqual(all);
  });

  it('passes over nothing that changes while lists are read', async () => {
    const world = shopAtGitlab(8);
    const api = await gitlab(world, (path) => {
      // An early one moves to the end, and those after it a place forward.
      if (!path.includes('/deployments') || !path.includes('page=1') || world.deployments.length < 8) return undefined;
      const [first, ...others] = world.deployments;
      if (first !== undefined) world.deployments = [...others, { ...first, updated_at: '2026-06-01T12:00:01.000Z' }];
      return undefined;
    });
    const to = await leadline();

    await backfill(api, to);

    expect(counts(await to.rows())).toEqual([8, 8, 8, 8, 0]);
  });

  it('waits as its limits say', async () => {
    let times = 0;
    const api = await gitlab(shopAtGitlab(2), (): ReturnType<NonNullable<Parameters<typeof givenGitlab>[1]>> => {
      times += 1;
      if (times === 3) return { status: 429, headers: { 'retry-after': '12' } };
      const reset = String(noon / 1000 + 30);
      return times === 6
        ? { status: 429, headers: { 'ratelimit-remaining': '0', 'ratelimit-reset': reset } }
        : undefined;
    });
    const to = await leadline();

    const ran = await backfill(api, to);

    expect([ran.code, ran.slept]).toEqual([0, [13_000, 31_000]]);
  });

  it.each<[number, string]>([
    [401, 'leadline: GitLab does not accept the token'],
    [403, 'leadline: "acme/web/shop": GitLab answered 403: no'],
    [404, 'leadline: "acme/web/shop": there is no project and no group of that path'],
  ])('ends where the project is answered %i', async (status, message) => {
    const [to, api] = [await leadline(), await gitlab(shopAtGitlab(1), () => ({ status }))];

    const ran = await backfill(api, to);

    expect(ran.code).toBe(4);
    expect(ran.stderr).toContain(message);
    expect(ran.stderr).toContain('The token is taken from GITLAB_TOKEN.');
  });
});
