/**
 * Checks that the generated files under version control are what their generators would write now; with `--write`, has
 * them written (`npm run generate`). Each generator is a script that writes its files, and with `--check` writes
 * nothing and fails when a file differs. To add one, add a line to GENERATORS.
 */
import { executeNode } from './workspace/execute.mjs';
import { root } from './workspace/root.mjs';
import { join } from 'node:path';

/** What each generator writes, and its script, which runs from TypeScript sources without a build. */
const GENERATORS = [
  { writes: 'migrations/schema.sql', script: 'tools/schema.ts' },
  { writes: 'libs/graphql/schema.graphql', script: 'tools/graphql-schema.ts' },
  { writes: 'docs/reference/', script: 'tools/docs-reference.ts' },
  { writes: 'apps/web/src/generated/graphql.ts', script: 'tools/web-types.ts' },
];

const fromSource = ['--conditions=@leadline/source', '--import', '@oxc-node/core/register'];
const write = process.argv.includes('--write');
const failed = [];
for (const { writes, script } of GENERATORS) {
  const code = await executeNode([...fromSource, join(root, script), ...(write ? [] : ['--check'])]);
  if (code !== 0) failed.push(writes);
}

const problem = write ? 'could not be written' : 'not what the generator writes now; run npm run generate';
for (const files of failed) console.error(`${files}: ${problem}`);
console.log(`${GENERATORS.length} generators, ${failed.length} failed`);
process.exitCode = failed.length > 0 ? 1 : 0;
