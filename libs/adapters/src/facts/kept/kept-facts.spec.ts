import type { Facts, Rows } from '@leadline/ports';
import { factsContract, rowOf } from '@leadline/testing';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { MemoryFacts } from '../../memory/memory-facts.js';
import { KeptFacts, tablesNamedIn } from './kept-facts.js';
import { KnownValues } from './known-values.js';

factsContract(
  'kept rows',
  () => Promise.resolve({ facts: new KeptFacts(new MemoryFacts(), { waitMs: 1 }), close: () => Promise.resolve() }),
  { histories: 500 },
);

const SLOWLY = { waitMs: 60_000 };

/** A warehouse that counts what it is asked, and fails while it is told to. */
function warehouse() {
  const rows = new MemoryFacts();
  const calls = { find: 0, store: 0, fails: false };
  const facts: Facts = {
    find: async (query) => {
      calls.find += 1;
      await delay(1);
      return rows.find(query);
    },
    store: async (stored: Rows) => {
      calls.store += 1;
      if (calls.fails) throw new Error('The disk is full');
      await delay(1);
      await rows.store(stored);
    },
  };
  return { facts, rows, calls };
}

const commit = (sha: string, version: number, title = '') => rowOf('commits', { sha, version, title });
const asked = (...shas: string[]) => ({ table: 'commits', where: [{ column: 'sha', in: shas }] }) as const;
const report = (entity: string, services: string[], version: number) => rowOf('reports', { entity, services, version });
const reportsOf = (...services: string[]) =>
  ({ table: 'reports', where: [{ column: 'services', hasAny: services }] }) as const;

describe('kept rows', () => {
  it('are asked for once, also where there are none, and found as they are stored later', async () => {
    const { facts, calls } = warehouse();
    const kept = new KeptFacts(facts);

    expect(await kept.find(asked('a', 'b'))).toEqual([]);
    await kept.store({ commits: [commit('a', 1)] });

    expect(await kept.find(asked('a', 'b'))).toEqual([commit('a', 1)]);
    expect(calls).toMatchObject({ find: 1, store: 0 });
  });

  it('are not kept for whoever asks once, and found with what waits', async () => {
    // given a row that is written and one that waits
    const { facts, calls } = warehouse();
    await facts.store({ commits: [commit('a', 1)] });
    const kept = new KeptFacts(facts, SLOWLY);
    await kept.store({ commits: [commit('b', 1)] });
    // when they are asked for twice, once each time
    const once = { ...asked('a', 'b'), isOnce: true };
    expect(await kept.find(once)).toHaveLength(2);
    expect(await kept.find(once)).toHaveLength(2);
    // then both were read from the warehouse both times
    expect(calls).toMatchObject({ find: 2 });
  });

  it('wait for others of their table, and are written by whoever looks another way', async () => {
    const { facts, rows, calls } = warehouse();
    const kept = new KeptFacts(facts, SLOWLY);
    for (const version of [1, 2, 3]) await kept.store({ commits: [commit('a', version), commit(`b${version}`, 1)] });

    const found = await kept.find({ table: 'commits', where: [] });

    expect(found.map(({ sha, version }) => `${sha} ${version}`).sort()).toEqual(['a 3', 'b1 1', 'b2 1', 'b3 1']);
    expect(await rows.find({ table: 'commits', where: [] })).toHaveLength(4);
    expect(calls.store).toBe(1);
  });

  it('are shown once in tables that are filled from theirs, before they are written', async () => {
    // given a table from which another is filled
    const { facts, calls } = warehouse();
    const shown: string[][] = [];
    const show = async (rows: readonly Readonly<Record<string, unknown>>[]): Promise<void> => {
      await delay(1);
      shown.push(rows.map(({ sha, version }) => `${String(sha)} ${String(version)}`));
    };
    const kept = new KeptFacts(facts, { ...SLOWLY, showIn: (table) => (table === 'commits' ? show : undefined) });
    await kept.store({ commits: [commit('a', 1), commit('b', 1)] });

    // when several ask, and something is stored again
    await Promise.all([kept.shown(['commits']), kept.shown(['commits'])]);
    await kept.store({ commits: [commit('b', 2)] });
    await kept.shown(['commits']);

    // then each is shown once
    expect(shown).toEqual([['a 1', 'b 1'], ['b 2']]);
    expect(calls.store).toBe(0);

    // and what shows nowhere is written, and so is what is more than can be shown
    await kept.store({ reports: [report('r', [], 1)] });
    await kept.shown(['reports']);
    expect(calls.store).toBe(1);
    await kept.store({ commits: Array.from({ length: 600 }, (_, index) => commit(`c${index}`, 1)) });
    await kept.shown(['commits']);
    expect(calls.store).toBe(2);
    expect(shown).toHaveLength(2);
  });

  it('are shown after another of the same version is written, which else would be the last', async () => {
    const { facts, calls } = warehouse();
    const order: string[] = [];
    const kept = new KeptFacts(
      { ...facts, store: async (rows) => facts.store(rows).then(() => void order.push('written')) },
      { ...SLOWLY, showIn: () => async () => void order.push('shown') },
    );
    await kept.store({ commits: [commit('a', 1)] });
    const writing = kept.written(['commits']);
    await kept.store({ commits: [commit('a', 1, 'otherwise')] });

    await kept.shown(['commits']);
    await writing;

    expect(order).toEqual(['written', 'written']);
    expect(calls.store).toBe(2);
  });

  it('are written after a while', async () => {
    const { facts, rows } = warehouse();
    await new KeptFacts(facts, { waitMs: 5 }).store({ commits: [commit('a', 1)] });
    await expect.poll(() => rows.find(asked('a'))).toHaveLength(1);
  });

  it('stored while they are read are not missed', async () => {
    const { facts } = warehouse();
    const kept = new KeptFacts(facts, SLOWLY);

    const reading = kept.find(asked('a'));
    await kept.store({ commits: [commit('a', 1)] });
    await reading;

    expect(await kept.find(asked('a'))).toEqual([commit('a', 1)]);
  });

  it('leave the service they no longer name', async () => {
    const { facts } = warehouse();
    const kept = new KeptFacts(facts, SLOWLY);
    await kept.store({ reports: [report('deployment:1', ['shop'], 1)] });
    expect(await kept.find(reportsOf('shop', 'pay'))).toHaveLength(1);

    await kept.store({ reports: [report('deployment:1', ['pay'], 2)] });

    expect(await kept.find(reportsOf('shop'))).toEqual([]);
    expect(await kept.find(reportsOf('pay'))).toEqual([report('deployment:1', ['pay'], 2)]);
  });

  it('of an old version do not come back to a service whose row has moved on', async () => {
    // given a row that moved, in a warehouse opened anew
    const { facts } = warehouse();
    await facts.store({ reports: [report('deployment:1', ['pay'], 7)] });
    const kept = new KeptFacts(facts, SLOWLY);
    expect(await kept.find(reportsOf('shop'))).toEqual([]);

    // when what came before is repeated
    await kept.store({ reports: [report('deployment:1', ['shop'], 3)] });

    // then the newer version holds
    expect(await kept.find(reportsOf('shop'))).toEqual([]);
    expect(await kept.find(reportsOf('pay'))).toEqual([report('deployment:1', ['pay'], 7)]);
  });

  it('that cannot be written stay, and whoever stores more is told until they can', async () => {
    const { facts, rows, calls } = warehouse();
    const kept = new KeptFacts(facts, { waitMs: 1 });
    calls.fails = true;
    await kept.store({ commits: [commit('a', 1)] });
    await expect.poll(() => calls.store).toBe(1);

    await expect.poll(() => kept.store({ commits: [commit('b', 1)] }).catch(String)).toContain('The disk is full');
    expect(await kept.find(asked('a'))).toHaveLength(1);

    calls.fails = false;
    await kept.store({ commits: [commit('b', 1)] });
    await kept.written();
    expect(await rows.find(asked('a', 'b'))).toHaveLength(2);
  });

  it('many at once are written at once', async () => {
    const { facts, rows } = warehouse();
    const kept = new KeptFacts(facts, SLOWLY);
    await kept.find(asked('7'));

    await kept.store({ commits: Array.from({ length: 2_000 }, (_, index) => commit(String(index), 1)) });

    expect(await rows.find({ table: 'commits', where: [] })).toHaveLength(2_000);
    expect(await kept.find(asked('7'))).toHaveLength(1);
  });
});

