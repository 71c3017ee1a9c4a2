import type { Find, Where } from '@leadline/ports';
import { expect, it } from 'vitest';
import type { FactsOfTest } from '../facts-contract.js';
import { rowOf } from '../row-builder.js';

/** Columns, order, limits, and lists of any length. */
export function findingContract(factsOfTest: FactsOfTest): void {
  const idsOf = async (query: Find<'reports'>) => (await factsOfTest().find(query)).map(({ id }) => id).sort();

  it('refuses tables, columns, orders and limits that do not exist', async () => {
    const unknown = 'reports FINAL; --' as 'reports';
    await expect(factsOfTest().find({ table: unknown, where: [] })).rejects.toThrow('There is no table');
    await expect(factsOfTest().store({ [unknown]: [] })).rejects.toThrow('There is no table');
    const columns = ['id`, (SELECT 1) AS `x' as 'id'];
    await expect(factsOfTest().find({ table: 'reports', where: [], columns })).rejects.toThrow('has no column');
    await expect(
      factsOfTest().find({ table: 'reports', where: [], orderBy: { column: 'services', direction: 'asc' } }),
    ).rejects.toThrow('cannot be ordered');
    const direction = 'asc, (SELECT 1)' as 'asc';
    await expect(
      factsOfTest().find({ table: 'reports', where: [], orderBy: { column: 'id', direction } }),
    ).rejects.toThrow('asc or desc');
    for (const limit of [-1, 1.5, 1_000_001, Number.NaN])
      await expect(factsOfTest().find({ table: 'reports', where: [], limit })).rejects.toThrow('limit');
  });

  it('gives the columns that were asked for and no others', async () => {
    await factsOfTest().store({ reports: [rowOf('reports', { entity: 'e', id: '1', sha: 's' })] });

    expect(await factsOfTest().find({ table: 'reports', where: [], columns: ['sha', 'id'] })).toEqual([
      { sha: 's', id: '1' },
    ]);
  });

  it('orders, unknown last in either direction, and cuts', async () => {
    const times = [3, null, 1, 2];
    await factsOfTest().store({
      reports: times.map((started_at, index) => rowOf('reports', { entity: `e${index}`, started_at })),
    });
    const ordered = async (direction: 'asc' | 'desc', limit?: number) =>
      (
        await factsOfTest().find({
          table: 'reports',
          where: [],
          orderBy: { column: 'started_at', direction },
          ...(limit === undefined ? {} : { limit }),
        })
      ).map((row) => row.started_at);

    expect(await ordered('asc')).toEqual([1, 2, 3, null]);
    expect(await ordered('desc')).toEqual([3, 2, 1, null]);
    expect(await ordered('desc', 2)).toEqual([3, 2]);
    expect(await ordered('asc', 0)).toEqual([]);
  });

  it('orders text by its bytes', async () => {
    const texts = ['b', 'a', 'B', '😀', '\uff5e', 'ä', ''];
    await factsOfTest().store({ reports: texts.map((id) => rowOf('reports', { entity: `e${id}`, id })) });

    const found = await factsOfTest().find({
      table: 'reports',
      where: [],
      orderBy: { column: 'id', direction: 'asc' },
    });

    expect(found.map(({ id }) => id)).toEqual(['', 'B', 'a', 'b', 'ä', '\uff5e', '😀']);
  });

  it('takes lists of many thousands, and gives each row once', async () => {
    const ids = Array.from({ length: 12_000 }, (_, index) => `github:acme/some-service-with-a-name/${index}`);
    await factsOfTest().store({
      reports: [0, 5_999, 11_999].map((index) =>
        rowOf('reports', {
          entity: ids[index] ?? '',
          id: String(index),
          started_at: index,
          services: [ids[0] ?? '', ids[index] ?? ''],
        }),
      ),
    });
    const byEntity: Where = { column: 'entity', in: ids };
    const byService: Where = { column: 'services', hasAny: ids };
    const newest = { column: 'started_at', direction: 'desc' } as const;

    expect(await idsOf({ table: 'reports', where: [byEntity] })).toEqual(['0', '11999', '5999']);
    expect(await idsOf({ table: 'reports', where: [byService] })).toEqual(['0', '11999', '5999']);
    expect(
      await factsOfTest().find({ table: 'reports', where: [byService], columns: ['id'], orderBy: newest, limit: 2 }),
    ).toEqual([{ id: '11999' }, { id: '5999' }]);
  });
}
