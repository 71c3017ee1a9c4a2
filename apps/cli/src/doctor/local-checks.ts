import { existsSync } from 'node:fs';
import { chmod, open, rm, stat, statfs } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { formatProblem } from '@leadline/config';
import { errorCode } from '../failure.js';
import { createGit } from '../git/git.js';
import type { Io } from '../io.js';
import { configurationOf } from '../operations/config.js';
import { counted, grouped } from '../terminal/quantities.js';
import type { Finding } from './finding.js';

const OLDEST_NODE = [20, 19] as const;
const LOW_SPACE_BYTES = 2 * 1024 ** 3;

/** What can be told on this machine without a server. */
export async function localChecks(io: Io, { fix }: { fix: boolean }): Promise<Finding[]> {
  const configuration = configurationOf(io, undefined);
  const data =
    configuration.outcome === 'config' && configuration.config.mode.kind === 'embedded'
      ? configuration.config.mode.data
      : undefined;
  return [
    nodeVersion(process.versions.node),
    await gitInstalled(io),
    configurationFinding(configuration, io),
    ...(data === undefined ? [] : [await dataFolder(resolve(io.cwd, data))]),
    ...(await tokenFile(io, fix)),
  ];
}

export function nodeVersion(version: string): Finding {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const isEnough = major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1]);
  const finding = { code: 'LL-1001', title: `Node.js ${version}` };
  return isEnough
    ? { ...finding, status: 'ok' }
    : {
        ...finding,
        status: 'problem',
        detail: `older than ${OLDEST_NODE.join('.')}`,
        fix: 'Install a newer one: https://nodejs.org',
      };
}

async function gitInstalled(io: Io): Promise<Finding> {
  try {
    const version = (await createGit(io.cwd, io).text(['--version'])).trim();
    return { code: 'LL-1002', status: 'ok', title: version };
  } catch (error) {
    if (io.signal.aborted) throw error;
    const detail = 'needed by import git and by report deployment --previous';
    return {
      code: 'LL-1002',
      status: 'warning',
      title: 'git does not run',
      detail,
      fix: 'Install it: https://git-scm.com/downloads',
    };
  }
}

function configurationFinding(configuration: ReturnType<typeof configurationOf>, { cwd }: Io): Finding {
  switch (configuration.outcome) {
    case 'config': {
      const { file } = configuration.config;
      const isThere = existsSync(resolve(cwd, file));
      const title = isThere ? `${file} and the environment are valid` : `the environment is valid; there is no ${file}`;
      return { code: 'LL-1003', status: 'ok', title };
    }
    case 'problems': {
      const [first] = configuration.problems;
      const detail = first === undefined ? undefined : formatProblem(first);
      const title = `the configuration has ${counted(configuration.problems.length, 'problem')}`;
      return { code: 'LL-1003', status: 'problem', title, detail, fix: 'See them all: leadline config check' };
    }
  }
}

/** A file is written there and made durable, as the log would. A folder that is missing is made by the server. */
async function dataFolder(folder: string): Promise<Finding> {
  const finding = { code: 'LL-1004', title: `data folder ${folder}` };
  try {
    const exists = await stat(folder).then(
      () => true,
      () => false,
    );
    if (!exists)
      return { ...finding, status: 'ok', detail: 'not there; a server that is started in this folder makes it' };
    const probe = join(folder, `.doctor-${process.pid}`);
    const started = performance.now();
    const handle = await open(probe, 'w');
    try {
      await handle.writeFile('leadline');
      await handle.sync();
    } finally {
      await handle.close();
      await rm(probe, { force: true });
    }
    const milliseconds = performance.now() - started;
    const { bavail, bsize } = await statfs(folder);
    const free = bavail * bsize;
    const detail = `${grouped(free / 1024 ** 2)} MiB free, durable write in ${milliseconds.toFixed(1)} ms`;
    if (free >= LOW_SPACE_BYTES) return { ...finding, status: 'ok', detail };
    return { ...finding, status: 'warning', detail, fix: 'Make room: below 2 GiB the log may soon refuse deliveries' };
  } catch (error) {
    const detail = `cannot be written (${errorCode(error) ?? String(error)})`;
    return { ...finding, status: 'problem', detail, fix: `Allow it: chown -R "$(id -un)" "${folder}"` };
  }
}

/** Others of this machine must not read the token. */
async function tokenFile({ env, cwd }: Io, fix: boolean): Promise<Finding[]> {
  const named = env['LEADLINE_TOKEN_FILE']?.trim();
  if (!named) return [];
  const path = resolve(cwd, named);
  const finding = { code: 'LL-1005', title: `token file ${named}` };
  try {
    const { mode } = await stat(path);
    if ((mode & 0o077) === 0 || process.platform === 'win32') return [{ ...finding, status: 'ok' }];
    if (fix) {
      await chmod(path, mode & 0o700);
      return [{ ...finding, status: 'ok', detail: 'was readable by others', fixed: true }];
    }
    return [
      {
        ...finding,
        status: 'warning',
        detail: 'can be read by others',
        fix: `chmod 600 "${named}" (or: leadline doctor --fix)`,
      },
    ];
  } catch (error) {
    return [
      {
        ...finding,
        status: 'problem',
        detail: `cannot be read (${errorCode(error) ?? String(error)})`,
        fix: 'Name another in LEADLINE_TOKEN_FILE',
      },
    ];
  }
}
