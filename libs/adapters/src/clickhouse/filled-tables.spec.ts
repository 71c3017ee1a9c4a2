import type { Facts } from '@leadline/ports';
import { type BaseElement, type DeploymentRow, FOREVER } from '@leadline/tables';
import { rowOf } from '@leadline/testing';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { KeptAnswers } from '../answers/kept-answers.js';
import { command, type Connection, select } from './connection.js';
import { connectEmbedded } from './embedded.js';
import { completedAfterFailure, completeFilledTables } from './filled-tables.js';
import { jsonOutput } from './settings.js';
import { openWarehouse, type Warehouse } from './warehouse.js';

let directory: string;
let warehouse: Warehouse;
let connection: Connection;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'leadline-filled-'));
  warehouse = await openWarehouse({ mode: 'embedded', directory }, 'leadline_g1', {
    answers: new KeptAnswers({ mostBytes: 0 }),
  });
  await warehouse.migrate();
  connection = await connectEmbedded(directory, 'leadline_g1');
});
beforeEach(() => warehouse.empty());
afterAll(async () => {
  await connection.close();
  await warehouse.close();
  await rm(directory, { recursive: true, force: true });
});

/** A deployment to production that ended at the instant. */
const deployed = (service: string, finishedAt: number, version: number): DeploymentRow =>
  rowOf('deployments', {
    service,
    environment: 'production',
    tier: 'production',
    deployment: 'd1',
    occurrence: 1,
    owners: [{ team: 'eng/web', from: -FOREVER, until: FOREVER }],
    base: [ended(finishedAt)],
    version,
  });

const ended = (finishedAt: number): BaseElement => ({
  knownFrom: finishedAt,
  knownUntil: FOREVER,
  id: 'd1',
  status: 'succeeded',
  exposed: 1,
  unknownSources: [],
  kind: 'change',
  verdict: '',
  planned: 0,
  remedial: 0,
  startedAt: finishedAt - 60_000,
  finishedAt,
  sha: 's1',
  version: '',
  source: 'test',
  actor: '',
  url: '',
  targets: [],
  attempts: ['d1'],
  replaced: '',
  failedAttempts: [],
  startKnown: 1,
  trigger: '',
  automatedSteps: null,
  manualSteps: null,
  configVersion: '',
  tries: [],
});

const all = 'SELECT service, latest_finished AS at, latest_teams AS teams, version FROM deployment_states';
const states = (sql = `${all} FINAL ORDER BY service`): Promise<unknown[]> =>
  warehouse.analytics.query({ sql, params: {} });
const stateOf = (service: string, at: number, version: number) => ({
  service,
  at,
  teams: ['eng', 'eng/web'],
  version,
});

/** Asks the wide table, which has everything for who asks it. */
const isStored = () => warehouse.analytics.query({ sql: 'SELECT count() FROM deployments', params: {} });

/** How many inserts, or merges of some, the table's rows came with. */
async function partsOf(table: string): Promise<string[]> {
  const answer = await select(connection, {
    sql: 'SELECT name FROM system.parts WHERE database = currentDatabase() AND active AND table = {table:String} ORDER BY name',
    params: { table },
    settings: jsonOutput,
  });
  return (await answer.json<{ name: string }>()).map(({ name }) => name);
}

describe('the narrow table of states', () => {
  it('has each row that is stored, and of versions the greatest', async () => {
    // given two services, one of which is told more of, and late of what was before
    await warehouse.facts.store({ deployments: [deployed('a', 1_000, 1), deployed('b', 2_000, 5)] });
    await warehouse.facts.store({ deployments: [deployed('a', 3_000, 7)] });
    expect(await states()).toEqual([stateOf('a', 3_000, 7), stateOf('b', 2_000, 5)]);
    await warehouse.facts.store({ deployments: [deployed('a', 2_500, 6)] });
    // then the latest state is there, whatever came last
    expect(await states()).toEqual([stateOf('a', 3_000, 7), stateOf('b', 2_000, 5)]);
    // and it is emptied with the others
    await warehouse.empty();
    expect(await states()).toEqual([]);
  });

  it('is completed when the database is opened, after whatever was lost', async () => {
    await warehouse.facts.store({ deployments: [deployed('a', 1_000, 1), deployed('b', 2_000, 1)] });
    const whole = await states();
    await isStored();
    // given a database from before it, or one that lost it
    await command(connection, 'TRUNCATE TABLE deployment_states');
    await warehouse.migrate();
    expect(await states()).toEqual(whole);
    // and an insert that was cut off before its rows were here too
    await warehouse.facts.store({ deployments: [deployed('b', 4_000, 2)] });
    await isStored();
    await command(connection, 'ALTER TABLE deployment_states DELETE WHERE version = 2 SETTINGS mutations_sync = 1');
    await completeFilledTables(connection);
    expect(await states()).toEqual([stateOf('a', 1_000, 1), stateOf('b', 4_000, 2)]);
    // when nothing is missing nothing is written
    const parts = await partsOf('deployment_states');
    await completeFilledTables(connection);
    expect(await partsOf('deployment_states')).toEqual(parts);
  });
});

