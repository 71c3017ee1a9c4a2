import { MemoryFacts, MemoryLog } from '@leadline/adapters';
import type { AdminAnswer, AdminCommand, ServedEndpoint } from '@leadline/http';
import { Control, generation, normalizeBatch, recentDeliveries, peopleAsTold } from '@leadline/pipeline';
import { sourceById, sources } from '@leadline/sources';
import { describe, expect, it } from 'vitest';
import { command, done } from './command.js';
import { dropGenerationCommand, listGenerationsCommand } from './generations.js';
import { askedRebuild } from './rebuild.js';
import { testEventCommand } from './test-events.js';

const NOW = Date.parse('2026-03-02T10:00:00Z');
const clock = { now: () => NOW };

/** What a command answers, where it is done at once. */
async function resultOf(command: AdminCommand, input: unknown): Promise<AdminAnswer> {
  return command(input, 'local');
}

describe('test events', () => {
  const endpointOf = (name: string, source: string, secrets: string[]): ServedEndpoint => ({
    name,
    source: sourceById(source)!,
    secrets,
    unsigned: secrets.length === 0,
  });
  function given() {
    const log = new MemoryLog();
    const endpoints = new Map(
      [endpointOf('shop-hooks', 'github', ['a-long-and-secret-text']), endpointOf('open', 'cloudevents', [])].map(
        (endpoint) => [endpoint.name, endpoint],
      ),
    );
    const command = testEventCommand({
      ingest: { log, clock, recent: recentDeliveries() },
      endpoints: () => endpoints,
    });
    return { log, command };
  }
  /** What became of every delivery, as normalize writes it down. */
  async function outcomesIn(log: MemoryLog) {
    const facts = new MemoryFacts();
    const records = [];
    for await (const record of log.read('deliveries')) records.push(record);
    await normalizeBatch(
      { log, facts, generation: generation(1), people: peopleAsTold, sourceOf: sourceById },
      records,
    );
    const events = [];
    for await (const record of log.read(generation(1).events)) events.push(record);
    const rows = await facts.find({ table: 'deliveries', where: [] });
    return { events, rows: rows.map(({ endpoint, event, outcome, reason }) => ({ endpoint, event, outcome, reason })) };
  }

  it('pass the check of the endpoint, are understood, and count nowhere', async () => {
    const { log, command } = given();
    const answer = await resultOf(command, { source: 'github', event: 'deployment_status' });
    expect(answer).toMatchObject({ outcome: 'done', result: { endpoint: 'shop-hooks', event: 'deployment_status' } });
    expect(await outcomesIn(log)).toEqual({
      events: [],
      rows: [
        {
          endpoint: 'shop-hooks',
          event: 'deployment_status',
          outcome: 'ignored',
          reason: 'test event: understood as deployment',
        },
      ],
    });
  });

  it('take the way of POST /events, and of endpoints that ask for no signature', async () => {
    const { log, command } = given();
    expect(await resultOf(command, { source: 'events', event: 'incident' })).toMatchObject({
      outcome: 'done',
      result: { endpoint: 'events' },
    });
    expect(await resultOf(command, { source: 'open', event: 'flag_change' })).toMatchObject({ outcome: 'done' });
    const { events, rows } = await outcomesIn(log);
    expect(events).toEqual([]);
    expect(rows.map(({ endpoint, reason }) => [endpoint, reason])).toEqual([
      ['events', 'test event: understood as incident'],
      ['open', 'test event: understood as flag_change'],
    ]);
  });

  it('take the whole way of every sender, and count nowhere', async () => {
    // given an endpoint of each sender, with a secret as that sender has it
    const log = new MemoryLog();
    const secretOf = (id: string) =>
      ['incident-io', 'render', 'standard'].includes(id) ? `whsec_${'A1b2'.repeat(8)}` : 'a-long-and-secret-text';
    const endpoints = new Map(sources.map(({ id }) => [id, endpointOf(id, id, [secretOf(id)])]));
    const command = testEventCommand({
      ingest: { log, clock, recent: recentDeliveries() },
      endpoints: () => endpoints,
    });
    const sent = sources.flatMap(({ id, testEvents }) =>
      (testEvents?.names ?? []).map((event) => [id, event] as const),
    );

    // when each test event is sent
    const answers = await Promise.all(sent.map(([source, event]) => resultOf(command, { source, event })));

    // then all were stored as hooks are, understood, and none became a fact
    expect(answers.filter(({ outcome }) => outcome !== 'done')).toEqual([]);
    const { events, rows } = await outcomesIn(log);
    expect(events).toEqual([]);
    expect(rows).toHaveLength(sent.length);
    expect(new Set(rows.map(({ endpoint }) => endpoint)).size).toBe(sources.length);
    expect(rows.filter(({ outcome }) => outcome !== 'ignored')).toEqual([]);
    expect(rows.filter(({ reason }) => !reason?.startsWith('test event: '))).toEqual([]);
  });

  it('are the first of their sender where none is named', async () => {
    const { command } = given();
    const answer = await resultOf(command, { source: 'github' });
    expect(answer).toMatchObject({ outcome: 'done', result: { endpoint: 'shop-hooks', event: 'push' } });
  });

  it.each([
    [{ source: 'nobody', event: 'push' }, '/source', 'on are events, shop-hooks, open'],
    [{ source: 'github', event: 'star' }, '/event', 'deployment_status'],
  ])('refuse %j', async (input, pointer, message) => {
    const { log, command } = given();
    const answer = await resultOf(command, input);
    expect(answer).toMatchObject({ outcome: 'problems', problems: [{ pointer }] });
    expect(JSON.stringify(answer)).toContain(message);
    expect((await outcomesIn(log)).rows).toEqual([]);
  });
});

