/**
 * Everything that can be judged without running the product. All steps run even when one fails; each says how long it
 * took, and the closing line is `N passed, N failed`. `npm run check -- types lint` runs only the steps named.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { executeNode } from './workspace/execute.mjs';
import { compiler, root } from './workspace/root.mjs';
import { tallyLine } from './workspace/tally.mjs';

const bin = (path) => join(root, 'node_modules', path);
const tool = (file) => join(root, 'tools', file);
const knip = bin('knip/bin/knip.js');

const steps = [
  { name: 'lock file: platforms', run: [tool('fix-lock.mjs'), '--check'] },
  { name: 'lock file: installable', run: [tool('check-lock.mjs')] },
  { name: 'format', run: [bin('prettier/bin/prettier.cjs'), '--check', '--log-level=warn', '.'] },
  { name: 'build', run: [compiler, '-b', root] },
  { name: 'types', run: [compiler, '-p', join(root, 'test')] },
  { name: 'types: dashboard', run: [compiler, '--noEmit', '-p', 'apps/web'], when: 'apps/web/tsconfig.json' },
  { name: 'lint', run: [bin('oxlint/bin/oxlint')] },
  {
    name: 'boundaries',
    run: [bin('dependency-cruiser/bin/dependency-cruise.mjs'), '--output-type', 'err-long', 'apps', 'libs', 'test'],
  },
  { name: 'purity', run: [tool('check-purity.mjs')] },
  { name: 'casts', run: [tool('check-casts.mjs')] },
  { name: 'dead code', run: [knip, '--no-progress'] },
  { name: 'generated files', run: [tool('check-generated.mjs')] },
];

const wanted = process.argv.slice(2);
const selected = steps.filter(
  ({ name, when }) => (wanted.length === 0 || wanted.includes(name)) && (!when || existsSync(join(root, when))),
);
const unknown = wanted.filter((name) => !steps.some((step) => step.name === name));
if (unknown.length > 0) {
  console.error(`no such step: ${unknown.join(', ')}; there are: ${steps.map(({ name }) => name).join(', ')}`);
  process.exit(2);
}

const failed = [];
for (const { name, run } of selected) {
  console.log(`\n── ${name}`);
  const started = performance.now();
  const code = await executeNode(run);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`── ${name}: ${code === 0 ? 'passed' : 'FAILED'} in ${seconds} s`);
  if (code !== 0) failed.push(name);
}

if (failed.length > 0) console.log(`\nFailed: ${failed.join(', ')}`);
console.log(`\n${tallyLine({ passed: selected.length - failed.length, failed: failed.length })}`);
process.exitCode = failed.length > 0 ? 1 : 0;