it('is made anew where it cannot be read any more when the database is opened', async () => {
  // given a part of it whose bytes a power cut took
  await warehouse.facts.store({ deployments: [deployed('a', 1_000, 1)] });
  await isStored();
  const answer = await select(connection, {
    sql: `SELECT path FROM system.parts WHERE database = currentDatabase() AND active AND table = 'deployment_states'`,
    settings: jsonOutput,
  });
  const parts = await answer.json<{ path: string }>();
  expect(parts.length).toBeGreaterThan(0);
  for (const { path } of parts) {
    const data = join(path, 'data.bin');
    await writeFile(data, Buffer.alloc((await stat(data)).size));
  }
  await expect(completeFilledTables(connection)).rejects.toThrow(/CHECKSUM|UNKNOWN_CODEC|CORRUPT|unknown/i);
  // when the database is opened
  await completeFilledTables(connection, { isAlone: true });
  // then it is whole
  expect(await states()).toEqual([stateOf('a', 1_000, 1)]);
});

describe('rows that are not stored yet', () => {
  it('are in the narrow table for who asks it, as the engine will make them', async () => {
    // given rows that wait
    await warehouse.facts.store({ deployments: [deployed('a', 1_000, 1), deployed('b', 2_000, 1)] });
    // when the narrow table is asked
    const shown = await states('SELECT * FROM deployment_states FINAL ORDER BY service');
    // then it has them, and the wide one has not
    expect(shown).toHaveLength(2);
    expect(await partsOf('deployments')).toEqual([]);
    // and once more of one is told, that
    await warehouse.facts.store({ deployments: [deployed('b', 4_000, 2)] });
    expect(await states()).toEqual([stateOf('a', 1_000, 1), stateOf('b', 4_000, 2)]);
    // and when they are stored the engine has made the same
    await isStored();
    await command(connection, 'TRUNCATE TABLE deployment_states');
    await completeFilledTables(connection);
    const made = await states('SELECT * FROM deployment_states FINAL ORDER BY service');
    expect(made[0]).toEqual(shown[0]);
    expect(await states()).toEqual([stateOf('a', 1_000, 1), stateOf('b', 4_000, 2)]);
  });

  it('are taken out of it when the database is opened after they were lost', async () => {
    // given a service that is stored, later rows of it and a new service that are only shown
    await warehouse.facts.store({ deployments: [deployed('a', 1_000, 3)] });
    await isStored();
    await warehouse.facts.store({ deployments: [deployed('a', 2_000, 5), deployed("it's new", 2_000, 5)] });
    expect(await states()).toEqual([stateOf('a', 2_000, 5), stateOf("it's new", 2_000, 5)]);
    // when the process is gone, and another opens the database
    await completeFilledTables(connection, { isAlone: true });
    // then what is stored holds
    const told = async (): Promise<unknown[]> => {
      const answer = await select(connection, { sql: `${all} FINAL ORDER BY service`, settings: jsonOutput });
      return answer.json();
    };
    expect(await told()).toEqual([stateOf('a', 1_000, 3)]);
    // and what the log tells again is shown, under whichever version
    await isStored();
    expect(await told()).toEqual([stateOf('a', 2_000, 5), stateOf("it's new", 2_000, 5)]);
  });
});

describe('completedAfterFailure', () => {
  it('completes before the next call, and again until that succeeds', async () => {
    // given a store that fails once, and a completion that fails once
    const done: string[] = [];
    const failing = [true];
    const facts: Facts = {
      async find() {
        done.push('find');
        return [];
      },
      async store() {
        if (failing.pop() === true) throw new Error('cut off');
        done.push('store');
      },
    };
    const refusing = [true];
    const complete = async (): Promise<void> => {
      if (refusing.pop() === true) throw new Error('not yet');
      done.push('complete');
    };
    const guarded = completedAfterFailure(facts, complete);
    const find = { table: 'mentions', where: [] } as const;
    // when
    await guarded.find(find);
    await expect(guarded.store({})).rejects.toThrow('cut off');
    await expect(guarded.find(find)).rejects.toThrow('not yet');
    await guarded.store({});
    await guarded.store({});
    // then
    expect(done).toEqual(['find', 'complete', 'store', 'store']);
  });
});
