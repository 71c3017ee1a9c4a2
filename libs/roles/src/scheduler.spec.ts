import { MemoryLog } from '@leadline/adapters';
import { type Config, readConfig } from '@leadline/config';
import { Control, reconciledOf } from '@leadline/pipeline';
import { afterEach, describe, expect, it } from 'vitest';
import type { Digests } from './digests.js';
import type { Logger } from './logger.js';
import { runScheduler, type SchedulerDeps } from './scheduler.js';

const HOUR_MS = 3_600_000;
const noon = Date.parse('2026-06-01T12:00:00Z');

const yaml = `endpoints:
  slow: { source: github, reconcile: { of: acme/slow, everyMinutes: 60 } }
  github: { source: github, reconcile: { of: acme/shop, everyMinutes: 60 } }`;

function configured(): Config {
  const env = {
    LEADLINE_SECRET_GITHUB: 'a secret',
    LEADLINE_API_TOKEN_GITHUB: 'ghp_of_a_test',
    LEADLINE_SECRET_SLOW: 'another secret',
    LEADLINE_API_TOKEN_SLOW: 'ghp_of_another_test',
  };
  const read = readConfig({ env, readFile: (path) => (path === './leadline.yaml' ? yaml : undefined) });
  if (read.outcome === 'problems') throw new Error(JSON.stringify(read.problems));
  return read.config;
}

/** No mails and no channels: what is left to do is looking for missed deliveries. */
const nobodyReads: Digests = {
  subscriptions: () => [],
  mailer: () => undefined,
  behind: async () => 0,
  writer: () => Promise.reject(new Error('nobody reads')),
  sending: () => {
    throw new Error('nobody reads');
  },
};

const running: { end: AbortController; done: Promise<void> }[] = [];
afterEach(async () => {
  for (const { end, done } of running.splice(0)) {
    end.abort();
    await done;
  }
});

type Answer = (path: string) => Response | Promise<Response>;

/** Nothing was missed by anybody. */
const hooks: Answer = (path) =>
  path.endsWith('/hooks')
    ? Response.json([
        { id: 2, config: { url: `https://l.example.org/hooks/${path.includes('slow') ? 'slow' : 'github'}` } },
      ])
    : Response.json([]);

/** As fetch does. */
const ended = (signal: AbortSignal | null | undefined): Promise<never> =>
  new Promise((_, reject) => signal?.addEventListener('abort', () => reject(new Error('aborted')), { once: true }));

/** A scheduler that looks all the time, with a clock of its own. */
async function given(answer: Answer = hooks, config: () => Config = configured) {
  const control = await Control.open(new MemoryLog());
  const [asked, errors]: [string[], string[]] = [[], []];
  const clock = { at: noon };
  const logger: Logger = {
    debug: () => undefined,
    info: () => undefined,
    warn: () => undefined,
    error: (_, message) => void errors.push(message ?? ''),
  };
  const deps: SchedulerDeps = {
    config,
    control,
    clock: { now: () => clock.at },
    logger,
    digests: nobodyReads,
    notices: { channels: () => [], tell: async () => [] },
    tickMs: 1,
    fetch: async (input, init) => {
      const { pathname } = new URL(input instanceof Request ? input.url : input);
      asked.push(pathname);
      return Promise.race([answer(pathname), ended(init?.signal)]);
    },
  };
  const end = new AbortController();
  const done = runScheduler(deps, end.signal);
  running.push({ end, done });
  const looks = (target: string) => asked.filter((path) => path === `/repos/${target}/hooks`).length;
  const reconciled = (endpoint: string) => reconciledOf(control.state.reconciliations, endpoint);
  return { clock, errors, looks, reconciled, end, done };
}

describe('the scheduler looks for missed deliveries', () => {
  it('once in each period, of every endpoint, however often it wakes', async () => {
    const { clock, looks, reconciled } = await given();
    await expect.poll(() => [reconciled('github').length, reconciled('slow').length]).toEqual([1, 1]);
    clock.at += HOUR_MS - 1;
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect([looks('acme/shop'), looks('acme/slow')]).toEqual([1, 1]);

    clock.at += 1;
    await expect
      .poll(() => reconciled('github'))
      .toEqual([expect.objectContaining({ at: noon + HOUR_MS, problem: null })]);
    await expect.poll(() => [looks('acme/shop'), looks('acme/slow')]).toEqual([2, 2]);
  });

  it('again of one while another does not answer', async () => {
    let answerSlow = (): void => undefined;
    const slow = new Promise<Response>((resolve) => (answerSlow = () => resolve(Response.json([]))));
    const { clock, looks, reconciled } = await given((path) => (path.includes('slow') ? slow : hooks(path)));
    await expect.poll(() => reconciled('github')).toHaveLength(1);
    clock.at += HOUR_MS;
    await expect.poll(() => looks('acme/shop')).toBe(2);

    expect([looks('acme/slow'), reconciled('slow')]).toEqual([1, []]);
    answerSlow();
    await expect.poll(() => reconciled('slow')).toHaveLength(1);
  });

  it('after a round that failed altogether, and says so', async () => {
    let calls = 0;
    const failing = (): Config => {
      calls += 1;
      if (calls === 1) throw new Error('the configuration cannot be read');
      return configured();
    };
    const { errors, reconciled } = await given(hooks, failing);
    await expect.poll(() => reconciled('github')).toEqual([expect.objectContaining({ problem: null })]);
    expect(errors).toEqual(['missed deliveries could not be looked for, which is tried again']);
  });

  it('until it is told to end, and ends while a sender is being asked', async () => {
    const never = new Promise<Response>(() => undefined);
    const { end, done, looks } = await given((path) => (path.includes('slow') ? never : hooks(path)));
    await expect.poll(() => looks('acme/slow')).toBe(1);
    end.abort();
    await done;
    const before = looks('acme/shop');
    await new Promise((resolve) => setTimeout(resolve, 10));
    expect(looks('acme/shop')).toBe(before);
  });
});
