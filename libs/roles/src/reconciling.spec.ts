import { MemoryLog } from '@leadline/adapters';
import { type Config, readConfig } from '@leadline/config';
import { Control, reconciledOf } from '@leadline/pipeline';
import { describe, expect, it } from 'vitest';
import type { Logger } from './logger.js';
import { reconcileDue } from './reconciling.js';

const HOUR = 3_600_000;
const noon = Date.parse('2026-06-01T12:00:00Z');

const yaml = 'endpoints: { github: { source: github, reconcile: { of: acme/shop, everyMinutes: 60 } } }';

const two = `endpoints:
  slow: { source: github, reconcile: { of: acme/slow, everyMinutes: 60 } }
  github: { source: github, reconcile: { of: acme/shop, everyMinutes: 60 } }`;

function config(text = yaml): Config {
  const slow = { LEADLINE_SECRET_SLOW: 'another secret', LEADLINE_API_TOKEN_SLOW: 'ghp_of_another_test' };
  const env = {
    LEADLINE_SECRET_GITHUB: 'a secret',
    LEADLINE_API_TOKEN_GITHUB: 'ghp_of_a_test',
    ...(text === two && slow),
  };
  const read = readConfig({ env, readFile: (path) => (path === './leadline.yaml' ? text : undefined) });
  if (read.outcome === 'problems') throw new Error(JSON.stringify(read.problems));
  return read.config;
}

interface Asked {
  readonly method: string;
  readonly address: string;
  readonly authorization: string | null;
}

/** GitHub with one delivery that nobody took, two hours before noon. */
function github(status = 200) {
  const asked: Asked[] = [];
  const answer: typeof fetch = async (input, init) => {
    const request = new Request(input, { method: init?.method ?? 'GET', headers: init?.headers ?? {} });
    const { pathname } = new URL(request.url);
    asked.push({ method: request.method, address: request.url, authorization: request.headers.get('authorization') });
    if (status !== 200) return Response.json({ message: 'Bad credentials' }, { status });
    if (request.method === 'POST') return Response.json({}, { status: 202 });
    if (pathname.endsWith('/hooks'))
      return Response.json([{ id: 2, config: { url: 'https://l.example.org/hooks/github' } }]);
    const delivered_at = new Date(noon - 2 * HOUR).toISOString();
    return Response.json([{ id: 6, guid: 'missed', delivered_at, status_code: 502, event: 'push' }]);
  };
  return { asked, fetch: answer };
}

const silent: Logger = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
const signal = new AbortController().signal;

describe('looking for missed deliveries', () => {
  it('has them sent again when it is time, and says what came of it', async () => {
    let now = noon;
    const log = new MemoryLog();
    const control = await Control.open(log);
    const api = github();
    const deps = { config: () => config(), control, clock: { now: () => now }, logger: silent, fetch: api.fetch };

    await reconcileDue(deps, signal);
    now += HOUR - 1;
    await reconcileDue(deps, signal);
    const before = api.asked.length;
    now += 1;
    await reconcileDue(deps, signal);

    expect(api.asked.slice(0, before)).toEqual(
      [
        ['GET', 'hooks?per_page=100'],
        ['GET', 'hooks/2/deliveries?per_page=100'],
        ['POST', 'hooks/2/deliveries/6/attempts'],
      ].map(([method, path]) => ({
        method,
        address: `https://api.github.com/repos/acme/shop/${path}`,
        authorization: 'Bearer ghp_of_a_test',
      })),
    );
    expect(api.asked).toHaveLength(2 * before);
    const reopened = await Control.open(log);
    expect(reconciledOf(reopened.state.reconciliations, 'github')).toEqual([
      expect.objectContaining({
        target: 'acme/shop',
        at: now,
        attempts: 1,
        missed: 1,
        sentAgain: 1,
        givenUp: 0,
        problem: null,
      }),
    ]);
  });

  it('is done by one of two schedulers', async () => {
    const log = new MemoryLog();
    const [one, other] = [await Control.open(log), await Control.open(log)];
    const api = github();
    const deps = { config: () => config(), clock: { now: () => noon }, logger: silent, fetch: api.fetch };

    await Promise.all([
      reconcileDue({ ...deps, control: one }, signal),
      reconcileDue({ ...deps, control: other }, signal),
    ]);

    expect(api.asked.filter(({ method }) => method === 'POST')).toHaveLength(1);
  });

  it('says why it cannot be done', async () => {
    const control = await Control.open(new MemoryLog());

    await reconcileDue(
      { config: () => config(), control, clock: { now: () => noon }, logger: silent, fetch: github(401).fetch },
      signal,
    );

    expect(reconciledOf(control.state.reconciliations, 'github')).toEqual([
      expect.objectContaining({
        sentAgain: 0,
        problem: 'GitHub does not accept the token. It is wrong, expired or revoked.',
      }),
    ]);
  });

  it('goes on with the others while one sender lets it wait, or cannot be asked at all', async () => {
    const control = await Control.open(new MemoryLog());
    const ended = new AbortController();
    const api = github();
    let waiting = (): void => undefined;
    const isWaiting = new Promise<void>((resolve) => (waiting = resolve));
    const fetchOf: typeof fetch = async (input, init) => {
      if (!String(input instanceof Request ? input.url : input).includes('/repos/acme/slow/')) {
        return api.fetch(input, init);
      }
      waiting();
      return new Response('{}', { status: 429, headers: { 'retry-after': '3000' } });
    };
    const deps = { config: () => config(two), control, clock: { now: () => noon }, logger: silent, fetch: fetchOf };
    const underWay = new Set<string>();

    const round = reconcileDue(deps, ended.signal, underWay);
    await isWaiting;
    await expect.poll(() => [...underWay]).toEqual(['slow']);
    await reconcileDue(deps, ended.signal, underWay);

    expect(reconciledOf(control.state.reconciliations, 'github')).toEqual([expect.objectContaining({ sentAgain: 1 })]);
    expect(reconciledOf(control.state.reconciliations, 'slow')).toEqual([]);
    ended.abort();
    await round;
  });

  it('does not wait for a claim that was made by a clock a year ahead', async () => {
    const control = await Control.open(new MemoryLog());
    const api = github();
    const at = (now: number) => ({
      config: () => config(),
      control,
      clock: { now: () => now },
      logger: silent,
      fetch: api.fetch,
    });
    await reconcileDue(at(noon + 365 * 24 * HOUR), signal);
    const before = api.asked.length;

    await reconcileDue(at(noon), signal);

    expect(api.asked.length).toBeGreaterThan(before);
    expect(reconciledOf(control.state.reconciliations, 'github')).toEqual([expect.objectContaining({ at: noon })]);
  });
});
