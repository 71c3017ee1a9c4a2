/**
 * What the scripts of package.json run: `node tools/run.mjs COMMAND [arguments]`. Each command prepares what it needs
 * (Node's version, dependencies, build), says so when that takes work, and then becomes the program itself: its
 * output, its exit code, and the signals it is sent.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBuilt } from './workspace/build.mjs';
import { executeNode } from './workspace/execute.mjs';
import { ensureInstalled } from './workspace/install.mjs';
import { requireNode } from './workspace/node-version.mjs';
import { root, say } from './workspace/root.mjs';

const fromSource = ['--conditions=@leadline/source', '--import', '@oxc-node/core/register'];

/** As `leadline serve`, the image and the documented units start it. */
const serverFlags = JSON.parse(readFileSync(join(root, 'apps/server-flags.json'), 'utf8'));
const serverEnvironment = { NODE_ENV: 'production' };

const commands = {
  install: { needs: [ensureInstalled] },
  build: { needs: [ensureInstalled, ensureBuilt] },
  demo: { needs: [ensureInstalled, ensureBuilt], program: ['apps/cli/dist/main.js', 'demo'] },
  start: {
    needs: [ensureInstalled, ensureBuilt],
    program: ['apps/standalone/dist/main.js'],
    flags: serverFlags,
    env: serverEnvironment,
  },
  leadline: { needs: [ensureInstalled, ensureBuilt], program: ['apps/cli/dist/main.js'] },
  test: { needs: [ensureInstalled, ensureBuilt], program: ['tools/test.mjs'] },
  bench: { needs: [ensureInstalled, ensureBuilt], program: ['test/bench/main.ts'], flags: fromSource },
  check: { needs: [ensureInstalled], program: ['tools/check.mjs'] },
  generate: { needs: [ensureInstalled], program: ['tools/check-generated.mjs', '--write'] },
  pictures: { needs: [ensureInstalled], program: ['tools/pictures.ts'], flags: fromSource },
  format: { needs: [ensureInstalled], program: ['node_modules/prettier/bin/prettier.cjs', '--write', '.'] },
};

requireNode();
const [name = '', ...args] = process.argv.slice(2);
const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
if (command === undefined) {
  say(`unknown command "${name}"; there are: ${Object.keys(commands).join(', ')}`);
  process.exit(2);
}
for (const prepare of command.needs) await prepare();
if (command.program !== undefined) {
  const [file, ...fixed] = command.program;
  if (!existsSync(join(root, file))) {
    say(`${file} does not exist, so there is nothing to run`);
    process.exit(1);
  }
  process.exitCode = await executeNode([...(command.flags ?? []), join(root, file), ...fixed, ...args], {
    env: { ...command.env, ...process.env },
  });
}
