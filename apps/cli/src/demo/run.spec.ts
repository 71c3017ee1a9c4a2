import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { optionValues } from '../command.js';
import type { Io } from '../io.js';
import { createOutput } from '../terminal/output.js';
import { Gathering } from '../testing/run-leadline.js';
import { runDemo } from './run.js';

/** Stands for the standalone app: takes what is signed rightly, counts it, and writes the count down when it ends. */
const STUB = `
import { createHmac } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
const { LEADLINE_PORT, LEADLINE_DATA, LEADLINE_CONFIG, LEADLINE_SECRET_GITHUB, LEADLINE_TOKENS } = process.env;
const count = { hooks: 0, events: 0, refused: 0, hasTokens: LEADLINE_TOKENS !== undefined };
if (!readFileSync(LEADLINE_CONFIG, 'utf8').includes('payments-api:')) process.exit(9);
let offset = 0;
const server = createServer((request, response) => {
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    const body = Buffer.concat(chunks);
    const answer = (status, value) => response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
    if (request.url === '/healthz') return answer(200, {});
    if (request.url.startsWith('/readyz')) return answer(200, { ready: true, stages: [] });
    if (request.url === '/admin/digests/send') return answer(200, { mails: [] });
    if (request.url === '/graphql') return answer(200, { data: { metrics: [{ id: 'the-point' }] } });
    if (request.url === '/events') count.events += 1;
    else {
      const right = 'sha256=' + createHmac('sha256', LEADLINE_SECRET_GITHUB).update(body).digest('hex');
      if (request.headers['x-hub-signature-256'] === right) count.hooks += 1;
      else count.refused += 1;
    }
    answer(202, { position: '0:' + offset++ });
  });
});
server.listen(Number(LEADLINE_PORT), '127.0.0.1');
process.on('SIGTERM', () => {
  writeFileSync(LEADLINE_DATA + '/count.json', JSON.stringify(count));
  process.exit(0);
});
`;

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'leadline-demo-'));
  writeFileSync(join(root, 'stub.mjs'), STUB);
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function given({ signal = new AbortController().signal, program = 'stub.mjs' } = {}) {
  const stdout = new Gathering();
  const stderr = new Gathering();
  const env = {
    PATH: process.env['PATH'],
    LEADLINE_STANDALONE: join(root, program),
    LEADLINE_TOKENS: 'of another installation',
  };
  const sleep: Io['sleep'] = (milliseconds, abort) =>
    wait(milliseconds, undefined, { signal: abort }).catch(() => undefined);
  const now = (): number => Date.now();
  const io: Io = { stdout, stderr, env, fetch, now, cwd: root, isTTY: { stdout: false, stderr: false }, sleep, signal };
  const demo = (typed: Readonly<Record<string, unknown>>) =>
    runDemo({ io, options: optionValues({ port: undefined, weeks: '1', ...typed }), output: createOutput(io, false) });
  return { demo, stdout, stderr };
}

const count = z.object({ hooks: z.number(), events: z.number(), refused: z.number(), hasTokens: z.boolean() });
const counted = () => count.parse(JSON.parse(readFileSync(join(root, 'data/demo/count.json'), 'utf8')));

describe('leadline demo', () => {
  it('starts Leadline, sends it a week of the organisation, shows where to look, and stops it', async () => {
    const { demo, stdout, stderr } = given();
    // when
    const code = await demo({ once: true });
    // then
    expect(code).toBe(0);
    const { hooks, events, refused, hasTokens } = counted();
    expect(hooks).toBeGreaterThan(100);
    expect(events).toBeGreaterThan(0);
    expect(refused).toBe(0);
    expect(hasTokens).toBe(false);
    expect(stdout.text).toContain('/api/v1/metrics.csv?ids=');
    expect(stdout.text).toContain('evidence(point: "the-point", first: 20)');
    expect(stderr.text).toContain('Sending 1 week of Halden');
  });

  it('does not send again what is there already', async () => {
    await given().demo({ once: true });
    const second = given();
    await second.demo({ once: true });
    expect(counted()).toMatchObject({ hooks: 0, events: 0 });
    expect(second.stderr.text).toContain('sent before');
  });

  it('serves until it is interrupted', async () => {
    const interruption = new AbortController();
    const { demo, stderr } = given({ signal: interruption.signal });
    const running = demo({});
    while (!stderr.text.includes('Ctrl-C')) await wait(20);
    interruption.abort();
    expect(await running).toBe(0);
    expect(counted().hooks).toBeGreaterThan(100);
  });

  it('says what Leadline said when it cannot start', async () => {
    writeFileSync(join(root, 'broken.mjs'), 'console.error("the disk is full"); process.exit(3);');
    const { demo } = given({ program: 'broken.mjs' });
    await expect(demo({ once: true })).rejects.toMatchObject({ fix: expect.arrayContaining(['the disk is full']) });
  });

  it('refuses a port that is taken', async () => {
    const interruption = new AbortController();
    const first = given({ signal: interruption.signal });
    const running = first.demo({});
    while (!first.stderr.text.includes('Ctrl-C')) await wait(20);
    const port = /127\.0\.0\.1:(\d+)\//.exec(first.stdout.text)?.[1];
    await expect(given().demo({ port, data: 'elsewhere', once: true })).rejects.toThrow(/something else listens/);
    interruption.abort();
    await running;
  });
});
