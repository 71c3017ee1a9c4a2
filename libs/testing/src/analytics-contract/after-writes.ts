import type { Statement } from '@leadline/ports';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { AnalyticsOfTest, OpenedAnalytics } from '../analytics-contract.js';
import { rowOf } from '../row-builder.js';

const WORLDS = 15;

/** Whatever an implementation remembers: nobody sees less than was stored before they asked. */
export function afterWritesContract(ofTest: AnalyticsOfTest): void {
  it('hold every row that was stored before, however writes and questions take turns', async () => {
    let world = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(anyStep, { minLength: 2, maxLength: 12 }), async (steps) => {
        world += 1;
        const { answered, expected } = await taken(ofTest(), `world ${world}`, steps);
        expect(answered).toEqual(expected);
      }),
      { numRuns: WORLDS },
    );
  });

  it('hold them too where questions never pause while rows are stored', async () => {
    const { facts, analytics } = ofTest();
    const statement = sumOf('busy', 0);
    const over = new AbortController();
    const asking = (async (): Promise<number[]> => {
      const counts: number[] = [];
      while (!over.signal.aborted) counts.push(...(await analytics.query<{ n: number }>(statement)).map(({ n }) => n));
      return counts;
    })();
    const answers: unknown[] = [];
    for (let count = 1; count <= 20; count += 1) {
      await facts.store({ reports: [rowOf('reports', { entity: `busy ${count}`, repository: 'busy', id: '1' })] });
      answers.push(...(await analytics.query(statement)));
    }
    over.abort();
    const counts = await asking;

    expect(answers).toEqual(Array.from({ length: 20 }, (_, index) => ({ n: index + 1, total: index + 1 })));
    expect(counts).toEqual([...counts].sort((one, other) => one - other));
  });

  it('are their own: who changes a row changes nobody else’s', async () => {
    const { analytics } = ofTest();
    const statement = { sql: 'SELECT [1, 2] AS list', params: {} };
    const [mine] = await analytics.query<{ list: number[] }>(statement);
    mine?.list.push(3);
    expect(await analytics.query(statement)).toEqual([{ list: [1, 2] }]);
  });
}

/** What each question was answered: twice at once, then as it is streamed; and what it should have been. */
async function taken({ facts, analytics }: OpenedAnalytics, repository: string, steps: readonly Step[]) {
  const stored = new Map<string, number>();
  const answered: unknown[] = [];
  const expected: unknown[] = [];
  for (const [index, step] of steps.entries()) {
    switch (step.does) {
      case 'store': {
        const entity = `${repository} ${step.entity}`;
        const { id } = step;
        await facts.store({ reports: [rowOf('reports', { entity, id, repository, version: index + 1 })] });
        stored.set(entity, Number(id));
        break;
      }
      case 'ask': {
        const statement = sumOf(repository, step.least);
        answered.push(...(await Promise.all([analytics.query(statement), analytics.query(statement)])).flat());
        for await (const row of analytics.stream(statement)) answered.push(row);
        const ids = [...stored.values()].filter((id) => id >= step.least);
        const row = { n: ids.length, total: ids.reduce((sum, id) => sum + id, 0) };
        expected.push(row, row, row);
      }
    }
  }
  return { answered, expected };
}

const sumOf = (repository: string, least: number): Statement => ({
  sql: `SELECT count() AS n, sum(toInt64(id)) AS total FROM reports FINAL
        WHERE repository = {repository:String} AND toInt64(id) >= {least:Int64}`,
  params: { repository, least },
});

const anyStep = fc.oneof(
  fc.record({
    does: fc.constant('store' as const),
    entity: fc.constantFrom('a', 'b', 'c'),
    id: fc.constantFrom('1', '2', '3'),
  }),
  fc.record({ does: fc.constant('ask' as const), least: fc.constantFrom(0, 2) }),
);

type Step = typeof anyStep extends fc.Arbitrary<infer T> ? T : never;
