import type { Clock } from '@leadline/ports';
import { command, type Connection, insert, select } from './connection.js';
import type { Migration } from './migration-files.js';
import { jsonOutput, withSettings } from './settings.js';

/** What `migrate` did. */
export interface MigrationReport {
  readonly database: string;
  /** File names of the migrations run now, in order. */
  readonly applied: readonly string[];
  /** How many had been run before. */
  readonly before: number;
}

/** Why the migrations at hand and those a database went through do not fit together. */
export type MigrationConflict = 'changed' | 'missing' | 'newer';

export class MigrationRefused extends Error {
  constructor(
    readonly conflict: MigrationConflict,
    message: string,
  ) {
    super(message);
    this.name = 'MigrationRefused';
  }
}

interface AppliedMigration {
  readonly number: number;
  readonly name: string;
  readonly checksum: string;
}

const createLedger = `CREATE TABLE IF NOT EXISTS schema_migrations (
  number UInt32,
  name String,
  checksum String,
  applied_at Int64
)
ENGINE = ReplacingMergeTree(applied_at)
ORDER BY number
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1`;

/**
 * Brings a database to the newest of the migrations, making it if there is none. Every statement can be repeated and a
 * migration is noted after its last one: interrupted anywhere, the next run goes on, and two at once do the same work.
 *
 * @throws MigrationRefused if the database went through migrations that are not these.
 */
export async function migrate(
  connection: Connection,
  migrations: readonly Migration[],
  clock: Clock,
): Promise<MigrationReport> {
  if (migrations.length === 0) throw new Error('There are no migrations: the folder migrations is empty.');
  await connection.createDatabase();
  await command(connection, createLedger);
  const applied = await readLedger(connection);
  checkApplied(connection.database, applied, migrations);
  const pending = migrations.slice(applied.length);
  for (const migration of pending) {
    for (const statement of migration.statements) await command(connection, statement);
    await note(connection, migration, clock);
  }
  return { database: connection.database, applied: pending.map(({ name }) => name), before: applied.length };
}

async function readLedger(connection: Connection): Promise<AppliedMigration[]> {
  const sql = 'SELECT number, name, checksum FROM schema_migrations FINAL ORDER BY number';
  const answer = await select(connection, { sql, settings: jsonOutput });
  return answer.json<AppliedMigration>();
}

async function note(connection: Connection, { number, name, checksum }: Migration, clock: Clock): Promise<void> {
  const into = withSettings('INSERT INTO schema_migrations (number, name, checksum, applied_at)', { async_insert: 0 });
  const row = JSON.stringify([number, name, checksum, clock.now()]);
  await insert(connection, `${into}\nFORMAT JSONCompactEachRow`, row);
}

function checkApplied(database: string, applied: readonly AppliedMigration[], migrations: readonly Migration[]): void {
  applied.forEach(({ number, name, checksum }, index) => {
    if (number !== index + 1)
      throw new MigrationRefused(
        'missing',
        `The database ${database} went through ${name} but never through migration ${index + 1}; ` +
          'its table schema_migrations is damaged. Rebuild into a new generation.',
      );
    const known = migrations[index];
    if (known === undefined)
      throw new MigrationRefused(
        'newer',
        `The database ${database} went through ${name}, which this version does not have (its last is ` +
          `${migrations.at(-1)?.name ?? 'none'}). Run the newer version, or rebuild into a new generation.`,
      );
    if (known.name !== name)
      throw new MigrationRefused(
        'missing',
        `The database ${database} went through ${name}; in its place there is ${known.name}. ` +
          'Restore the file: migrations that were released stay as they are.',
      );
    if (known.checksum !== checksum)
      throw new MigrationRefused(
        'changed',
        `${name} is not what the database ${database} went through (SHA-256 ${known.checksum}, then ${checksum}). ` +
          'Restore the file and put the change into a new migration.',
      );
  });
}
