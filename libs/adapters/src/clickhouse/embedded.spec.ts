import { analyticsContract, contractLimits, factsContract } from '@leadline/testing';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { openWarehouse, type Warehouse } from './warehouse.js';

let directory: string;
let warehouse: Warehouse;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'leadline-embedded-'));
  warehouse = await openWarehouse({ mode: 'embedded', directory }, 'leadline_g1', { limits: contractLimits });
  await warehouse.migrate();
});
afterAll(async () => {
  await warehouse.close();
  await rm(directory, { recursive: true, force: true });
});

async function openEmpty() {
  await warehouse.empty();
  return { ...warehouse, close: () => Promise.resolve() };
}

factsContract('the embedded warehouse', openEmpty);
analyticsContract('the embedded warehouse', openEmpty);
