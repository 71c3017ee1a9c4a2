import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Connection } from './connection.js';
import { connectEmbedded } from './embedded.js';
import { migrate } from './migrate.js';
import { parseMigration } from './migration-files.js';
import { type DatabaseShape, readShape } from './schema.js';

const clock = { now: () => 1_700_000_000_000 };

const first = parseMigration(
  '0001_first.sql',
  `-- Two tables; the second one; is small.
CREATE TABLE IF NOT EXISTS deploys (id String, version UInt64)
ENGINE = ReplacingMergeTree(version) ORDER BY id;

CREATE TABLE IF NOT EXISTS teams (name String DEFAULT 'a;b', version UInt64)
ENGINE = ReplacingMergeTree(version) ORDER BY name;
`,
);
const second = parseMigration(
  '0002_second.sql',
  `ALTER TABLE deploys ADD COLUMN IF NOT EXISTS sha String;
ALTER TABLE deploys ADD INDEX IF NOT EXISTS sha_index sha TYPE bloom_filter GRANULARITY 1;
ALTER TABLE teams MODIFY COLUMN IF EXISTS name LowCardinality(String) DEFAULT 'a;b';
DROP TABLE IF EXISTS unknown;
`,
);

const result: DatabaseShape = {
  deploys: {
    columns: { id: 'String', version: 'UInt64', sha: 'String' },
    key: ['id'],
    engine: 'ReplacingMergeTree(version)',
  },
  teams: {
    columns: { name: 'LowCardinality(String)', version: 'UInt64' },
    key: ['name'],
    engine: 'ReplacingMergeTree(version)',
  },
};

let directory: string;
let opened = 0;
let connection: Connection;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'leadline-migrate-'));
});
afterAll(() => rm(directory, { recursive: true, force: true }));
beforeEach(async () => {
  opened += 1;
  connection = await connectEmbedded(directory, `leadline_g${opened}`);
});
afterEach(() => connection.close());

describe('migrate', () => {
  it('runs what was not run before, once', async () => {
    expect(await migrate(connection, [first], clock)).toEqual({
      database: connection.database,
      applied: ['0001_first.sql'],
      before: 0,
    });
    expect(await migrate(connection, [first, second], clock)).toMatchObject({
      applied: ['0002_second.sql'],
      before: 1,
    });
    expect(await migrate(connection, [first, second], clock)).toMatchObject({ applied: [], before: 2 });
    expect(await readShape(connection)).toEqual(result);
  });

  it('goes on wherever it was interrupted', async () => {
    const calls = 3 + first.statements.length + 1 + second.statements.length + 1;
    for (let call = 0; call < calls; call += 1) {
      const database = await connectEmbedded(directory, `${connection.database}_${call}`);

      await expect(migrate(failingAt(database, call), [first, second], clock)).rejects.toThrow('interrupted');
      await migrate(database, [first, second], clock);

      expect(await readShape(database)).toEqual(result);
      expect(await migrate(database, [first, second], clock)).toMatchObject({ applied: [], before: 2 });
      await database.close();
    }
  });

  it('does no harm when two run it at once', async () => {
    const other = await connectEmbedded(directory, connection.database);

    await Promise.all([connection, other].map((runner) => migrate(runner, [first, second], clock)));

    expect(await readShape(connection)).toEqual(result);
    expect(await migrate(other, [first, second], clock)).toMatchObject({ applied: [], before: 2 });
    await other.close();
  });

  it('keeps what is stored', async () => {
    await migrate(connection, [first], clock);
    await connection.run((client) => client.command({ query: `INSERT INTO deploys SELECT 'a', 1` }));

    await migrate(connection, [first, second], clock);

    const rows = await connection.run((client) =>
      client.query({ query: 'SELECT id, sha FROM deploys', format: 'JSONEachRow' }),
    );
    expect(await rows.json()).toEqual([{ id: 'a', sha: '' }]);
  });

  it.each([
    ['changed', [first, { ...second, checksum: 'f00' }], '0002_second.sql is not what'],
    [
      'missing',
      [first, parseMigration('0002_other.sql', 'DROP TABLE IF EXISTS teams;')],
      'went through 0002_second.sql',
    ],
    ['newer', [first], 'Run the newer version'],
  ])('refuses a database whose migrations are not these: %s', async (conflict, migrations, message) => {
    await migrate(connection, [first, second], clock);

    await expect(migrate(connection, migrations, clock)).rejects.toMatchObject({
      conflict,
      message: expect.stringContaining(message),
    });

    expect(await readShape(connection)).toEqual(result);
  });

  it('refuses a folder without migrations', async () => {
    await expect(migrate(connection, [], clock)).rejects.toThrow('no migrations');
  });
});

/** The connection, but its call number `failing` is lost. */
function failingAt(working: Connection, failing: number): Connection {
  let calls = 0;
  const next = () => {
    calls += 1;
    if (calls > failing) throw new Error('interrupted');
  };
  return {
    database: working.database,
    lists: working.lists,
    run: async (call) => {
      next();
      return working.run(call);
    },
    createDatabase: async () => {
      next();
      return working.createDatabase();
    },
    close: () => working.close(),
  };
}
