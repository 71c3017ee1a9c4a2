import { MemoryFacts, MemoryLog } from '@leadline/adapters';
import { catalogueOf, type Config, readConfig } from '@leadline/config';
import {
  acceptInternal,
  defaultLingerMs,
  deliveriesReached,
  generation,
  recentDeliveries,
  runPipeline,
  stageProgress,
  peopleAsTold,
} from '@leadline/pipeline';
import { eventOf } from '@leadline/events';
import { sourceById, validateEvents } from '@leadline/sources';
import { createHmac } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import {
  createServer,
  type Guard,
  registerAdmin,
  registerHealth,
  registerIngest,
  type ServedEndpoint,
  serverMetrics,
} from './index.js';

const clock = { now: () => Date.now() };
const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(stops.splice(0).map((stop) => stop()));
});

const endpointsOf = ({ endpoints }: Config): ReadonlyMap<string, ServedEndpoint> =>
  new Map(
    endpoints.flatMap(({ name, source: id, secrets, unsigned, perSecond }): [string, ServedEndpoint][] => {
      const source = sourceById(id);
      const rate = perSecond === undefined ? {} : { rate: { perSecond, burst: 2 * perSecond } };
      return source === undefined ? [] : [[name, { name, source, secrets, unsigned, ...rate }]];
    }),
  );

/** Every role in one process, over a log and facts in memory. */
async function given(env: Record<string, string>, yaml: string) {
  const read = readConfig({ env, readFile: (path) => (path === './leadline.yaml' ? yaml : undefined) });
  if (read.outcome === 'problems') throw new Error(JSON.stringify(read.problems));
  const { config } = read;
  const log = new MemoryLog({ partitions: 2 });
  const facts = new MemoryFacts();
  const current = generation(1);
  const guard: Guard = {
    clock,
    tokens: {
      find(hash) {
        const token = config.tokens.find(({ sha256 }) => sha256 === hash);
        return token && { id: 'of the environment', scopes: token.scopes };
      },
      isEmpty: () => config.tokens.length === 0,
    },
  };
  const endpoints = endpointsOf(config);
  const metrics = serverMetrics();
  const errors: unknown[] = [];
  const report = (error: unknown): void => void errors.push(error);

  const app = createServer(report);
  registerIngest(app, {
    log,
    clock,
    recent: recentDeliveries(),
    endpoint: (name) => endpoints.get(name),
    validateEvents,
    guard,
    metrics,
    report,
  });
  registerHealth(app, {
    stages: () => stageProgress(log, current),
    reached: deliveriesReached(log, () => current),
    answers: () => ({ kept: 0, shared: 0, asked: 0 }),
    guard,
    metrics,
  });
  registerAdmin(app, {
    guard,
    commands: new Map([['state', async () => ({ outcome: 'done', result: current.number })]]),
  });
  const declared = catalogueOf(config, new Date(clock.now()).toISOString());
  await acceptInternal({ log, clock }, [
    eventOf('catalogue', { id: `catalogue:${declared.version}`, source: 'leadline' }, declared),
  ]);
  const stopping = new AbortController();
  const running = runPipeline(
    {
      log,
      facts,
      generation: current,
      people: peopleAsTold,
      sourceOf: sourceById,
      lingerMs: defaultLingerMs,
      onScopeFailure: report,
      onStageError: (_, error) => report(error),
    },
    stopping.signal,
  );
  const url = await app.listen({ host: config.host, port: config.port });
  stops.push(async () => {
    await app.close();
    stopping.abort();
    await running;
    await log.close();
  });
  return { url, facts, errors };
}

const yaml = `
environments: { production: { tier: production, aliases: ["prod-*"] } }
services: { checkout: { repository: github:acme/shop } }
`;

const at = (secondsAgo: number): string => new Date(Date.now() - secondsAgo * 1000).toISOString();
const deploymentStatus = (environment: string, id: number) =>
  JSON.stringify({
    action: 'created',
    deployment_status: { id, state: 'success', environment, created_at: at(10) },
    deployment: { id, sha: 'c'.repeat(40), ref: 'main', environment, created_at: at(60) },
    workflow_run: { id: 3000 },
    repository: { id: 1, name: 'shop', full_name: 'acme/shop', default_branch: 'main' },
  });

async function untilCounted(url: string, position: string): Promise<{ stages: { stage: string; behind: number }[] }> {
  for (;;) {
    const answer = await fetch(`${url}/readyz?after=${position}`);
    if (answer.status === 200) return (await answer.json()) as Awaited<ReturnType<typeof untilCounted>>;
    expect(await answer.json()).toMatchObject({ ready: false });
    await pause(20);
  }
}

describe('one process', () => {
  it('counts a delivery once /readyz?after says so: two regions of one run are one deployment', async () => {
    const { url, facts, errors } = await given({ LEADLINE_PORT: '0', LEADLINE_SECRET_GITHUB: 'old new' }, yaml);
    let position = '';
    for (const [index, environment] of ['prod-eu', 'prod-us'].entries()) {
      const body = deploymentStatus(environment, 70 + index);
      const secret = index === 0 ? 'old' : 'new';
      const signature = `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
      const answer = await fetch(`${url}/hooks/github`, {
        method: 'POST',
        body,
        headers: { 'x-github-event': 'deployment_status', 'x-hub-signature-256': signature },
      });
      expect(answer.status).toBe(202);
      ({ position } = (await answer.json()) as { position: string });
      await untilCounted(url, position);
    }
    const { stages } = await untilCounted(url, position);
    expect(stages.map(({ stage }) => stage)).toEqual(['normalize', 'fold', 'derive']);
    const reports = await facts.find({ table: 'reports', where: [] });
    expect(reports.map(({ service, environment }) => [service, environment])).toEqual([
      ['checkout', 'production'],
      ['checkout', 'production'],
    ]);
    const deployments = await facts.find({ table: 'deployments', where: [] });
    const derived = deployments.filter(({ base }) => base.length > 0);
    expect(derived.map(({ service, environment }) => [service, environment])).toEqual([['checkout', 'production']]);
    expect(errors).toEqual([]);
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    expect(await (await fetch(`${url}/metrics`)).text()).toContain('leadline_stage_behind_records{stage="derive"} 0');
  });

  it('asks for tokens wherever there are any, but not of health', async () => {
    const token = 'leadline_pat_0123456789abcdefghijklmn';
    const { url } = await given({ LEADLINE_PORT: '0', LEADLINE_TOKENS: `events:write=${token}` }, yaml);
    const post = (authorization?: string) =>
      fetch(`${url}/events`, {
        method: 'POST',
        body: '[]',
        headers: { 'content-type': 'application/json', ...(authorization === undefined ? {} : { authorization }) },
      });
    expect([(await post()).status, (await post(`Bearer ${token}`)).status]).toEqual([401, 202]);
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    const admin = await fetch(`${url}/admin/state`, { method: 'POST', headers: { authorization: `Bearer ${token}` } });
    expect(admin.status).toBe(403);
  });
});
