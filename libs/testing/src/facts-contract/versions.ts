import { expect, it } from 'vitest';
import type { FactsOfTest } from '../facts-contract.js';
import { rowOf } from '../row-builder.js';

/** Which of several rows with one key holds. */
export function versionsContract(factsOfTest: FactsOfTest): void {
  const key = { entity: 'deployment:1' };
  const older = rowOf('reports', { ...key, status: 'in_progress', version: 1 });
  const newer = rowOf('reports', { ...key, status: 'succeeded', version: 2 });

  it.each([
    ['the older first', [older, newer]],
    ['the newer first', [newer, older]],
  ])('the greatest version holds: %s', async (_order, rows) => {
    for (const row of rows) await factsOfTest().store({ reports: [row] });

    expect(await factsOfTest().find({ table: 'reports', where: [] })).toEqual([newer]);
  });

  it.each([
    ['the older first', [older, newer]],
    ['the newer first', [newer, older]],
  ])('the greatest version holds within one call: %s', async (_order, rows) => {
    await factsOfTest().store({ reports: rows });

    expect(await factsOfTest().find({ table: 'reports', where: [] })).toEqual([newer]);
  });

  it('and one version, the one stored last holds', async () => {
    const again = { ...newer, status: 'failed' };

    await factsOfTest().store({ reports: [newer] });
    await factsOfTest().store({ reports: [again] });
    expect(await factsOfTest().find({ table: 'reports', where: [] })).toEqual([again]);

    await factsOfTest().store({ reports: [again, newer] });
    expect(await factsOfTest().find({ table: 'reports', where: [] })).toEqual([newer]);
  });

  it('all parts of the key count', async () => {
    const rows = ['a', 'b'].flatMap((entity) =>
      ['1', '2'].map((event_id) => rowOf('events', { entity, event_id, hash: 'h', version: 1 })),
    );

    await factsOfTest().store({ events: rows });

    expect(await factsOfTest().find({ table: 'events', where: [] })).toHaveLength(4);
    expect(await factsOfTest().find({ table: 'events', where: [{ column: 'entity', in: ['a'] }] })).toHaveLength(2);
  });

  it('storing one again changes nothing', async () => {
    const rows = [older, rowOf('reports', { entity: 'deployment:2', version: 3 })];

    await factsOfTest().store({ reports: rows });
    await factsOfTest().store({ reports: rows });

    expect(await factsOfTest().find({ table: 'reports', where: [] })).toHaveLength(2);
  });
}
