import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { keepFrontPage, type KeepingPace } from './keep-front-page.js';
import { Present } from './present.js';

const pace: KeepingPace = { lookMs: 1, quietMs: 2_000, againMs: 40_000, watchedMs: 1_800_000, pauses: 9 };

/** A server whose clock stands where the test puts it, and who asks takes as long as the test says. */
function given() {
  const world = { now: 10_000_000, revision: 'a', takesMs: 100, isBroken: false, isDisturbed: false };
  const asked: number[] = [];
  const reported: unknown[] = [];
  const clock = { now: () => world.now };
  const revision = async (): Promise<string> => world.revision;
  const present = new Present(clock, revision);
  const kept: number[] = [];
  const keep = (answers: string, at: number): void => {
    expect(answers).toBe(`answers of ${at}`);
    kept.push(at);
  };
  const ask = async (at: number): Promise<string> => {
    asked.push(at);
    if (world.isDisturbed) world.revision = `disturbed at ${at}`;
    world.now += world.takesMs;
    if (world.isBroken) throw new Error('The disk is gone');
    return `answers of ${at}`;
  };
  const report = (error: unknown): void => void reported.push(error);
  return { world, asked, kept, reported, present, deps: { ask, keep, present, revision, clock, report } };
}

describe('the answers of the front page', () => {
  let stop: AbortController;
  let kept: Promise<void>;
  beforeEach(() => {
    stop = new AbortController();
  });
  afterEach(async () => {
    stop.abort();
    await kept;
  });
  const keeping = (deps: ReturnType<typeof given>['deps']): void => {
    kept = keepFrontPage(deps, stop.signal, pace);
  };
  /** Long enough for several looks. */
  const looks = (): Promise<void> => delay(30);

  it('are asked for once nothing was stored for a moment, and are what visitors get', async () => {
    const { world, asked, kept, present, deps } = given();
    keeping(deps);
    await looks();
    expect(asked).toEqual([]);

    world.now += 2_000;
    await looks();
    expect(asked).toEqual([10_002_000]);
    world.now += 5_000;
    expect(await present.now()).toBe(10_002_000);
    expect(kept).toEqual([10_002_000]);
  });

  it('are not handed out where something was stored while they were made', async () => {
    const { world, asked, kept, deps } = given();
    world.isDisturbed = true;
    keeping(deps);
    await looks();
    world.now += 2_000;
    await looks();
    expect(asked).toEqual([10_002_000]);
    expect(kept).toEqual([]);
  });

  it('are asked for anew before the present goes on, and after something was stored', async () => {
    const { world, asked, present, deps } = given();
    keeping(deps);
    await looks();
    world.now += 2_000;
    await looks();

    world.now = 10_002_000 + 39_999;
    await looks();
    expect(asked).toHaveLength(1);
    world.now += 1;
    await looks();
    expect(asked).toEqual([10_002_000, 10_042_000]);
    expect(await present.now()).toBe(10_042_000);

    world.revision = 'b';
    await looks();
    expect(asked).toHaveLength(2);
    world.now += 2_000;
    await looks();
    expect(asked).toEqual([10_002_000, 10_042_000, 10_044_100]);
  });

  it('take at most a tenth of the time', async () => {
    const { world, asked, deps } = given();
    world.takesMs = 10_000;
    keeping(deps);
    await looks();
    world.now += 2_000;
    await looks();
    expect(asked).toEqual([10_002_000]);

    // Ten seconds were spent: ninety are to pass, though what was stored meanwhile is not in the answers.
    world.revision = 'b';
    world.now = 10_012_000 + 89_999;
    await looks();
    await looks();
    expect(asked).toHaveLength(1);
    world.now += 2_000;
    await looks();
    expect(asked).toEqual([10_002_000, 10_103_999]);
  });

  it('rest where nothing happens and nobody comes, until somebody does', async () => {
    const { world, asked, present, deps } = given();
    keeping(deps);
    await looks();
    world.now += 1_800_000;
    await looks();
    expect(asked).toEqual([]);

    await present.now();
    await looks();
    expect(asked).toEqual([11_800_000]);
  });

  it('that cannot be had are told of, and not asked for again at once', async () => {
    const { world, asked, reported, deps } = given();
    world.isBroken = true;
    keeping(deps);
    await looks();
    world.now += 2_000;
    await looks();
    await looks();
    expect(asked).toHaveLength(1);
    expect(reported).toHaveLength(1);
  });
});
