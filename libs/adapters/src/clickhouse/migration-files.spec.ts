import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseMigration, readMigrations } from './migration-files.js';

const statement = 'CREATE TABLE IF NOT EXISTS a (b Int8) ENGINE = Memory;\n';

describe('readMigrations', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'leadline-migrations-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const write = (...names: string[]) => Promise.all(names.map((name) => writeFile(join(folder, name), statement)));

  it('takes the numbered files, in order, and leaves the others', async () => {
    await write('0002_b.sql', '0001_a.sql', 'schema.sql', 'README.md');

    expect((await readMigrations(folder)).map(({ number, name }) => [number, name])).toEqual([
      [1, '0001_a.sql'],
      [2, '0002_b.sql'],
    ]);
  });

  it.each([
    ['a gap', ['0001_a.sql', '0003_c.sql'], '0003_c.sql: number 2'],
    ['a number twice', ['0001_a.sql', '0001_b.sql'], '0001_b.sql: number 2'],
    ['a late begin', ['0002_a.sql'], '0002_a.sql: number 1'],
  ])('refuses %s', async (_what, names, message) => {
    await write(...names);

    await expect(readMigrations(folder)).rejects.toThrow(message);
  });

  it('finds the product’s own', async () => {
    expect((await readMigrations())[0]?.name).toBe('0001_first_tables.sql');
  });
});

describe('parseMigration', () => {
  it('gives the same checksum whatever the line ends', () => {
    const unix = parseMigration('0001_a.sql', statement);
    const windows = parseMigration('0001_a.sql', statement.replaceAll('\n', '\r\n'));

    expect(windows).toEqual(unix);
    expect(parseMigration('0001_a.sql', `${statement}-- more\n`).checksum).not.toBe(unix.checksum);
  });

  it.each([
    'CREATE TABLE a (b Int8) ENGINE = Memory',
    'INSERT INTO a VALUES (1)',
    'ALTER TABLE a ADD COLUMN c Int8',
    'DROP TABLE a',
    'RENAME TABLE a TO b',
  ])('refuses what cannot be run twice: %s', (sql) => {
    expect(() => parseMigration('0002_b.sql', `${statement}${sql};\n`)).toThrow(`0002_b.sql: "${sql}"`);
  });
});
