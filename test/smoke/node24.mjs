/**
 * Runs the built product on Node 24, as a user would: starts it on an empty folder, reports one deployment, waits
 * until it counts, asks for it, stops it. Prints one line a step and closes with `N passed, N failed`.
 *
 *   node test/smoke/node24.mjs
 *
 * Node 24 comes from the npm registry; LEADLINE_SMOKE_NODE names another executable to use instead.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { root } from '../../tools/workspace/root.mjs';
import { tallyLine } from '../../tools/workspace/tally.mjs';
import { node24 } from './install-node24.mjs';

const START_MS = 60_000;
const COUNTS_MS = 60_000;
const STOP_MS = 20_000;

const folder = mkdtempSync(join(tmpdir(), 'leadline-smoke-'));
let product;
let port;
let position;

const steps = [
  { name: 'Node 24 is there', run: startProduct },
  { name: 'the product is live', run: isLive },
  { name: 'POST /events accepts a deployment', run: reportDeployment },
  { name: 'the deployment counts', run: counts },
  { name: 'GraphQL answers with it', run: isAnswered },
  { name: 'SIGTERM stops it cleanly', run: stops },
];
let passed = 0;
for (const { name, run } of steps) {
  try {
    await run();
    passed += 1;
    console.log(`ok      ${name}`);
  } catch (error) {
    console.log(`FAILED  ${name}: ${error.message}`);
    if (product) console.log(product.output.join('').split('\n').slice(-40).join('\n'));
    const dependents = steps.length - passed - 1;
    if (dependents > 0) console.log(`${dependents} further steps depend on it and count as failed`);
    break;
  }
}
const failed = steps.length - passed;
product?.process.kill('SIGKILL');
rmSync(folder, { recursive: true, force: true });
console.log(`\n${tallyLine({ passed, failed })}`);
process.exitCode = failed > 0 ? 1 : 0;

async function startProduct() {
  const executable = await node24();
  port = await freePort();
  const child = spawn(executable, [join(root, 'apps/standalone/dist/main.js')], {
    cwd: folder,
    env: { ...process.env, LEADLINE_PORT: String(port), LEADLINE_DATA: join(folder, 'data') },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => output.push(String(text)));
  product = { process: child, output, end: undefined };
  child.on('error', (error) => (product.end = error.message));
  child.on('exit', (code, signal) => (product.end = signal ?? code));
}

async function isLive() {
  await eventually('/healthz answers 200', START_MS, async () => (await request('/healthz')).status === 200);
}

async function reportDeployment() {
  const now = new Date();
  const deployment = {
    id: 'smoke/1',
    service: 'checkout',
    environment: 'production',
    envTier: 'production',
    status: 'succeeded',
    startedAt: new Date(now.getTime() - 120_000).toISOString(),
    finishedAt: new Date(now.getTime() - 60_000).toISOString(),
    sha: '4b825dc642cb6eb9a060e54bf8d69288fbee4904',
  };
  const event = {
    specversion: '1.0',
    id: 'smoke-1',
    source: 'smoke',
    type: 'dev.leadline.deployment.recorded',
    time: now.toISOString(),
    data: deployment,
  };
  const response = await request('/events', event, 'application/cloudevents+json');
  if (response.status !== 202) throw new Error(`answered ${response.status}: ${response.text}`);
  position = JSON.parse(response.text).position;
  if (position === undefined) throw new Error(`the answer names no position: ${response.text}`);
}

async function counts() {
  const path = `/readyz?after=${encodeURIComponent(position)}`;
  await eventually(`${path} answers 200`, COUNTS_MS, async () => (await request(path)).status === 200);
}

async function isAnswered() {
  const day = 86_400_000;
  const window = { from: new Date(Date.now() - day).toISOString(), to: new Date(Date.now() + day).toISOString() };
  const query = `query ($window: WindowInput!) { metrics(ids: [DEPLOYMENT_FREQUENCY], window: $window) { n value } }`;
  const response = await request('/graphql', { query, variables: { window } });
  const points = JSON.parse(response.text).data?.metrics;
  if (points?.length !== 1 || points[0].n !== 1) throw new Error(`answered ${response.status}: ${response.text}`);
}

async function stops() {
  product.process.kill('SIGTERM');
  const deadline = Date.now() + STOP_MS;
  while (product.end === undefined && Date.now() < deadline) await delay(100);
  if (product.end !== 0) throw new Error(product.end === undefined ? 'still running' : `ended with ${product.end}`);
}

async function request(path, body, contentType = 'application/json') {
  const response = await fetch(`http://127.0.0.1:${port}${path}`, {
    ...(body ? { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': contentType } } : {}),
    signal: AbortSignal.timeout(10_000),
  });
  return { status: response.status, text: await response.text() };
}

async function eventually(expectation, timeoutMs, holds) {
  const deadline = Date.now() + timeoutMs;
  while (Date.now() < deadline) {
    if (product.end !== undefined) throw new Error(`the product ended with ${product.end}`);
    if (await holds().catch(() => false)) return;
    await delay(200);
  }
  throw new Error(`not within ${timeoutMs / 1000} s: ${expectation}`);
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port: free } = server.address();
      server.close(() => resolve(free));
    });
  });
}
