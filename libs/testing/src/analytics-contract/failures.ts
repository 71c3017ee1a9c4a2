import { QueryLimitExceeded } from '@leadline/ports';
import { expect, it } from 'vitest';
import type { AnalyticsOfTest } from '../analytics-contract.js';
import { rowOf } from '../row-builder.js';

const failing = {
  afterSomeRows: 'SELECT throwIf(number = 300000) AS x FROM numbers(400000)',
  atTheRowLimit: 'SELECT number AS x FROM numbers(3000000)',
  atTheTimeLimit: 'SELECT sum(sipHash64(number)) AS x FROM numbers(1000000000000)',
  atTheMemoryLimit: `SELECT groupArray(repeat('x', 100) || toString(number)) AS x FROM numbers(10000000)`,
  beforeItBegins: 'SELECT nonexistent AS x FROM reports',
};

/** What a failed query does to its caller, and not to others. */
export function failuresContract(ofTest: AnalyticsOfTest): void {
  it.each([
    ['too many rows', failing.atTheRowLimit, '500000 rows'],
    ['too much time', failing.atTheTimeLimit, '2 s'],
    ['too much memory', failing.atTheMemoryLimit, '100 MB'],
  ])('for %s say which limit it was', async (_what, sql, limit) => {
    const { analytics } = ofTest();
    const failure: unknown = await analytics.query({ sql, params: {} }).catch((error: unknown) => error);

    expect(failure).toBeInstanceOf(QueryLimitExceeded);
    expect(String(failure)).toContain(limit);
  });

  it('for too many rows end a stream', async () => {
    const rows = ofTest().analytics.stream({ sql: failing.atTheRowLimit, params: {} });

    await expect(drain(rows)).rejects.toThrow(QueryLimitExceeded);
  });

  it('of other kinds are no limits', async () => {
    const { analytics } = ofTest();
    for (const sql of [failing.afterSomeRows, failing.beforeItBegins]) {
      const failure: unknown = await analytics.query({ sql, params: {} }).catch((error: unknown) => error);
      expect(failure).toBeInstanceOf(Error);
      expect(failure).not.toBeInstanceOf(QueryLimitExceeded);
    }
  });

  it('leave no row in the answers of others, before, beside or after', async () => {
    const { analytics, facts } = ofTest();
    const fails = (sql: string) => analytics.query({ sql, params: {} }).then(unexpected, () => 'failed');
    const gives = (x: number) => analytics.query({ sql: 'SELECT {x:Int64} AS x', params: { x } });

    for (let round = 0; round < 5; round += 1) {
      const entity = `e${round}`;
      const answers = await Promise.all([
        fails(failing.afterSomeRows),
        gives(1),
        fails(failing.atTheRowLimit),
        facts.store({ reports: [rowOf('reports', { entity })] }),
        gives(2),
        fails(failing.beforeItBegins),
        gives(3),
      ]);
      expect(answers).toEqual(['failed', [{ x: 1 }], 'failed', undefined, [{ x: 2 }], 'failed', [{ x: 3 }]]);
      const where = [{ column: 'entity', in: [entity] }];
      expect(await facts.find({ table: 'reports', where, columns: ['entity'] })).toEqual([{ entity }]);
    }
  });

  it('and limits of one query are not those of what is stored', async () => {
    const { analytics, facts } = ofTest();
    const many = Array.from({ length: 60_000 }, (_, n) => rowOf('mentions', { mentioned: 'sha:1', by: `change:${n}` }));

    await analytics.query({ sql: 'SELECT 1 AS x', params: {} });
    await facts.store({ mentions: many });

    expect(await facts.find({ table: 'mentions', where: [] })).toHaveLength(60_000);
  });
}

function unexpected(answer: unknown): never {
  throw new Error(`The query was to fail, but gave ${JSON.stringify(answer).slice(0, 200)}.`);
}

async function drain(rows: AsyncIterable<unknown>): Promise<void> {
  for await (const _row of rows);
}
