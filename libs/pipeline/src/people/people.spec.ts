import { MemoryFacts } from '@leadline/adapters';
import { eventOf } from '@leadline/events';
import { describe, expect, it } from 'vitest';
import { stead, wordsInstead } from '../erase/erased-word.js';
import { Forgetting } from '../erase/forgetting.js';
import { isPerson, personOf, seal, unsealed } from './person.js';
import { peopleBy } from './people.js';

const KEY = 'a1'.repeat(32);
const nobody = () => ({ find: () => [] });

const deployed = (actor: string) => eventOf('deployment', { id: actor, source: 's' }, { id: 'd', actor });
const namesIn = async (facts: MemoryFacts): Promise<string[]> =>
  (await facts.find({ table: 'people', where: [] })).map(({ name }) => name).toSorted();

describe('what stands for a person', () => {
  it('is the same for the same name and key, another for any other, and not the name', () => {
    const ada = personOf(KEY, 'Ada');
    expect(ada).toMatch(/^person:[0-9a-f]{32}$/);
    expect(isPerson(ada)).toBe(true);
    expect(personOf(KEY, 'Ada')).toBe(ada);
    expect(new Set([ada, personOf(KEY, 'ada'), personOf(KEY, 'Ada '), personOf('b2'.repeat(32), 'Ada')]).size).toBe(4);
  });

  it.each(['local', 'tok_1', 'person:ada', `person:${'a'.repeat(33)}`, ''])('is not %j', (text) => {
    expect(isPerson(text)).toBe(false);
  });
});

describe('a sealed message', () => {
  it('is opened by whoever has the key, and the same each time', () => {
    const message = { subject: { id: 'Zoë "Z"' }, n: [1, null] };
    const closed = seal(KEY, message);
    expect(seal(KEY, message)).toEqual(closed);
    expect(JSON.stringify(closed)).not.toContain('Zo');
    expect(unsealed(KEY, closed)).toEqual(message);
  });

  it.each([
    ['another key', () => seal('b2'.repeat(32), 'x')],
    ['a sender', () => ({ sealed: 'QUJD' })],
    ['a longer member', () => ({ sealed: seal(KEY, 'x').sealed, more: 1 })],
    ['nobody', () => ({ context: {} })],
  ])('of %s is left as it is', (_, given) => {
    expect(unsealed(KEY, given())).toEqual(given());
  });
});

describe('people', () => {
  it('are noted once, with the name they were told by', async () => {
    const [facts, people] = [new MemoryFacts(), peopleBy(KEY, nobody)];
    let stored = 0;
    const counting = { store: (rows: Parameters<typeof facts.store>[0]) => ((stored += 1), facts.store(rows)) };
    for (const name of ['Ada', 'Grace', 'Ada']) {
      expect(people.veiled(deployed(name), 'sender').data.actor).toBe(personOf(KEY, name));
      await people.note(counting);
    }
    expect(stored).toBe(2);
    expect(await namesIn(facts)).toEqual(['Ada', 'Grace']);
  });

  it('are noted again where that failed', async () => {
    const [facts, people] = [new MemoryFacts(), peopleBy(KEY, nobody)];
    people.veiled(deployed('Ada'), 'sender');
    await expect(people.note({ store: () => Promise.reject(new Error('full')) })).rejects.toThrow('full');
    await people.note(facts);
    expect(await namesIn(facts)).toEqual(['Ada']);
  });

  it.each(['Ada', 'Ada Lovelace <ada@example.org>', 'ADA'])(
    'who were erased have no name, called %s before',
    async (called) => {
      // given what stands in deliveries for a name that was erased, alone or within what somebody is called
      const instead = ['Ada', 'ada@example.org'].flatMap((name) => wordsInstead(KEY, name));
      const told = called.replace(/ada@example\.org|ada/gi, (name) => stead(KEY, Buffer.from(name)).toString());
      const [facts, people] = [new MemoryFacts(), peopleBy(KEY, () => new Forgetting(KEY, instead))];
      // when it is told
      for (const name of [told, 'Grace']) people.veiled(deployed(name), 'sender');
      await people.note(facts);
      // then only the others have a name
      expect(await namesIn(facts)).toEqual(['Grace']);
    },
  );
});
