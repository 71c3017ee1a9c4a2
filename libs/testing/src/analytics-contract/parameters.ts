import { expect, it } from 'vitest';
import type { AnalyticsOfTest } from '../analytics-contract.js';
import { hostileTexts } from '../facts-contract/hostile-texts.js';

/** Values of placeholders. */
export function parametersContract(ofTest: AnalyticsOfTest): void {
  it('are bound by type', async () => {
    const sql = `SELECT {text:String} AS text, {texts:Array(String)} AS texts, {int:Int64} AS int,
      {ints:Array(Int64)} AS ints, {float:Float64} AS float, {flag:UInt8} AS flag, {yes:Bool} AS yes,
      {nothing:Nullable(String)} AS nothing, {flags:Array(UInt8)} AS flags`;
    const params = {
      text: 'a',
      texts: ['b', 'c'],
      int: -9_007_199_254_740_991,
      ints: [1, -2],
      float: 1.5e-7,
      flag: 1,
      yes: true,
      nothing: null,
      flags: [],
    };

    expect(await ofTest().analytics.query({ sql, params })).toEqual([params]);
  });

  it('are text whatever they say', async () => {
    const { analytics } = ofTest();
    const sql = 'SELECT {text:String} AS text, {texts:Array(String)} AS texts';

    // A lone \N is how ClickHouse writes NULL; a placeholder of type String has none.
    for (const text of hostileTexts.filter((hostile) => hostile !== '\\N'))
      expect(await analytics.query({ sql, params: { text, texts: [text, text] } })).toEqual([
        { text, texts: [text, text] },
      ]);
  });

  it('may be lists too long for an address', async () => {
    const ids = Array.from({ length: 2_000 }, (_, index) => `github:acme/shop/${index}`);

    const [answer] = await ofTest().analytics.query({
      sql: `SELECT length({ids:Array(String)}) AS n, has({ids:Array(String)}, 'github:acme/shop/1999') AS last`,
      params: { ids },
    });

    expect(answer).toEqual({ n: 2_000, last: 1 });
  });

  it('of one query are not those of the next', async () => {
    const { analytics } = ofTest();
    await analytics.query({ sql: 'SELECT {x:Int64} AS x', params: { x: 1 } });

    expect(await analytics.query({ sql: 'SELECT {x:Int64} AS x', params: { x: 2 } })).toEqual([{ x: 2 }]);
  });

  it('that do not fit their type are refused', async () => {
    const { analytics } = ofTest();
    await expect(analytics.query({ sql: 'SELECT {x:Int64} AS x', params: { x: 'one' } })).rejects.toBeInstanceOf(Error);

    expect(await analytics.query({ sql: 'SELECT 1 AS x', params: {} })).toEqual([{ x: 1 }]);
  });
}