describe('generations', () => {
  async function given() {
    const log = new MemoryLog();
    const control = await Control.open(log);
    const at = new Date(NOW).toISOString();
    for (const record of [
      { kind: 'generation_begun', generation: 2, at },
      { kind: 'generation_in_force', generation: 2, at },
      { kind: 'generation_begun', generation: 3, at },
      { kind: 'generation_begun', generation: 4, at },
    ] as const)
      await control.append(record, NOW);
    const dropped: string[] = [];
    const platform = { log, dropWarehouse: async (database: string) => void dropped.push(database) };
    return { deps: { platform, control, clock, atWork: new Set([4]) }, dropped, control };
  }

  it('are named with what they are for', async () => {
    const { deps } = await given();
    expect(await resultOf(listGenerationsCommand(deps), {})).toEqual({
      outcome: 'done',
      result: {
        inForce: 2,
        generations: [
          { generation: 1, state: 'before' },
          { generation: 2, state: 'in_force' },
          { generation: 3, state: 'left' },
          { generation: 4, state: 'at_work' },
        ],
      },
    });
  });

  it('are removed where nothing needs them', async () => {
    const { deps, dropped, control } = await given();
    const drop = (number: number) => resultOf(dropGenerationCommand(deps), { generation: number });
    expect(await drop(3)).toEqual({ outcome: 'done', result: { dropped: 3, inForce: 2 } });
    expect(dropped).toEqual([generation(3).database]);
    expect(control.state.generations.known.get(3)).toBe('dropped');
    expect(await drop(3)).toMatchObject({ outcome: 'problems' });
    expect(await drop(2)).toMatchObject({ problems: [{ message: expect.stringContaining('in force') }] });
    expect(await drop(4)).toMatchObject({ outcome: 'conflict' });
  });

  it('are not made where what is asked for is misspelt', async () => {
    const made: boolean[] = [];
    const asked = command(askedRebuild, async ({ compare }) => {
      made.push(compare);
      return done(null);
    });
    expect(await resultOf(asked, { comparing: true })).toMatchObject({
      problems: [{ message: expect.stringContaining('comparing') }],
    });
    expect(made).toEqual([]);
    await resultOf(asked, undefined);
    expect(made).toEqual([false]);
  });
});
