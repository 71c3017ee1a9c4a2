import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cache, say } from '../../tools/workspace/root.mjs';
import { executeNpm } from '../../tools/workspace/npm.mjs';

/** Path of a Node 24 executable, fetched from the npm registry the first time. */
export async function node24() {
  const given = process.env['LEADLINE_SMOKE_NODE'];
  if (given) return given;
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  const name = `node-${platform}-${process.arch}`;
  const folder = join(cache, 'node24');
  const executable = join(folder, 'node_modules', name, 'bin', platform === 'win' ? 'node.exe' : 'node');
  if (existsSync(executable)) return executable;
  say(`fetching ${name}@24`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
  const quiet = ['--no-audit', '--no-fund', '--no-package-lock', '--loglevel=error'];
  const code = await executeNpm(['install', '--prefix', folder, `${name}@24`, ...quiet], { stdio: ['ignore', 2, 2] });
  if (code !== 0 || !existsSync(executable)) throw new Error(`npm could not install ${name}@24`);
  return executable;
}
