import { rowOf } from '@leadline/testing';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { connectEmbedded } from './embedded.js';
import { tablesThatLost } from './inspection.js';
import { openWarehouse } from './warehouse.js';

const root = fileURLToPath(new URL('../../../../', import.meta.url));

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'leadline-process-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const open = () => openWarehouse({ mode: 'embedded', directory }, 'leadline_g1', { clock: { now: () => 0 } });

/** Another process of the product, running `code`. */
function startProcess(code: string): ChildProcess {
  const prepare = `import { openWarehouse } from '@leadline/adapters';
    const open = () => openWarehouse({ mode: 'embedded', directory: ${JSON.stringify(directory)} }, 'leadline_g1');`;
  const flags = ['--conditions=@leadline/source', '--import', '@oxc-node/core/register', '--input-type=module'];
  return spawn(process.execPath, [...flags, '--eval', prepare + code], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

function outputOf({ stdout, stderr }: ChildProcess) {
  if (stdout === null || stderr === null) throw new Error('The process has no output.');
  return { stdout, stderr };
}

describe('a data directory', () => {
  it('keeps every row that was counted when its process is killed', async () => {
    for (const round of [1, 2]) {
      const writer = startProcess(`
        const warehouse = await open();
        await warehouse.migrate();
        for (let n = 0; ; n += 1) {
          const by = (row) => ({ mentioned: 'round ${round}, batch ' + n, by: 'row ' + row, version: 1 });
          await warehouse.facts.store({ mentions: Array.from({ length: 50 }, (_, row) => by(row)) });
          await warehouse.inspection.rowCounts();
          console.log(n);
        }`);
      const acknowledged: string[] = [];
      for await (const batch of createInterface(outputOf(writer).stdout)) {
        acknowledged.push(`round ${round}, batch ${batch}`);
        if (acknowledged.length === 25) writer.kill('SIGKILL');
      }

      const warehouse = await open();
      const where = [{ column: 'mentioned', in: acknowledged }];
      const found = await warehouse.facts.find({ table: 'mentions', where });
      const detached = await warehouse.inspection.detachedParts();
      await warehouse.close();

      expect(acknowledged.length).toBeGreaterThanOrEqual(25);
      expect(found).toHaveLength(acknowledged.length * 50);
      expect(detached).toEqual([]);
    }
  });

  it('does not keep a process that is out of heap from ending', async () => {
    // given a process with an open database, which V8 is about to end
    const hungry = startProcess(`
      await (await open()).migrate();
      console.log('open');
      process.abort();`);

    // when it is aborted
    const [code, signal] = await once(hungry, 'exit');

    // then it is gone, by the signal that V8 raises
    expect({ code, signal }).toEqual({ code: null, signal: 'SIGABRT' });
  });

  it('says who has it when a second process comes', async () => {
    const warehouse = await open();

    const second = startProcess('await open().catch((error) => console.log(error.name + ": " + error.message));');
    const { stdout, stderr } = outputOf(second);
    const [said, complaints] = await Promise.all([text(stdout), text(stderr)]);
    await warehouse.close();

    expect(said).toContain('WarehouseInUse');
    expect(said).toContain(directory);
    expect(said).toContain(`in use by process ${process.pid}`);
    // Elsewhere the engine, which finds out for itself, writes to stderr before it fails.
    const engineSpoke = process.platform === 'linux' && (said + complaints).includes('DB::Exception');
    expect(engineSpoke).toBe(false);
  });

  it('is said to need another machine where chDB does not run', async () => {
    const elsewhere = startProcess(`
      Object.defineProperty(process, 'platform', { value: 'win32' });
      await open().catch((error) => console.log(error.name + ": " + error.message));`);

    const said = await text(outputOf(elsewhere).stdout);

    expect(said).toContain('EmbeddedWarehouseUnavailable');
    expect(said).toContain('win32');
    expect(said).toContain('CLICKHOUSE_URL');
  });

  it('is one at a time, and the next may follow', async () => {
    const warehouse = await open();
    const other = join(directory, 'other');
    await expect(connectEmbedded(other, 'leadline_g1')).rejects.toThrow('only one active data directory');
    await warehouse.close();

    const next = await connectEmbedded(other, 'leadline_g1');
    await next.close();
  });

  it('holds several databases side by side', async () => {
    const [live, next] = [await open(), await openWarehouse({ mode: 'embedded', directory }, 'leadline_g2')];
    await Promise.all([live.migrate(), next.migrate()]);

    await Promise.all([
      live.facts.store({ mentions: [rowOf('mentions', { mentioned: 'live' })] }),
      next.facts.store({ mentions: [rowOf('mentions', { mentioned: 'next' })] }),
    ]);

    const sql = 'SELECT mentioned FROM mentions';
    const answers = await Promise.all([live, next].map(({ analytics }) => analytics.query({ sql, params: {} })));
    expect(answers).toEqual([[{ mentioned: 'live' }], [{ mentioned: 'next' }]]);
    await live.close();
    await next.close();
  });

  it('refuses names of databases that are more than a name', async () => {
    for (const name of ['', '1a', 'a b', 'a`; DROP DATABASE default', 'a'.repeat(65)])
      await expect(openWarehouse({ mode: 'embedded', directory }, name)).rejects.toThrow('no name for a database');
  });

  it('that is damaged shows in the counts and among the parts put aside', async () => {
    const rows = (version: number) => [
      rowOf('reports', { entity: 'a', version }),
      rowOf('reports', { entity: `b${version}`, version }),
    ];
    const warehouse = await open();
    await warehouse.migrate();
    await warehouse.facts.store({ reports: rows(1) });
    const early = await warehouse.inspection.rowCounts();
    await warehouse.facts.store({ reports: rows(2) });
    const before = await warehouse.inspection.rowCounts();
    const [newest] = await warehouse.analytics.query<{ path: string }>({
      sql: `SELECT path FROM system.parts WHERE active AND database = 'leadline_g1' AND table = 'reports'
            ORDER BY max_block_number DESC LIMIT 1`,
      params: {},
    });
    await warehouse.close();
    await truncate(join(newest?.path ?? '', 'data.bin'), 10);

    const reopened = await open();
    const now = await reopened.inspection.rowCounts();
    const parts = await reopened.inspection.detachedParts();
    await reopened.close();

    expect(before['reports']).toEqual({ rows: 3, versions: '5' });
    expect(tablesThatLost(early, before)).toEqual([]);
    expect(tablesThatLost(before, now)).toEqual(['reports']);
    expect(parts).toMatchObject([{ table: 'reports', reason: 'broken-on-start' }]);
  });
});

describe('sessions of the engine', () => {
  it('do not wait for each other', async () => {
    const warehouse = await open();
    await warehouse.migrate();
    const slow = warehouse.analytics.query({ sql: 'SELECT sleep({s:UInt8}) AS slept', params: { s: 3 } });
    const finished: string[] = [];

    await Promise.all([
      slow.then(() => finished.push('query')),
      warehouse.facts
        .store({ mentions: [rowOf('mentions', { mentioned: 'a' })] })
        .then(() => warehouse.facts.find({ table: 'mentions', where: [{ column: 'mentioned', in: ['a'] }] }))
        .then(() => finished.push('facts')),
    ]);

    expect(finished).toEqual(['facts', 'query']);
    await warehouse.close();
  });

  it('take no settings but those in the text, which end with their statement', async () => {
    const connection = await connectEmbedded(directory, 'leadline_g1');
    const ask = (query: string) =>
      connection.run(async (client) => (await client.query({ query, format: 'JSONEachRow' })).json());
    const query = `SELECT getSetting('max_block_size') AS size`;

    const [usual] = await ask(query);
    const [chosen] = await ask(`${query} SETTINGS max_block_size = 1234`);
    const [after] = await ask(query);
    const beside = connection.run((client) => client.command({ query, clickhouse_settings: { max_threads: 1 } }));

    expect(chosen).toEqual({ size: 1234 });
    expect(after).toEqual(usual);
    await expect(beside).rejects.toThrow('Settings belong in the SQL text, not beside it: max_threads');
    await connection.close();
  });
});
