import { access, constants, realpath, stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { errorCode, Failure } from '../failure.js';
import type { Io } from '../io.js';
import { oneLine } from '../terminal/printable.js';
import { createGit, type Git, GitRefused } from './git.js';
import { repositoryOfRemote } from './remote.js';

/** A repository on this machine. */
export interface Repository {
  readonly git: Git;
  /** As it was asked for. */
  readonly path: string;
  /** Where its objects lie: tells repositories apart, however they were asked for. */
  readonly gitDirectory: string;
  /** "owner/name" of the remote origin, else the folder's name. */
  readonly name: string;
  readonly isShallow: boolean;
}

/** Opens a work tree, a folder within one, or a bare repository. Fails (refused) with what is wrong and the fix. */
export async function openRepository(path: string, io: Pick<Io, 'env' | 'signal' | 'cwd'>): Promise<Repository> {
  const folder = await readableFolder(path, io.cwd);
  const git = createGit(folder, io);
  const [gitDirectory = '', shallow, topLevel = ''] = await describe(git, path);
  const origin = await git.text(['config', '--get', 'remote.origin.url']).catch(absent);
  return {
    git,
    path,
    gitDirectory: await realpath(resolve(folder, gitDirectory)),
    name: repositoryOfRemote(origin.trim()) ?? folderName(topLevel || resolve(folder, gitDirectory)),
    isShallow: shallow === 'true',
  };
}

/** The repository the folder belongs to, or undefined where there is none (or no git). */
export async function surroundingRepository(io: Pick<Io, 'env' | 'signal' | 'cwd'>): Promise<Repository | undefined> {
  try {
    return await openRepository('.', io);
  } catch (error) {
    if (error instanceof Failure && error.kind === 'refused') return undefined;
    throw error;
  }
}

/** Full SHA of the commit a revision names, or undefined if it names none here. */
export async function resolveCommit({ git }: Repository, revision: string): Promise<string | undefined> {
  const args = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`];
  return (await git.text(args).catch(absent)).trim() || undefined;
}

/** Unless a work tree's top level is asked for, git tells it only inside of one. */
async function describe(git: Git, path: string): Promise<string[]> {
  try {
    const base = await git.text(['rev-parse', '--git-common-dir', '--is-shallow-repository', '--is-inside-work-tree']);
    const [directory = '', shallow = '', inside] = base.trimEnd().split('\n');
    const topLevel = inside === 'true' ? (await git.text(['rev-parse', '--show-toplevel'])).trimEnd() : '';
    return [directory, shallow, topLevel];
  } catch (error) {
    if (!(error instanceof GitRefused)) throw error;
    if (/dubious ownership/.test(error.stderr)) {
      throw new Failure('refused', `${path} belongs to another user, so git does not read it`, [
        `If you trust it: git config --global --add safe.directory "${resolve(path)}"`,
      ]);
    }
    throw new Failure('refused', `${path} is not a git repository`, [
      'Name a folder with a clone, such as: leadline import git .',
      `git says: ${oneLine(error.stderr)}`,
    ]);
  }
}

async function readableFolder(path: string, cwd: string): Promise<string> {
  const folder = resolve(cwd, path);
  try {
    const found = await stat(folder);
    if (!found.isDirectory()) throw new Failure('refused', `${path} is a file; name the folder of a git repository`);
    await access(folder, constants.R_OK | constants.X_OK);
    return folder;
  } catch (error) {
    if (error instanceof Failure) throw error;
    const code = errorCode(error);
    if (code === 'ENOENT') throw new Failure('refused', `there is no folder ${path}`, [`Looked in: ${cwd}`]);
    if (code === 'EACCES')
      throw new Failure('refused', `${path} cannot be read`, [`Allow it with: chmod u+rx "${folder}"`]);
    throw new Failure('refused', `${path} cannot be read (${code ?? String(error)})`);
  }
}

function absent(error: unknown): string {
  if (error instanceof GitRefused) return '';
  throw error;
}

/** "/srv/git/payments.git" and "/home/me/payments/.git" are both "payments". */
function folderName(folder: string): string {
  const name = basename(folder);
  return name === '.git' ? basename(resolve(folder, '..')) : name.replace(/\.git$/, '');
}
