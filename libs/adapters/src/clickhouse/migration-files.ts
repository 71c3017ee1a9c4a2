import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** One file of the folder migrations: `NNNN_name.sql`. */
export interface Migration {
  /** NNNN. */
  readonly number: number;
  /** File name. */
  readonly name: string;
  /** SHA-256 of the text, with line ends as \n. */
  readonly checksum: string;
  readonly statements: readonly string[];
}

/** The folder at the root of the workspace; as far from here in dist as in src. */
export const migrationsFolder = fileURLToPath(new URL('../../../../migrations/', import.meta.url));

/**
 * All migrations of a folder, in order.
 *
 * @throws Error that names the file if numbers are not 1, 2, 3, … or a statement cannot be repeated.
 */
export async function readMigrations(folder: string = migrationsFolder): Promise<Migration[]> {
  const names = (await readdir(folder)).filter((name) => /^\d{4}_[a-z0-9_]+\.sql$/.test(name)).sort();
  const migrations = await Promise.all(
    names.map(async (name) => parseMigration(name, await readFile(join(folder, name), 'utf8'))),
  );
  migrations.forEach(({ number, name }, index) => {
    if (number !== index + 1)
      throw new Error(`${name}: number ${index + 1} is expected here; numbers go 0001, 0002, … without gap or repeat.`);
  });
  return migrations;
}

/** A migration from its file's name and text. Statements end with a semicolon at the end of a line. */
export function parseMigration(name: string, text: string): Migration {
  const lines = text.replaceAll('\r\n', '\n');
  const statements = lines
    .replace(/^\s*--.*$/gm, '')
    .split(/;[ \t]*$/m)
    .map((statement) => statement.trim())
    .filter((statement) => statement !== '');
  for (const statement of statements) checkRepeatable(name, statement);
  return {
    number: Number(name.slice(0, 4)),
    name,
    checksum: createHash('sha256').update(lines).digest('hex'),
    statements,
  };
}

/** Forms that, run a second time or by two at once, change nothing more. */
const repeatable = [
  /^CREATE (TABLE|VIEW|MATERIALIZED VIEW) IF NOT EXISTS\s/i,
  /^DROP (TABLE|VIEW) IF EXISTS\s/i,
  /^ALTER TABLE \S+\s+ADD (COLUMN|INDEX) IF NOT EXISTS\s/i,
  /^ALTER TABLE \S+\s+DROP (COLUMN|INDEX) IF EXISTS\s/i,
  /^ALTER TABLE \S+\s+(MODIFY COLUMN IF EXISTS|MODIFY SETTING|MODIFY QUERY|MATERIALIZE INDEX IF EXISTS|MATERIALIZE COLUMN)\s/i,
];

function checkRepeatable(name: string, statement: string): void {
  if (repeatable.some((form) => form.test(statement))) return;
  const [firstLine] = statement.split('\n');
  throw new Error(
    `${name}: "${firstLine}" cannot be run twice, so a migration that was interrupted could not go on. ` +
      'Write CREATE … IF NOT EXISTS, DROP … IF EXISTS, or ALTER TABLE … with ADD … IF NOT EXISTS, DROP … IF EXISTS, ' +
      'MODIFY COLUMN IF EXISTS, MODIFY SETTING, MODIFY QUERY, MATERIALIZE INDEX IF EXISTS or MATERIALIZE COLUMN.',
  );
}
