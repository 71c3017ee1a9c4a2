import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { executeNode } from './execute.mjs';
import { cache, compiler, root, say } from './root.mjs';

const stamp = join(cache, 'built');
const dashboard = join(root, 'apps', 'web');

/** Builds what changed since the last build, and nothing when nothing did. */
export async function ensureBuilt() {
  const before = sourceFingerprint();
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === before && outputsExist()) return;
  say('building');
  const started = performance.now();
  await step('the TypeScript build', [compiler, '-b', root]);
  if (existsSync(join(dashboard, 'vite.config.ts'))) {
    await step('the dashboard build', [join(root, 'node_modules/vite/bin/vite.js'), 'build', dashboard]);
  }
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, before);
  say(`built in ${((performance.now() - started) / 1000).toFixed(1)} s`);
}

async function step(name, args) {
  const code = await executeNode(args, { stdio: ['inherit', 2, 2] });
  if (code === 0) return;
  say(`${name} failed; the messages above say why`);
  process.exit(code);
}

/** Path, size and time of change of every file a build reads; specs are not built. */
function sourceFingerprint() {
  const hash = createHash('sha256').update(`${process.platform} ${readFileSync(join(cache, 'installed'), 'utf8')}\n`);
  for (const file of sourceFiles()) {
    const { size, mtimeMs } = statSync(file);
    hash.update(`${relative(root, file)} ${size} ${mtimeMs}\n`);
  }
  return hash.digest('hex');
}

function sourceFiles() {
  const files = [join(root, 'tsconfig.json'), join(root, 'tsconfig.base.json')];
  for (const project of projects()) {
    for (const entry of readdirSync(project, { withFileTypes: true })) {
      if (entry.isFile()) files.push(join(project, entry.name));
    }
    for (const entry of readdirSync(join(project, 'src'), { withFileTypes: true, recursive: true })) {
      const isSpec = /\.spec\.tsx?$/.test(entry.name);
      if (entry.isFile() && !isSpec) files.push(join(entry.parentPath ?? entry.path, entry.name));
    }
  }
  return files.sort();
}

/** Folders of the workspace's projects; one without `src` holds no sources of its own. */
function projects() {
  return ['libs', 'apps'].flatMap((group) =>
    readdirSync(join(root, group))
      .map((name) => join(root, group, name))
      .filter((folder) => existsSync(join(folder, 'src'))),
  );
}

function outputsExist() {
  if (existsSync(join(dashboard, 'vite.config.ts')) && !existsSync(join(dashboard, 'dist', 'index.html'))) return false;
  return projects()
    .filter((project) => existsSync(join(project, 'tsconfig.json')) && project !== dashboard)
    .every((project) => existsSync(join(project, 'dist', '.tsbuildinfo')));
}
