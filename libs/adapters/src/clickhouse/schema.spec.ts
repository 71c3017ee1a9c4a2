import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { tables } from '@leadline/tables';
import { describe, expect, it } from 'vitest';
import { migrationsFolder } from './migration-files.js';
import { declaredShape, draftMigration } from './schema.js';
import { nextMigration, schemaFile } from './schema-files.js';

describe('the migrations', () => {
  it('make the tables that libs/tables declares: names, columns, types, keys', async () => {
    // README.md in migrations says how to turn this into the next migration.
    expect(await nextMigration()).toBe('');
  });

  it('add up to what schema.sql shows', async () => {
    expect(await readFile(join(migrationsFolder, 'schema.sql'), 'utf8')).toBe(await schemaFile());
  });
});

describe('draftMigration', () => {
  const declared = declaredShape();

  it('has nothing to do where tables are as declared', () => {
    expect(draftMigration(declared)).toEqual([]);
  });

  it('adds, changes and drops columns', () => {
    const { stale_scopes } = tables;
    const columns = { service: 'String', error: 'LowCardinality(String)', gone: 'String', version: 'UInt64' };
    const before = { columns, key: stale_scopes.key, engine: 'ReplacingMergeTree(version)' };

    expect(draftMigration({ ...declared, stale_scopes: before })).toEqual([
      'ALTER TABLE stale_scopes MODIFY COLUMN IF EXISTS error String',
      'ALTER TABLE stale_scopes ADD COLUMN IF NOT EXISTS state LowCardinality(String)',
      'ALTER TABLE stale_scopes DROP COLUMN IF EXISTS gone',
    ]);
  });

  it('makes and drops tables', () => {
    const { mentions: _mentions, ...others } = declared;
    const old = { columns: {}, key: ['a'], engine: 'Memory' };

    const [create, drop, ...more] = draftMigration({ ...others, old });

    expect(create).toContain('CREATE TABLE IF NOT EXISTS mentions (');
    expect(create).toContain('ORDER BY (mentioned, by)');
    expect(drop).toBe('DROP TABLE IF EXISTS old');
    expect(more).toEqual([]);
  });

  it('refuses to change a key', () => {
    const { mentions } = declared;
    const other = { columns: mentions?.columns ?? {}, key: ['by'], engine: 'ReplacingMergeTree(version)' };

    expect(() => draftMigration({ ...declared, mentions: other })).toThrow('"mentions" changed');
  });
});
