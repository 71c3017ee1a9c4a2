import type { Find, Where } from '@leadline/ports';
import { beforeEach, expect, it } from 'vitest';
import type { FactsOfTest } from '../facts-contract.js';
import { rowOf } from '../row-builder.js';
import { hostileTexts } from './hostile-texts.js';

/** Which rows are found. */
export function conditionsContract(factsOfTest: FactsOfTest): void {
  const idsOf = async (query: Find<'reports'>) => (await factsOfTest().find(query)).map(({ id }) => id).sort();

  const rows = [
    rowOf('reports', { entity: 'e1', id: '1', services: ['a', 'b'], started_at: 10, status: 'failed' }),
    rowOf('reports', { entity: 'e2', id: '2', services: ['b', 'c'], started_at: 20, status: 'failed' }),
    rowOf('reports', { entity: 'e3', id: '3', services: [], started_at: null, status: 'succeeded' }),
  ];
  beforeEach(() => factsOfTest().store({ reports: rows }));

  it.each<[string, Where[], string[]]>([
    ['none: every row', [], ['1', '2', '3']],
    ['in, on the key', [{ column: 'entity', in: ['e1', 'e3', 'e9'] }], ['1', '3']],
    ['in, on text', [{ column: 'id', in: ['2', '2'] }], ['2']],
    ['in, on text of few values', [{ column: 'status', in: ['failed'] }], ['1', '2']],
    ['in, on a number; unknown is none of them', [{ column: 'started_at', in: [0, 10, 20] }], ['1', '2']],
    ['in nothing: no row', [{ column: 'id', in: [] }], []],
    ['hasAny', [{ column: 'services', hasAny: ['a', 'c', 'x'] }], ['1', '2']],
    ['hasAny of nothing: no row', [{ column: 'services', hasAny: [] }], []],
    ['atMost, the bound included; unknown is not', [{ column: 'started_at', atMost: 10 }], ['1']],
    ['atMost below 0', [{ column: 'started_at', atMost: -1 }], []],
    [
      'several: all must hold',
      [
        { column: 'services', hasAny: ['b'] },
        { column: 'started_at', atMost: 15 },
      ],
      ['1'],
    ],
    [
      'on key and content',
      [
        { column: 'entity', in: ['e1', 'e2'] },
        { column: 'services', hasAny: ['c'] },
      ],
      ['2'],
    ],
    ['two operators of one column', [{ column: 'started_at', in: [10, 20], atMost: 12 }], ['1']],
  ])('%s', async (_what, where, ids) => {
    expect(await idsOf({ table: 'reports', where })).toEqual(ids);
  });

  it('is asked of the row that holds, not of those it replaced', async () => {
    await factsOfTest().store({
      reports: [
        rowOf('reports', { entity: 'e1', id: '1', services: ['z'], started_at: 99, version: 1 }),
        rowOf('reports', { entity: 'e3', id: '3', services: ['a'], started_at: 1, version: 1 }),
      ],
    });

    expect(await idsOf({ table: 'reports', where: [{ column: 'services', hasAny: ['a'] }] })).toEqual(['3']);
    expect(await idsOf({ table: 'reports', where: [{ column: 'services', hasAny: ['b'] }] })).toEqual(['2']);
    expect(await idsOf({ table: 'reports', where: [{ column: 'services', hasAny: ['z'] }] })).toEqual(['1']);
    expect(await idsOf({ table: 'reports', where: [{ column: 'started_at', atMost: 50 }] })).toEqual(['2', '3']);
  });

  it('finds no text that merely looks like SQL', async () => {
    for (const text of hostileTexts) {
      expect(await idsOf({ table: 'reports', where: [{ column: 'id', in: [text] }] })).toEqual([]);
      expect(await idsOf({ table: 'reports', where: [{ column: 'services', hasAny: [text] }] })).toEqual([]);
    }
    expect(await idsOf({ table: 'reports', where: [] })).toEqual(['1', '2', '3']);
  });

  it.each<[string, Where, string]>([
    ['an unknown column', { column: 'nope', in: ['1'] }, 'has no column "nope"'],
    ['a column that is SQL', { column: 'id` = 1 OR `id', in: ['1'] }, 'has no column'],
    ['a column every object has', { column: 'constructor', in: ['1'] }, 'has no column'],
    ['in on an array', { column: 'services', in: ['a'] }, 'hasAny'],
    ['hasAny on text', { column: 'id', hasAny: ['a'] }, 'no array'],
    ['atMost on text', { column: 'id', atMost: 3 }, 'no number'],
    ['numbers for text', { column: 'id', in: [1] }, 'holds texts'],
    ['text for numbers', { column: 'started_at', in: ['1'] }, 'holds numbers'],
    ['a bound that is no number', { column: 'started_at', atMost: Number.NaN }, 'whole number'],
    ['no operator', { column: 'id' }, 'needs in, hasAny or atMost'],
  ])('is refused: %s', async (_what, where, message) => {
    await expect(factsOfTest().find({ table: 'reports', where: [where] })).rejects.toThrow(message);
  });
}
