import { describe, expect, it } from 'vitest';
import { attemptsToRemember, DeriveMemory } from './derive-memory.js';

describe('what derive remembers', () => {
  it.each([
    // An eighth of 512 MB is 64 MB, of which 4,571 attempts of 14 KB would fit: the least there is.
    { heapBytes: 512_000_000, attempts: 10_000 },
    // 280 MB / 14 KB.
    { heapBytes: 2_240_000_000, attempts: 20_000 },
    // 1 GB would hold 71,428: the most there is.
    { heapBytes: 8_000_000_000, attempts: 40_000 },
  ])('are $attempts attempts where the heap may grow to $heapBytes bytes', ({ heapBytes, attempts }) => {
    expect(attemptsToRemember(heapBytes)).toBe(attempts);
  });

  it('forgets the service that was not derived for longest, when there are more', () => {
    // given room for ten attempts, and two services that fill it
    const memory = new DeriveMemory(10);
    const checkout = memory.of('checkout', 6);
    const search = memory.of('search', 4);

    // when the first is derived again, and a third comes
    expect(memory.of('checkout', 6)).toBe(checkout);
    memory.of('cart', 3);

    // then the second is forgotten, and the first is not
    expect(memory.of('checkout', 6)).toBe(checkout);
    expect(memory.of('search', 4)).not.toBe(search);
  });

  it('forgets a service that has more attempts than there is room for', () => {
    // given
    const memory = new DeriveMemory(10);
    const checkout = memory.of('checkout', 11);

    // when it is derived again, then it is judged anew
    expect(memory.of('checkout', 12)).not.toBe(checkout);
  });
});
