import { describe, expect, it } from 'vitest';
import { MOST_STILL_MS, Present } from './present.js';

function given() {
  const world = { now: 1_000_000, revision: 'a' };
  const present = new Present({ now: () => world.now }, async () => world.revision);
  return { world, present };
}

describe('the present', () => {
  it('stands still while nothing is stored', async () => {
    const { world, present } = given();
    expect(await present.now()).toBe(1_000_000);
    world.now += MOST_STILL_MS - 1;
    expect(await present.now()).toBe(1_000_000);
    expect(present.askedAt).toBe(1_059_999);
  });

  it('goes on after a minute, and at once when something is stored', async () => {
    const { world, present } = given();
    await present.now();
    world.now += MOST_STILL_MS;
    expect(await present.now()).toBe(1_060_000);
    world.now += 1;
    world.revision = 'b';
    expect(await present.now()).toBe(1_060_001);
  });

  it('is never after the clock, also when that is set back', async () => {
    const { world, present } = given();
    await present.now();
    world.now -= 1;
    expect(await present.now()).toBe(999_999);
  });

  it('moves to an instant whose answers are there, not to one before something was stored', async () => {
    const { world, present } = given();
    await present.now();
    world.now += 50_000;
    const prepared = { at: world.now, revision: world.revision };
    world.now += 2_000;
    expect(await present.moveTo(prepared)).toBe(true);
    expect(await present.now()).toBe(1_050_000);

    world.revision = 'b';
    expect(await present.moveTo(prepared)).toBe(false);
    expect(await present.now()).toBe(1_052_000);
  });

  it('is the clock’s where the warehouse does not answer', async () => {
    const present = new Present({ now: () => 7 }, async () => {
      throw new Error('ECONNREFUSED');
    });
    expect(await present.now()).toBe(7);
  });

  it('does not go back', async () => {
    const { world, present } = given();
    const prepared = { at: world.now, revision: world.revision };
    world.now += 5;
    await present.now();
    expect(await present.moveTo(prepared)).toBe(false);
    expect(await present.now()).toBe(1_000_005);
  });
});