describe('values that were never stored', () => {
  it('are not looked for, once it is known which were', async () => {
    // given a warehouse with a commit
    const { facts, calls } = warehouse();
    await facts.store({ commits: [commit('a', 1)] });
    let isRead = false;
    const kept = new KeptFacts(facts, {
      ...SLOWLY,
      async *values(table) {
        if (table === 'commits') yield ['a'];
        isRead = true;
      },
    });

    // when another is asked for before it is known what there is
    expect(await kept.find(asked('b'))).toEqual([]);
    expect(calls.find).toBe(1);

    // then others are not looked for, and what is there is
    await expect.poll(() => isRead).toBe(true);
    expect(await kept.find(asked('c', 'd'))).toEqual([]);
    expect(calls.find).toBe(1);
    expect(await kept.find(asked('a', 'e'))).toEqual([commit('a', 1)]);
    expect(calls.find).toBe(2);
    await kept.store({ commits: [commit('c', 2)] });
    expect(await kept.find(asked('c'))).toEqual([commit('c', 2)]);
  });

  it('are looked for while nobody knows which were', async () => {
    const { facts, calls } = warehouse();
    await facts.store({ commits: [commit('a', 1)] });
    const kept = new KeptFacts(facts, {
      // eslint-disable-next-line require-yield
      async *values() {
        throw new Error('Connection lost');
      },
    });

    for (const sha of ['a', 'b', 'c']) await kept.find(asked(sha));

    expect(calls.find).toBe(3);
  });
});

describe('known values', () => {
  it('hold every value that was added, and hardly any other', () => {
    const known = new KnownValues(undefined);
    known.clear();
    for (let index = 0; index < 300_000; index += 1) known.add(`deployment:github/${index}`);

    const missed = Array.from({ length: 300_000 }, (_, index) => index).filter(
      (index) => !known.mayHold(`deployment:github/${index}`),
    );
    const vain = Array.from({ length: 10_000 }, (_, index) => index).filter((index) =>
      known.mayHold(`deployment:gitlab/${index}`),
    );

    expect(missed).toEqual([]);
    expect(vain.length).toBeLessThan(50);
  });
});

describe('the tables of a statement', () => {
  it('are all whose names stand in it', () => {
    expect(tablesNamedIn('SELECT events FROM deployments FINAL')).toEqual(['events', 'deployments']);
    expect(tablesNamedIn('SELECT 1')).toEqual([]);
  });
});
