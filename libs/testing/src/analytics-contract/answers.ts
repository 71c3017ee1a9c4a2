import { expect, it } from 'vitest';
import type { AnalyticsOfTest } from '../analytics-contract.js';
import { rowOf } from '../row-builder.js';

/** What a query gives. */
export function answersContract(ofTest: AnalyticsOfTest): void {
  it('are of what the facts stored, tables named without their database', async () => {
    const { facts, analytics } = ofTest();
    await facts.store({
      reports: [
        rowOf('reports', { entity: 'e1', status: 'failed', version: 1 }),
        rowOf('reports', { entity: 'e1', status: 'succeeded', version: 2 }),
        rowOf('reports', { entity: 'e2', status: 'failed', version: 1 }),
      ],
    });

    const sql = 'SELECT status, count() AS n FROM reports FINAL GROUP BY status ORDER BY status';

    expect(await analytics.query({ sql, params: {} })).toEqual([
      { status: 'failed', n: 1 },
      { status: 'succeeded', n: 1 },
    ]);
  });

  it('hold numbers as numbers, tuples and maps as objects, and null where there is no number', async () => {
    const sql = `SELECT
      toInt64(-9007199254740991) AS int64, toUInt64(9007199254740991) AS uint64, 0.1 + 0.2 AS float,
      nan AS nothing, 1 / 0 AS endless, CAST(NULL AS Nullable(Int64)) AS unknown, true AS yes,
      [1, 2] AS list, map('a', 'b') AS map,
      CAST(('x', 1), 'Tuple(name String, n Int64)') AS tuple,
      CAST([('x', 1)], 'Array(Tuple(name String, n Int64))') AS tuples`;

    expect(await ofTest().analytics.query({ sql, params: {} })).toEqual([
      {
        int64: -9_007_199_254_740_991,
        uint64: 9_007_199_254_740_991,
        float: 0.30000000000000004,
        nothing: null,
        endless: null,
        unknown: null,
        yes: true,
        list: [1, 2],
        map: { a: 'b' },
        tuple: { name: 'x', n: 1 },
        tuples: [{ name: 'x', n: 1 }],
      },
    ]);
  });

  it('come row by row too, in the same order', async () => {
    const { analytics } = ofTest();
    const statement = {
      sql: `SELECT number AS n, repeat('x', 100) AS pad FROM numbers({rows:UInt32}) ORDER BY n`,
      params: { rows: 20_000 },
    };

    const streamed: { n: number }[] = [];
    for await (const row of analytics.stream<{ n: number }>(statement)) streamed.push(row);

    expect(streamed).toHaveLength(20_000);
    expect(streamed).toEqual(await analytics.query(statement));
  });

  it('can be left half read', async () => {
    const { analytics } = ofTest();
    for await (const row of analytics.stream<{ n: number }>({
      sql: 'SELECT number AS n FROM numbers(40000)',
      params: {},
    }))
      if (row.n === 10) break;

    expect(await analytics.query({ sql: 'SELECT 1 AS x', params: {} })).toEqual([{ x: 1 }]);
  });

  it('may be of no rows', async () => {
    expect(await ofTest().analytics.query({ sql: 'SELECT * FROM reports', params: {} })).toEqual([]);
  });

  it('do not depend on the time zone of a machine or a server', async () => {
    const sql = `SELECT toString(toDateTime(0)) AS epoch, toHour(toDateTime(0), 'Asia/Tokyo') AS tokyo`;

    expect(await ofTest().analytics.query({ sql, params: {} })).toEqual([{ epoch: '1970-01-01 00:00:00', tokyo: 9 }]);
  });

  it('are right when asked for all at once', async () => {
    const { analytics, facts } = ofTest();

    const answers = await Promise.all([
      ...Array.from({ length: 20 }, (_, x) => analytics.query({ sql: 'SELECT {x:Int64} AS x', params: { x } })),
      facts.store({ reports: [rowOf('reports', { entity: 'e' })] }),
    ]);

    expect(answers.slice(0, 20)).toEqual(Array.from({ length: 20 }, (_, x) => [{ x }]));
  });

  it('are of statements with comments, quotes, common table expressions and unions', async () => {
    const sql = `-- counts; of 'what' is there
      WITH /* two; of them */ counts AS (SELECT 1 AS n UNION ALL SELECT 2 AS n)
      SELECT sum(n) AS "total; SETTINGS", 'SETTINGS x = 1; DROP' AS \`text\` FROM counts -- the end`;

    expect(await ofTest().analytics.query({ sql, params: {} })).toEqual([
      { 'total; SETTINGS': 3, text: 'SETTINGS x = 1; DROP' },
    ]);
  });
}
