import { type TableName, type TableRow, tables } from '@leadline/tables';
import { expect, it } from 'vitest';
import type { FactsOfTest } from '../facts-contract.js';
import { filledRow, rowOf } from '../row-builder.js';
import { hostileTexts } from './hostile-texts.js';

/** What goes in and comes out. */
export function rowsContract(factsOfTest: FactsOfTest): void {
  it('come back as they were stored, with every kind of column', async () => {
    const row = filledRow('deployments');

    await factsOfTest().store({ deployments: [row] });

    expect(await factsOfTest().find({ table: 'deployments', where: [] })).toEqual([row]);
  });

  it('come back from every table', async () => {
    for (const table of Object.keys(tables) as TableName[]) {
      const row = rowOf(table);
      await factsOfTest().store({ [table]: [row] });
      expect(await factsOfTest().find({ table, where: [] }), table).toEqual([row]);
    }
  });

  it('keep any text as it is', async () => {
    const rows = hostileTexts.map((text, index) =>
      rowOf('reports', { entity: `deployment:${index}`, id: text, services: [text, 'a'], history: text }),
    );

    await factsOfTest().store({ reports: rows });

    for (const row of rows) {
      const where = [{ column: 'entity', in: [row.entity] }];
      expect(await factsOfTest().find({ table: 'reports', where })).toEqual([row]);
    }
  });

  it('get the replacement character for half a character, which no UTF-8 can hold', async () => {
    await factsOfTest().store({ reports: [rowOf('reports', { entity: 'e', id: 'a\ud83d', services: ['\udc00b'] })] });

    const [found] = await factsOfTest().find({ table: 'reports', where: [] });

    expect(found?.id).toBe('a\ufffd');
    expect(found?.services).toEqual(['\ufffdb']);
  });

  it('are copies, going in and coming out', async () => {
    const row = rowOf('reports', { entity: 'e', services: ['a'] });
    await factsOfTest().store({ reports: [row] });

    row.services.push('b');
    const [first] = await factsOfTest().find({ table: 'reports', where: [] });
    first?.services.push('c');

    expect(await factsOfTest().find({ table: 'reports', where: [{ column: 'entity', in: ['e'] }] })).toEqual([
      rowOf('reports', { entity: 'e', services: ['a'] }),
    ]);
  });

  it.each([
    ['a number that is not whole', { received_at: 1.5 }, 'events.received_at'],
    ['a number that is none', { received_at: Number.NaN }, 'events.received_at'],
    ['a number beyond 2^53', { revision: 2 ** 53 }, 'events.revision'],
    ['a version below 0', { version: -1 }, 'events.version'],
    ['no value', { entity: undefined }, 'events.entity'],
    ['a column that the table does not have', { entitty: 'e' }, 'entitty'],
  ])('are refused with %s, and none of the others is stored', async (_what, wrong, place) => {
    const fine = rowOf('events', { entity: 'fine' });
    const bad = { ...rowOf('events', { entity: 'bad' }), ...wrong } as TableRow<'events'>;

    await expect(factsOfTest().store({ events: [fine, bad] })).rejects.toThrow(place);

    expect(await factsOfTest().find({ table: 'events', where: [] })).toEqual([]);
  });

  it('are refused where a relation does not fit', async () => {
    const row = filledRow('deployments');
    const wrong = { ...row, reasons: row.reasons.map((reason) => ({ ...reason, userFacing: 2 as 1 })) };

    await expect(factsOfTest().store({ deployments: [wrong] })).rejects.toThrow('deployments.reasons[].userFacing');
  });
}
