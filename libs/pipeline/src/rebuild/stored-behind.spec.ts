import { MemoryFacts } from '@leadline/adapters';
import type { Facts, Rows } from '@leadline/ports';
import { describe, expect, it } from 'vitest';
import { StoredBehind } from './stored-behind.js';

const mention = (by: string, version: number) => ({ mentioned: 'sha:a', by, version });
const name = (person: string) => ({ person, name: person.toUpperCase(), version: 1 });

/** Rows that are stored when they are let through, in the order in which they came. */
function given() {
  const memory = new MemoryFacts();
  const gates: (() => void)[] = [];
  const begun: Rows[] = [];
  const facts: Facts = {
    find: (query) => memory.find(query),
    async store(rows) {
      begun.push(rows);
      await new Promise<void>((open) => gates.push(open));
      await memory.store(rows);
    },
  };
  const stop = new AbortController();
  const behind = new StoredBehind(facts, () => undefined, stop.signal);
  return { memory, begun, behind, stop, letThrough: () => gates.shift()?.() };
}

/** Whether it has resolved when everything that can go on has. */
async function hasEnded(work: Promise<unknown>): Promise<boolean> {
  let ended = false;
  void work.then(() => (ended = true));
  await new Promise((resolve) => setImmediate(resolve));
  return ended;
}

describe('rows that are stored while other work goes on', () => {
  it('waits with a store for what came before it in the same table, and for no other', async () => {
    // given a store that is under way
    const { behind, begun, letThrough } = given();
    await behind.store({ mentions: [mention('commit:1', 1)] });

    // when more comes, of the same table and of another
    const same = behind.store({ mentions: [mention('commit:2', 2)] });
    const other = behind.store({ people: [name('ada')] });

    // then only the same table waits, and its rows go in when those before are there
    expect(await hasEnded(other)).toBe(true);
    expect(await hasEnded(same)).toBe(false);
    expect(begun.map((rows) => Object.keys(rows))).toEqual([['mentions'], ['people']]);
    letThrough();
    expect(await hasEnded(same)).toBe(true);
    expect(begun).toHaveLength(3);
  });

  it('finds everything that was stored before', async () => {
    // given two stores of a table, one of which waits for the other
    const { behind, letThrough } = given();
    await behind.store({ mentions: [mention('commit:1', 1)] });
    void behind.store({ mentions: [mention('commit:2', 2)] });

    // when they are looked for
    const found = behind.find({ table: 'mentions', where: [{ column: 'mentioned', in: ['sha:a'] }] });

    // then the answer comes when both are there
    letThrough();
    expect(await hasEnded(found)).toBe(false);
    letThrough();
    expect((await found).map(({ by }) => by).sort()).toEqual(['commit:1', 'commit:2']);
  });

  it('tells who waits for the end when it had to stop before everything was stored', async () => {
    // given facts that fail, and work that was stopped
    const stop = new AbortController();
    const failing: Facts = {
      find: async () => [],
      store: () => Promise.reject(new Error('The warehouse is away')),
    };
    const behind = new StoredBehind(failing, () => stop.abort(), stop.signal);

    // when rows are stored
    await behind.store({ people: [name('ada')] });

    // then
    await expect(behind.stored()).rejects.toThrow('aborted');
  });
});
