import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { type GivenRepository, givenRepository } from '../testing/given-repository.js';
import { runLeadline } from '../testing/run-leadline.js';
import { expectedLeadTimes } from '../testing/git-truth.js';
import { type Product, startProduct } from '../testing/receiving-product.js';
import { writeLongHistory, writeRandomHistory } from '../testing/histories.js';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const clean of cleanups.splice(0).reverse()) await clean();
});

function repository(): GivenRepository {
  const made = givenRepository('shop');
  cleanups.push(made.remove);
  return made;
}

async function product(): Promise<Product> {
  const started = await startProduct();
  cleanups.push(started.close);
  return started;
}

/** What `leadline` needs to know of the machine: no configuration of ours, state in a folder of the test. */
function environment(): { PATH: string | undefined; HOME: string; LEADLINE_DATA: string } {
  const home = mkdtempSync(join(tmpdir(), 'leadline-home-'));
  cleanups.push(() => rmSync(home, { recursive: true, force: true }));
  return { PATH: process.env['PATH'], HOME: home, LEADLINE_DATA: home };
}

const importing = (made: GivenRepository, to: Product) => ['import', 'git', made.path, '--server', to.address];

function truthOf(made: GivenRepository): { deployments: number; samples: number; median: number | null } {
  const { deployments, count, median } = expectedLeadTimes(made.path);
  return { deployments, samples: count, median };
}

/** Merges of two and three parents, a backport, tags of both kinds, a commit tagged twice, a tag that goes back. */
function storyOfReleases(): GivenRepository {
  const made = repository();
  const { commit, git, merge } = made;
  commit('begin', '2026-01-01T10:00:00Z');
  made.annotatedTag('v1.0.0', '2026-01-01T12:00:00Z');
  for (const [branch, day] of [
    ['search', '02'],
    ['basket', '03'],
  ] as const) {
    git(['checkout', '--quiet', '-b', branch, 'main']);
    commit(`${branch} a`, `2026-01-${day}T10:00:00Z`);
    commit(`${branch} b`, `2026-01-${day}T11:00:00Z`);
  }
  git(['checkout', '--quiet', 'main']);
  commit('on main', '2026-01-03T15:00:00Z');
  git(['merge', '--quiet', '--no-edit', 'search', 'basket'], '2026-01-04T10:00:00Z');
  made.lightweightTag('v1.1.0');
  git(['checkout', '--quiet', '-b', 'stable', 'v1.0.0']);
  commit('backport', '2026-01-05T10:00:00Z');
  made.annotatedTag('v1.0.1', '2026-01-05T11:00:00Z');
  git(['checkout', '--quiet', 'main']);
  merge('stable', '2026-01-06T09:00:00Z');
  commit('last', '2026-01-06T10:00:00Z');
  made.annotatedTag('v1.2.0', '2026-01-06T14:00:00Z');
  made.annotatedTag('v1.2.0-rerun', '2026-01-06T15:00:00Z');
  made.annotatedTag('back-to-v1.1.0', '2026-01-06T16:00:00Z', 'v1.1.0');
  return made;
}

describe('leadline import git', () => {
  it('gives the deployments and the median lead time that git rev-list gives', async () => {
    const made = storyOfReleases();
    const leadline = await product();

    const ran = await runLeadline(importing(made, leadline), { env: environment() });

    expect([ran.code, ran.stderr]).toEqual([0, '']);
    // v1.0.0 has no baseline. v1.1.0 brings five commits, 48 h, 47 h, 24 h, 23 h and 19 h old; v1.0.1 the backport, 1 h;
    // v1.2.0 "last", 4 h. The rerun and the way back deploy no change. Seven samples: the median is the fourth.
    expect(truthOf(made)).toEqual({ deployments: 4, samples: 7, median: 23 * 3600 });
    expect(await leadline.numbers('shop')).toEqual(truthOf(made));
  });

  it.each([1, 2, 3, 4, 5, 6])('agrees on history %i that nobody would think of', async (seed) => {
    const made = repository();
    writeRandomHistory(made, seed);
    const leadline = await product();

    const ran = await runLeadline(importing(made, leadline), { env: environment() });

    const truth = truthOf(made);
    expect(ran.code).toBe(0);
    expect(truth.samples).toBeGreaterThan(10);
    expect(await leadline.numbers('shop')).toEqual(truth);
  });

  it('changes nothing when it is run again, and brings what is new', async () => {
    const made = storyOfReleases();
    const leadline = await product();
    const env = environment();
    await runLeadline(importing(made, leadline), { env });
    const once = await leadline.numbers('shop');

    await runLeadline(importing(made, leadline), { env });
    const twice = await leadline.numbers('shop');
    made.git(['checkout', '--quiet', 'main']);
    made.commit('news', '2026-01-08T10:00:00Z');
    made.annotatedTag('v1.3.0', '2026-01-08T10:30:00Z');
    await runLeadline(importing(made, leadline), { env });

    expect(twice).toEqual(once);
    expect(await leadline.numbers('shop')).toEqual(truthOf(made));
    expect(truthOf(made).deployments).toBe(once.deployments + 1);
  });

  it('goes on where it was killed', async () => {
    const made = repository();
    writeLongHistory(made, 2500);
    const leadline = await product();
    const env = environment();
    const first = new Promise<void>((reached) => {
      // The first batch is acknowledged; the second is taken, but never answered.
      leadline.beforeAnswer = async (batch) => {
        if (batch !== 1) return;
        reached();
        await new Promise(() => undefined);
      };
    });
    const killed = spawn(process.execPath, [...fromSource, main, ...importing(made, leadline)], {
      env,
      stdio: 'ignore',
    });
    const ended = new Promise((done) => killed.once('close', (_, signal) => done(signal)));
    await first;

    killed.kill('SIGKILL');
    expect(await ended).toBe('SIGKILL');
    const acknowledged = leadline.received.length;
    const ran = await runLeadline(importing(made, leadline), { env });

    expect(ran.code).toBe(0);
    expect(ran.stderr).toContain('Going on after ');
    // Nothing that was acknowledged is sent again.
    expect(acknowledged).toBeGreaterThan(0);
    expect(new Set(leadline.received).size).toBe(leadline.received.length);
    // v500 has no baseline; the other four bring 500 commits each, half an hour to 499.5 hours old.
    expect(truthOf(made)).toEqual({ deployments: 5, samples: 2000, median: 250 * 3600 });
    expect(await leadline.numbers('shop')).toEqual(truthOf(made));
  }, 120_000);
});

const main = fileURLToPath(new URL('../main.ts', import.meta.url));
const register = createRequire(import.meta.url).resolve('@oxc-node/core/register');
const fromSource = ['--conditions=@leadline/source', '--import', register];
