import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Connection } from './connection.js';
import { connectEmbedded } from './embedded.js';
import { migrate } from './migrate.js';
import { readMigrations } from './migration-files.js';

const clock = { now: () => 1_700_000_000_000 };

let directory: string;
let connection: Connection;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'leadline-before-'));
  connection = await connectEmbedded(directory, 'leadline_g1');
});
afterAll(async () => {
  await connection.close();
  await rm(directory, { recursive: true, force: true });
});

describe('rows from before migration 0018', () => {
  it('say every service and flag that their states say', async () => {
    const migrations = await readMigrations();
    await migrate(
      connection,
      migrations.filter(({ number }) => number < 18),
      clock,
    );
    await insert(`flag_changes (entity, states, version)
      SELECT 'flag_change:f1', [
        (0, 5, 'one-click', 'production', 'production', 0, 50, ['shop', 'api'], 0, ''),
        (5, 9, 'basket', 'production', 'production', 0, 50, ['shop'], 0, '')], 1`);

    await migrate(connection, migrations, clock);

    expect(await rowsOf(`SELECT ever_services, ever_flags FROM flag_changes FINAL`)).toEqual([
      { ever_services: ['api', 'shop'], ever_flags: ['basket', 'one-click'] },
    ]);
    expect(await rowsOf(`SELECT entity FROM flag_changes FINAL WHERE hasAny(ever_services, ['api'])`)).toEqual([
      { entity: 'flag_change:f1' },
    ]);
  }, 60_000);
});

const insert = (rows: string): Promise<unknown> =>
  connection.run((client) => client.command({ query: `INSERT INTO ${rows}` }));

const rowsOf = (sql: string): Promise<unknown> =>
  connection.run(async (client) => (await client.query({ query: sql, format: 'JSONEachRow' })).json());
