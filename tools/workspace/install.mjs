import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { executeNpm } from './npm.mjs';
import { cache, root, say } from './root.mjs';

const lockFile = join(root, 'package-lock.json');
const installedLockFile = join(root, 'node_modules', '.package-lock.json');
const stamp = join(cache, 'installed');

/** Installs the locked dependencies unless node_modules already holds them. */
export async function ensureInstalled() {
  const hash = createHash('sha256').update(readFileSync(lockFile)).digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return;
  if (!isInstalled()) await install();
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, hash);
}

/**
 * Whether npm's own record of what it installed has every package of the lock file in the locked version. Covers
 * installs made without this tool. npm writes the record last, so that an interrupted install has none.
 */
function isInstalled() {
  if (!existsSync(installedLockFile)) return false;
  const installed = JSON.parse(readFileSync(installedLockFile, 'utf8')).packages;
  const locked = JSON.parse(readFileSync(lockFile, 'utf8')).packages;
  return Object.entries(locked).every(([path, entry]) => {
    if (!path.startsWith('node_modules/')) return true;
    if (!installed[path]) return entry.optional === true;
    return entry.link === true
      ? installed[path].resolved === entry.resolved
      : installed[path].version === entry.version;
  });
}

async function install() {
  say('installing dependencies (npm ci); about two minutes the first time');
  // Development dependencies hold the compiler, which every command needs, also under NODE_ENV=production.
  const args = ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];
  const code = await executeNpm(args, { stdio: ['inherit', 2, 2] });
  if (code !== 0) {
    say('the installation failed; the messages above say why');
    process.exit(code);
  }
}
