/**
 * migrations/schema.sql, the committed result of the migrations: `node tools/schema.ts` writes it, `--check` exits 1 if
 * it is not up to date, `--draft` prints the migration that would bring the tables to their declarations.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { nextMigration, schemaFile } from '@leadline/adapters';

const file = join(import.meta.dirname, '..', 'migrations', 'schema.sql');

if (process.argv.includes('--draft')) process.stdout.write(await nextMigration());
else if (process.argv.includes('--check')) await check();
else await writeFile(file, await schemaFile());

async function check(): Promise<void> {
  const committed = await readFile(file, 'utf8').catch(() => '');
  if (committed === (await schemaFile())) return;
  console.error('migrations/schema.sql is not what the migrations add up to. Run: npm run generate');
  process.exitCode = 1;
}
