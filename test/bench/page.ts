import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium } from 'playwright-core';
import { chromiumFlags, chromiumNames, chromiumPath } from '../../tools/chromium.js';
import { clientOf } from '../e2e/client.js';
import type { Bench } from './bench.js';
import { freePort } from './demo.js';
import { medianOf } from './quantiles.js';
import { inScratch } from './scratch.js';

const program = fileURLToPath(new URL('../../apps/cli/dist/main.js', import.meta.url));
const sizes = { full: { weeks: 26, visits: 9 }, quick: { weeks: 4, visits: 2 } } as const;
const PATIENCE_MS = 120_000;
/** Answers are made ready when nothing was stored for two seconds; making them takes a few more, and the next time waits. */
const READY_MS = 30_000;

/** The page that executives open: from the address until its five numbers are there and can be clicked. */
export const page: Bench = {
  name: 'page',
  about: 'the overview of the dashboard in Chromium, from the address to numbers that can be clicked',
  async run(size, say) {
    const { weeks, visits } = sizes[size];
    const executablePath = chromiumPath(process.env);
    if (executablePath === undefined) throw new Error(`none of ${chromiumNames.join(', ')} is installed`);
    if (!existsSync(program)) throw new Error(`${program} is missing: run "npm run build" first`);
    const browser = await chromium.launch({ executablePath, args: chromiumFlags });
    try {
      return await inScratch((directory) =>
        withDemo({ directory, weeks, say }, async (address) => {
          const first: Visit[] = [];
          const again: Visit[] = [];
          const anew: Visit[] = [];
          await visited(browser, address);
          for (let visit = 0; visit < visits; visit += 1) {
            say(`visit ${visit + 1} of ${visits}`);
            await delay(READY_MS);
            const [cold, warm] = await visited(browser, address);
            first.push(cold);
            again.push(warm);
            await storeSomething(address, visit);
            const [after] = await visited(browser, address);
            anew.push(after);
          }
          const median = (of: readonly Visit[], what: keyof Visit): number => medianOf(of.map((visit) => visit[what]));
          return {
            parameters: { weeks, visits },
            figures: [
              { figure: 'first visit: first paint', measured: median(first, 'painted'), unit: 'ms' },
              {
                figure: 'first visit: numbers to click',
                measured: median(first, 'interactive'),
                unit: 'ms',
                goal: { atMost: 1_000 },
              },
              { figure: 'next visit: numbers to click', measured: median(again, 'interactive'), unit: 'ms' },
              {
                figure: 'first visit right after something was stored: numbers to click',
                measured: median(anew, 'interactive'),
                unit: 'ms',
              },
            ],
          } as const;
        }),
      );
    } finally {
      await browser.close();
    }
  },
};

/** A commit that no service is made of: it changes no number, but nobody knows that without asking. */
async function storeSomething(address: string, index: number): Promise<void> {
  const client = clientOf(address.replace(/\/$/, ''));
  const time = new Date().toISOString();
  const sha = index.toString(16).padStart(40, '0');
  const { position } = await client.send({
    specversion: '1.0',
    id: `bench-${sha}`,
    source: '/ci/bench',
    type: 'dev.leadline.commit.recorded',
    time,
    data: { repo: 'bench/nothing', sha, committedAt: time, parents: [], title: 'Nothing' },
  });
  await client.counted(position);
}

/** Milliseconds since the address was opened. */
interface Visit {
  readonly painted: number;
  readonly interactive: number;
}

/** With nothing in the browser's cache, and once more with everything. */
async function visited(browser: Browser, address: string): Promise<readonly [Visit, Visit]> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, timezoneId: 'UTC' });
  try {
    const tab = await context.newPage();
    const open = async (): Promise<Visit> => {
      await tab.goto(address, { waitUntil: 'commit' });
      await tab.locator('main .tile a.val').nth(4).waitFor({ timeout: PATIENCE_MS });
      return tab.evaluate<Visit>(
        `({ interactive: performance.now(), painted: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0 })`,
      );
    };
    return [await open(), await open()];
  } finally {
    await context.close();
  }
}

interface Demo {
  readonly directory: string;
  readonly weeks: number;
  readonly say: (progress: string) => void;
}

/** Starts the made-up organisation, and ends it afterwards. */
async function withDemo<T>({ directory, weeks, say }: Demo, use: (address: string) => Promise<T>): Promise<T> {
  say(`${weeks} weeks of deliveries`);
  const port = String(await freePort());
  const options = ['--data', join(directory, 'demo'), '--port', port, '--weeks', String(weeks), '--json'];
  const child = spawn(process.execPath, [program, 'demo', ...options], {
    cwd: directory,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const end = (): void => void child.kill('SIGTERM');
  process.once('exit', end);
  try {
    const ended = once(child, 'exit').then(([code]) => {
      throw new Error(`leadline demo ended with ${String(code)}`);
    });
    // What it says on stdout is its answer when everything is ready.
    await Promise.race([once(child.stdout, 'data'), ended]);
    ended.catch(() => undefined);
    return await use(`http://127.0.0.1:${port}/`);
  } finally {
    process.off('exit', end);
    await stopped(child);
  }
}

async function stopped(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  await gone;
}
