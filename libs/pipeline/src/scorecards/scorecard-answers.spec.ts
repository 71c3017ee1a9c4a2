import { MemoryFacts, MemoryLog } from '@leadline/adapters';
import { eventOf } from '@leadline/events';
import { sourceById } from '@leadline/sources';
import { expect, it } from 'vitest';
import { acceptInternal, deriveFromLog, generation, peopleAsTold } from '../index.js';

const NOW = Date.parse('2026-03-06T00:00:00Z');

async function answersAfter(
  log: MemoryLog,
  number: number,
  entity = 'scorecard:team:eng/web',
): Promise<readonly unknown[]> {
  const facts = new MemoryFacts();
  const failures: unknown[] = [];
  await deriveFromLog(
    {
      log,
      facts,
      generation: generation(number),
      people: peopleAsTold,
      sourceOf: sourceById,
      lingerMs: { normalize: 0, fold: 0, derive: 0 },
      onScopeFailure: ({ error }) => failures.push(error),
      onStageError: (_, error) => failures.push(error),
    },
    () => undefined,
    new AbortController().signal,
  );
  expect(failures).toEqual([]);
  const rows = await facts.find({ table: 'events', where: [{ column: 'entity', in: [entity] }] });
  return rows.map(({ event_id: id, kind, data }) => ({ id, kind, data: JSON.parse(data) as unknown }));
}

it('are events of their scope, and there after a rebuild', async () => {
  // given an answer in the log
  const log = new MemoryLog();
  const data = {
    criterion: '1.C2',
    scope: 'team:eng/web',
    answer: 'yes' as const,
    reason: 'Tuesdays',
    by: 'ana',
    at: '2026-03-05T00:00:00Z',
  };
  await acceptInternal({ log, clock: { now: () => NOW } }, [
    eventOf('scorecard_answer', { id: 'e-1', source: 'leadline:scorecards', time: data.at }, data),
  ]);
  // when it is read by two generations
  const [first, second] = [await answersAfter(log, 1), await answersAfter(log, 2)];
  // then both have it
  expect(first).toEqual([{ id: 'e-1', kind: 'scorecard_answer', data }]);
  expect(second).toEqual(first);
});

it('are projects, too', async () => {
  const log = new MemoryLog();
  const data = {
    id: 'batches',
    scope: 'organisation',
    metric: 'CHANGE_LEAD_TIME',
    wanted: 'down' as const,
    start: '2026-03-09T00:00:00Z',
    by: 'ana',
    at: '2026-03-05T00:00:00Z',
  };
  await acceptInternal({ log, clock: { now: () => NOW } }, [
    eventOf('project', { id: 'e-1', source: 'leadline:projects', time: data.at }, data),
  ]);
  const [first, second] = [
    await answersAfter(log, 1, 'project:batches'),
    await answersAfter(log, 2, 'project:batches'),
  ];
  expect(first).toEqual([{ id: 'e-1', kind: 'project', data }]);
  expect(second).toEqual(first);
});
