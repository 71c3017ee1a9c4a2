import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openWarehouse, type Warehouse } from '@leadline/adapters';
import type { TableRow } from '@leadline/tables';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compareGenerations } from './compare-generations.js';

let directory = '';
let [live, made]: Warehouse[] = [];

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'leadline-compare-'));
  live = await openWarehouse({ mode: 'embedded', directory }, 'live');
  made = await openWarehouse({ mode: 'embedded', directory }, 'made');
  await Promise.all([live.migrate(), made.migrate()]);
}, 60_000);

afterAll(async () => {
  await Promise.all([live?.close(), made?.close()]);
  await rm(directory, { recursive: true, force: true });
});

const incidentOfFlag = (
  incident: string,
  version: number,
  flagChanges: readonly string[],
): TableRow<'flag_incidents'> => ({
  service: 'shop',
  incident,
  exposureSources: [],
  attributions: flagChanges.map((flagChange) => ({
    knownFrom: 0,
    knownUntil: 1,
    flagChange,
    flag: 'one-click',
    gapS: 600,
    severity: 0,
    userFacing: 1,
    impactAt: 0,
    detectedAt: null,
    resolvedAt: null,
    rivals: [],
  })),
  content_hash: flagChanges.join(),
  version,
});

describe('two generations', () => {
  it('are alike where one has a row that says nothing any more, and not where it says something else', async () => {
    // given an incident that was taken back from a flag, of which nothing is known where everything is derived at once
    await live?.facts.store({ flag_incidents: [incidentOfFlag('i1', 1, ['f1']), incidentOfFlag('i2', 1, ['f1'])] });
    await live?.facts.store({ flag_incidents: [incidentOfFlag('i1', 2, [])] });
    await made?.facts.store({ flag_incidents: [incidentOfFlag('i2', 7, ['f1'])] });

    expect(await differences()).toEqual([]);

    await made?.facts.store({ flag_incidents: [incidentOfFlag('i2', 8, ['f2'])] });

    expect(await differences()).toEqual([
      { table: 'flag_incidents', onlyBefore: 1, onlyAfter: 1, examples: ['["shop","i2"]'] },
    ]);
  }, 60_000);
});

async function differences(): Promise<unknown> {
  if (live === undefined || made === undefined) throw new Error('Two are compared');
  return compareGenerations(live.analytics, made.analytics);
}
