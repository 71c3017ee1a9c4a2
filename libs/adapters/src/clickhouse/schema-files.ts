import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Connection } from './connection.js';
import { connectEmbedded } from './embedded.js';
import { draftComputedColumns } from './computed-columns.js';
import { draftFilledTables } from './filled-tables.js';
import { migrate } from './migrate.js';
import { type Migration, readMigrations } from './migration-files.js';
import { draftMigration, readShape, renderSchema } from './schema.js';

/** What migrations/schema.sql must hold: the tables that the migrations add up to. */
export function schemaFile(): Promise<string> {
  return inScratchDatabase((connection) => renderSchema(connection));
}

/**
 * Text of the migration that would bring the tables to their declarations in libs/tables, and computed columns to the
 * rules of the metrics; empty if they are there.
 *
 * @throws Error if a key or an engine differs, which no statement changes.
 */
export async function nextMigration(): Promise<string> {
  const statements = await inScratchDatabase(async (connection) => [
    ...draftMigration(await readShape(connection)),
    ...(await draftComputedColumns(connection)),
    ...(await draftFilledTables(connection)),
  ]);
  return statements.map((statement) => `${statement};\n`).join('\n');
}

/** Works on a database of its own, with every migration run, that is gone afterwards. */
async function inScratchDatabase<T>(work: (connection: Connection) => Promise<T>): Promise<T> {
  const directory = await mkdtemp(join(tmpdir(), 'leadline-schema-'));
  const connection = await connectEmbedded(directory, 'leadline');
  try {
    const migrations: readonly Migration[] = await readMigrations();
    await migrate(connection, migrations, { now: () => 0 });
    return await work(connection);
  } finally {
    await connection.close();
    await rm(directory, { recursive: true, force: true });
  }
}
