/**
 * libs/graphql/schema.graphql, the API as other programs see it: `node tools/graphql-schema.ts` writes it, `--check`
 * exits 1 if it is not up to date.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { schemaText } from '@leadline/graphql';

const file = join(import.meta.dirname, '..', 'libs', 'graphql', 'schema.graphql');

if (process.argv.includes('--check')) await check();
else await writeFile(file, await schemaText());

async function check(): Promise<void> {
  const committed = await readFile(file, 'utf8').catch(() => '');
  if (committed === (await schemaText())) return;
  console.error('libs/graphql/schema.graphql is not what the resolvers say. Run: npm run generate');
  process.exitCode = 1;
}
