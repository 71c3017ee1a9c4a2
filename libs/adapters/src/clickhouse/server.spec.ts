import {
  analyticsContract,
  type ClickHouseOverHttp,
  contractLimits,
  factsContract,
  startClickHouse,
} from '@leadline/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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

async function openEmpty() {
  await warehouse.empty();
  return { ...warehouse, close: () => Promise.resolve() };
}

factsContract('a ClickHouse server', openEmpty);
analyticsContract('a ClickHouse server', openEmpty);

describe('a ClickHouse server', () => {
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
