import { describe, expect, it } from 'vitest';
import { reachOf } from './reach.js';

const attempt = (target: string, status: string, finishedAt: number | null) => ({
  id: `${target}-${finishedAt}`,
  target,
  status,
  startedAt: null,
  finishedAt,
});

describe('how far a version came', () => {
  it('is told by the first success in each target', () => {
    const tries = [
      attempt('eu', 'failed', 10),
      attempt('eu', 'succeeded', 20),
      attempt('us', 'succeeded', 50),
      attempt('eu', 'succeeded', 90),
    ];
    expect(reachOf({ targets: ['eu', 'us'], tries })).toEqual({
      targets: [
        { target: 'eu', reachedAt: 20 },
        { target: 'us', reachedAt: 50 },
      ],
      firstAt: 20,
      allAt: 50,
    });
  });

  it('is not everywhere while a target waits, and nowhere while all do', () => {
    const eu = attempt('eu', 'succeeded', 20);
    expect(reachOf({ targets: ['eu', 'us'], tries: [eu, attempt('us', 'in_progress', null)] })).toMatchObject({
      firstAt: 20,
      allAt: null,
    });
    expect(reachOf({ targets: ['us'], tries: [attempt('us', 'failed', 30)] })).toMatchObject({
      firstAt: null,
      allAt: null,
    });
  });
});
