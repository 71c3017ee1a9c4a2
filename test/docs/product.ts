import { type ChildProcess, execFile, execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Block, root } from './pages.js';

const SECRET = 'a-secret-of-the-documentation';
/** The address the pages write; replaced by the one the product has. */
const WRITTEN_ADDRESS = 'http://127.0.0.1:4000';

/** A home directory as the pages suppose it, with Leadline running. */
export interface Reader {
  readonly address: string;
  /** Runs blocks in order in one shell, and waits after each until everything counts. What they printed. */
  readonly run: (blocks: readonly Block[]) => Promise<string>;
  readonly close: () => Promise<void>;
}

/** `~/leadline` is the workspace, `~/shop` a checkout of acme/shop with the tags v1.0.0 to v1.3.0. */
export async function startReader(): Promise<Reader> {
  const home = mkdtempSync(join(tmpdir(), 'leadline-docs-'));
  symlinkSync(root, join(home, 'leadline'));
  mkdirSync(join(home, 'shop'));
  givenShop(join(home, 'shop'));
  mkdirSync(join(home, 'leadline-secrets'));
  writeFileSync(join(home, 'leadline-secrets', 'github'), `${SECRET}\n`);
  mkdirSync(join(home, 'bin'));
  const shim = '#!/bin/sh\nexec node ~/leadline/apps/cli/bin/leadline.mjs "$@"\n';
  writeFileSync(join(home, 'bin', 'leadline'), shim, { mode: 0o755 });
  const server = await startServer(home);
  const env = {
    PATH: `${join(home, 'bin')}:${process.env['PATH']}`,
    HOME: home,
    LANG: 'C.UTF-8',
    LEADLINE_URL: server.address,
    LEADLINE_DATA: join(home, 'data'),
  };
  return {
    address: server.address,
    run: (blocks) => shell(scriptOf(blocks, server.address), { cwd: home, env }),
    close: async () => {
      await server.stop();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

/** Four releases of two commits each, tagged a day after the second, and a commit that is in none. */
function givenShop(path: string): void {
  // Git knows whole seconds.
  const now = Math.floor(Date.now() / 1000);
  const git = (daysAgo: number, ...args: readonly string[]): void => {
    const at = `${now - daysAgo * 86_400} +0000`;
    const identity = ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.org'];
    execFileSync('git', [...identity, ...args], {
      cwd: path,
      env: { PATH: process.env['PATH'], HOME: path, GIT_AUTHOR_DATE: at, GIT_COMMITTER_DATE: at },
    });
  };
  git(30, 'init', '--quiet', '--initial-branch=main');
  git(30, 'remote', 'add', 'origin', 'https://github.com/acme/shop.git');
  const commit = (daysAgo: number, message: string): void =>
    git(daysAgo, 'commit', '--quiet', '--allow-empty', '-m', message);
  for (const release of [0, 1, 2, 3]) {
    commit(20 - 4 * release, `Release ${release}, first`);
    commit(19 - 4 * release, `Release ${release}, second`);
    git(18 - 4 * release, 'tag', '--annotate', `v1.${release}.0`, '-m', `Release ${release}`);
  }
  commit(1, 'Not released yet');
}

async function startServer(home: string): Promise<{ address: string; stop: () => Promise<void> }> {
  const child = spawn(process.execPath, [join(root, 'apps/standalone/dist/main.js')], {
    cwd: home,
    env: {
      PATH: process.env['PATH'],
      HOME: home,
      LEADLINE_PORT: '0',
      LEADLINE_DATA: join(home, 'data'),
      LEADLINE_SECRET_GITHUB: SECRET,
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const ended = new Promise<void>((done) => child.once('exit', () => done()));
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    await ended;
  };
  return { address: await addressOf(child), stop };
}

function addressOf(child: ChildProcess): Promise<string> {
  return new Promise((found, failed) => {
    let said = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      const address = /Leadline listens on (http:\S+?)"/.exec(said)?.[1];
      if (address !== undefined) found(address);
    });
    child.once('exit', (code) => failed(new Error(`Leadline ended with ${code}:\n${said}`)));
  });
}

/** One script of all blocks; before each its place, so that a failure tells where it stands. */
function scriptOf(blocks: readonly Block[], address: string): string {
  const settle = `settle() { while curl --silent ${address}/readyz | grep --quiet '"behind":[1-9]'; do sleep 0.1; done; }`;
  const parts = blocks.flatMap(({ page, line, text }) => [
    `echo '── ${page}:${line}'`,
    text.replaceAll(WRITTEN_ADDRESS, address),
    'settle',
  ]);
  return ['set -euo pipefail', 'shopt -s expand_aliases', settle, ...parts, ''].join('\n');
}

function shell(script: string, { cwd, env }: { cwd: string; env: Record<string, string> }): Promise<string> {
  return new Promise((done, failed) => {
    const child = execFile('bash', ['-s'], { cwd, env, timeout: 110_000 }, (error, stdout, stderr) => {
      if (error) failed(new Error(`ended with ${error.code ?? error.signal}\n${stdout}\n${stderr}`));
      else done(stdout);
    });
    // Read from standard input, so that an alias holds for the lines after it.
    child.stdin?.end(script);
  });
}
