import {
  analyticsContract,
  type ClickHouseOverHttp,
  contractLimits,
  factsContract,
  rowOf,
  startClickHouse,
} from '@leadline/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KeptAnswers } from '../answers/kept-answers.js';
import { command, select } from './connection.js';
import { connectServer } from './server.js';
import { jsonOutput } from './settings.js';
import { openWarehouse, type Warehouse } from './warehouse.js';

let server: ClickHouseOverHttp;
let warehouse: Warehouse;

beforeAll(async () => {
  server = await startClickHouse();
  if (server.kind === 'front')
    process.stderr.write('No Docker: the ClickHouse server of these tests is chDB behind a front.\n');
  warehouse = await openWarehouse({ mode: 'server', ...server }, 'leadline_g1', { limits: contractLimits });
  await warehouse.migrate();
}, 300_000);
afterAll(async () => {
  await warehouse.close();
  await server.stop();
});

/** One part of the reports: only the newest row of each key is left. */
async function mergeAll(): Promise<void> {
  const connection = connectServer(server, 'leadline_g1');
  await command(connection, 'OPTIMIZE TABLE reports FINAL');
  const sql = `SELECT count() AS n FROM system.parts WHERE database = 'leadline_g1' AND table = 'reports' AND active`;
  expect(await (await select(connection, { sql, settings: jsonOutput })).json()).toEqual([{ n: 1 }]);
  await connection.close();
}

async function openEmpty() {
  await warehouse.empty();
  return { ...warehouse, close: () => Promise.resolve() };
}

factsContract('a ClickHouse server', openEmpty);
analyticsContract('a ClickHouse server', openEmpty);

describe('a ClickHouse server', () => {
  it('that another process writes to is asked anew then, and not after a merge', async () => {
    const answers = new KeptAnswers();
    const reader = await openWarehouse({ mode: 'server', ...server }, 'leadline_g1', { answers });
    const { facts } = await openEmpty();
    const count = { sql: 'SELECT count() AS n FROM reports FINAL', params: {} };
    const asking = () => Promise.all([reader.analytics.query(count), reader.analytics.query(count)]);

    for (const version of [1, 2, 3]) await facts.store({ reports: [rowOf('reports', { entity: 'e', version })] });
    expect(await asking()).toEqual([[{ n: 1 }], [{ n: 1 }]]);
    expect(answers.counts.asked).toBe(1);
    await mergeAll();
    expect(await asking()).toEqual([[{ n: 1 }], [{ n: 1 }]]);
    expect(answers.counts.asked).toBe(1);
    await facts.store({ reports: [rowOf('reports', { entity: 'other' })] });
    expect(await asking()).toEqual([[{ n: 2 }], [{ n: 2 }]]);

    await reader.close();
  });

  it('that wants a password gets it, and no other will do', async () => {
    const refused = await openWarehouse({ mode: 'server', url: server.url, username: 'leadline', password: 'x' }, 'g');

    await expect(refused.migrate()).rejects.toThrow(/authentication failed/i);

    await refused.close();
  });

  it('that is not there fails each call and none before', async () => {
    const absent = await openWarehouse({ mode: 'server', url: 'http://127.0.0.1:9' }, 'leadline_g1');

    await expect(absent.facts.find({ table: 'reports', where: [] })).rejects.toThrow('ECONNREFUSED');

    await absent.close();
  });
});
