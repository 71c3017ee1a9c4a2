import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Bench } from './bench.js';
import { inScratch } from './scratch.js';

const program = fileURLToPath(new URL('../../apps/cli/dist/main.js', import.meta.url));
const sizes = { full: { weeks: 26 }, quick: { weeks: 4 } } as const;

/** From the command until the made-up organisation counts and can be asked about. */
export const demo: Bench = {
  name: 'demo',
  about: 'leadline demo, from the command until everything is ready',
  async run(size, say) {
    const { weeks } = sizes[size];
    if (!existsSync(program)) throw new Error(`${program} is missing: run "npm run build" first`);
    say(`${weeks} weeks of deliveries`);
    const seconds = await inScratch((directory) => secondsUntilReady(directory, weeks));
    return {
      parameters: { weeks },
      figures: [{ figure: 'until everything is ready', measured: seconds, unit: 's', goal: { atMost: 60 } }],
    };
  },
};

async function secondsUntilReady(directory: string, weeks: number): Promise<number> {
  const options = ['--data', join(directory, 'demo'), '--port', String(await freePort()), '--weeks', String(weeks)];
  const startedAt = performance.now();
  const child = spawn(process.execPath, [program, 'demo', ...options, '--once', '--json'], {
    cwd: directory,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  // It ends the server it started before it ends itself.
  const end = (): void => void child.kill('SIGTERM');
  process.once('exit', end);
  try {
    const ended = exitOf(child);
    // The answer is what it says when everything is ready; messages of before go elsewhere.
    const ready = once(child.stdout, 'data').then(() => (performance.now() - startedAt) / 1000);
    const seconds = await Promise.race([ready, ended.then(() => undefined)]);
    const code = await ended;
    if (seconds === undefined || code !== 0) throw new Error(`leadline demo ended with ${code}`);
    return seconds;
  } finally {
    process.off('exit', end);
  }
}

function exitOf(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', resolve);
  });
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('There is no free port');
  return address.port;
}
