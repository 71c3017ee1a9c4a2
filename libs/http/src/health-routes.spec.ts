import type { Position } from '@leadline/ports';
import { describe, expect, it } from 'vitest';
import { createServer, registerHealth, serverMetrics, type StageProgress } from './index.js';
import { readiness } from './readiness.js';

const progress = (stage: string, positions: Record<number, number>, heads: Record<number, number>): StageProgress => ({
  stage,
  positions: new Map(Object.entries(positions).map(([partition, offset]) => [Number(partition), offset])),
  heads: new Map(Object.entries(heads).map(([partition, offset]) => [Number(partition), offset])),
});

function given({ stages, reached = [] }: { stages: StageProgress[]; reached?: string[] }) {
  const app = createServer(() => {});
  const state = { stages };
  registerHealth(app, {
    stages: async () => state.stages,
    reached: async ({ partition, offset }: Position) => reached.includes(`${partition}:${offset}`),
    answers: () => ({ kept: 5, shared: 2, asked: 1 }),
    guard: { clock: { now: () => 0 }, tokens: { find: () => undefined, isEmpty: () => false } },
    metrics: serverMetrics(),
  });
  return { app, state };
}

describe('readiness', () => {
  it('waits in each stage for what the stage before it made of the backlog', () => {
    const isReady = readiness();
    // Two deliveries had arrived at start; nothing had been made of them.
    expect(isReady([progress('normalize', { 0: 0 }, { 0: 2 }), progress('fold', { 0: 0 }, { 0: 0 })])).toBe(false);
    // Both are normalized, and became three events that are not folded yet.
    expect(isReady([progress('normalize', { 0: 2 }, { 0: 2 }), progress('fold', { 0: 0 }, { 0: 3 })])).toBe(false);
    expect(isReady([progress('normalize', { 0: 2 }, { 0: 9 }), progress('fold', { 0: 3 }, { 0: 8 })])).toBe(true);
  });

  it('needs every partition, however far the others are', () => {
    const isReady = readiness();
    expect(isReady([progress('normalize', { 0: 0, 1: 0 }, { 0: 5, 1: 1 })])).toBe(false);
    expect(isReady([progress('normalize', { 0: 4, 1: 100 }, { 0: 5, 1: 100 })])).toBe(false);
    expect(isReady([progress('normalize', { 0: 5, 1: 100 }, { 0: 5, 1: 100 })])).toBe(true);
  });

  it('stays once it is reached, though deliveries go on arriving', () => {
    const isReady = readiness();
    expect(isReady([progress('normalize', { 0: 7 }, { 0: 7 })])).toBe(true);
    expect(isReady([progress('normalize', { 0: 7 }, { 0: 900 })])).toBe(true);
  });
});

describe('GET /healthz', () => {
  it('is live whatever the stages do', async () => {
    const answer = await given({ stages: [] }).app.inject('/healthz');
    expect([answer.statusCode, answer.json()]).toEqual([200, { status: 'ok' }]);
  });
});

describe('GET /readyz', () => {
  it('shows how far every stage is', async () => {
    const { app, state } = given({ stages: [progress('normalize', { 1: 4, 0: 2 }, { 0: 5, 1: 4 })] });
    const before = await app.inject('/readyz');
    expect([before.statusCode, before.json()]).toEqual([
      503,
      { ready: false, stages: [{ stage: 'normalize', position: '0:2,1:4', head: '0:5,1:4', behind: 3 }] },
    ]);
    state.stages = [progress('normalize', { 0: 5, 1: 4 }, { 0: 6, 1: 4 })];
    const after = await app.inject('/readyz');
    expect([after.statusCode, after.json()]).toMatchObject([200, { ready: true, stages: [{ behind: 1 }] }]);
  });

  it('asks for one delivery where a position is given', async () => {
    const { app } = given({ stages: [progress('normalize', { 0: 0 }, { 0: 9 })], reached: ['0:3'] });
    const answers = await Promise.all(['0:3', '0:4'].map((after) => app.inject(`/readyz?after=${after}`)));
    expect(answers.map((answer) => [answer.statusCode, answer.json().ready])).toEqual([
      [200, true],
      [503, false],
    ]);
  });

  it.each(['after=x', 'after=', 'after=0:1&after=0:2'])('refuses ?%s', async (query) => {
    const answer = await given({ stages: [] }).app.inject(`/readyz?${query}`);
    expect([answer.statusCode, answer.json()]).toMatchObject([400, { error: 'invalid_position' }]);
  });
});

describe('GET /metrics', () => {
  const stages = [progress('fold', { 0: 1 }, { 0: 4 })];

  it('is for this machine, in the form of Prometheus', async () => {
    const answer = await given({ stages }).app.inject('/metrics');
    expect(answer.headers['content-type']).toContain('text/plain; version=0.0.4');
    expect(answer.body).toContain('leadline_stage_behind_records{stage="fold"} 3');
    expect(answer.body).toContain('leadline_answers_total{outcome="kept"} 5');
    expect(answer.body).toContain('process_cpu_seconds_total');
  });

  it('is not for others without a token', async () => {
    const answer = await given({ stages }).app.inject({ url: '/metrics', remoteAddress: '203.0.113.9' });
    expect(answer.statusCode).toBe(401);
  });
});
