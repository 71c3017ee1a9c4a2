import type { Where } from '@leadline/ports';
import type { TableRow } from '@leadline/tables';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { FactsOfTest } from '../facts-contract.js';
import { rowOf } from '../row-builder.js';

/** Against an implementation that is nothing but the port's documentation. */
export function randomHistoriesContract(factsOfTest: FactsOfTest, histories: number): void {
  it('gives what a plain reading of the port gives, for random histories', async () => {
    let world = 0;
    await fc.assert(
      fc.asyncProperty(history, fc.array(anyWhere, { maxLength: 3 }), async (stored, where) => {
        world += 1;
        const repository = `world ${world}`;
        const batches = stored.map((batch) =>
          batch.map((row) => ({ ...row, entity: `${world}:${row.entity}`, repository })),
        );

        for (const batch of batches) await factsOfTest().store({ reports: batch });
        const here: Where = { column: 'repository', in: [repository] };
        const found = await factsOfTest().find({ table: 'reports', where: [...where, here] });

        expect(sorted(found)).toEqual(sorted(plainFind(batches.flat(), where)));
      }),
      { numRuns: histories },
    );
  });
}

const letter = fc.constantFrom('a', 'b', 'c', `'`, '\\');
const instant = fc.option(fc.integer({ min: -2, max: 3 }));

const history = fc.array(
  fc.array(
    fc
      .record({
        entity: letter,
        id: letter,
        services: fc.array(letter, { maxLength: 3 }),
        started_at: instant,
        version: fc.nat({ max: 3 }),
      })
      .map((given) => rowOf('reports', given)),
    { maxLength: 6 },
  ),
  { maxLength: 4 },
);

const anyWhere: fc.Arbitrary<Where> = fc.oneof(
  fc.record({ column: fc.constant('id'), in: fc.array(letter, { maxLength: 3 }) }),
  fc.record({ column: fc.constant('services'), hasAny: fc.array(letter, { maxLength: 3 }) }),
  fc.record({ column: fc.constant('started_at'), atMost: fc.integer({ min: -3, max: 4 }) }),
  fc.record({ column: fc.constant('started_at'), in: fc.array(fc.integer({ min: -2, max: 3 }), { maxLength: 3 }) }),
);

/** The port as its documentation says it, without any index. */
function plainFind(stored: readonly TableRow<'reports'>[], where: readonly Where[]): TableRow<'reports'>[] {
  const held = new Map<string, TableRow<'reports'>>();
  for (const row of stored) if (row.version >= (held.get(row.entity)?.version ?? 0)) held.set(row.entity, row);
  return [...held.values()].filter((row) =>
    where.every(({ column, in: values, hasAny, atMost }) => {
      const value = row[column as keyof TableRow<'reports'>];
      if (values !== undefined) return values.some((wanted) => wanted === value);
      if (hasAny !== undefined) return Array.isArray(value) && hasAny.some((wanted) => value.includes(wanted));
      return typeof value === 'number' && atMost !== undefined && value <= atMost;
    }),
  );
}

function sorted(rows: readonly TableRow<'reports'>[]): TableRow<'reports'>[] {
  return [...rows].sort((a, b) => (a.entity < b.entity ? -1 : 1));
}
