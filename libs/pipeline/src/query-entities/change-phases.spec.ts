import { describe, expect, it } from 'vitest';
import { type Bringing, changePhases } from './change-phases.js';
import type { ChangeDetail } from './types.js';

const at = (hour: number): number => Date.parse('2026-03-02T00:00:00Z') + hour * 3_600_000;

type Request = NonNullable<ChangeDetail['pullRequest']>;
const request = (hours: {
  readonly ready?: number;
  readonly review?: number;
  readonly approval?: number;
  readonly merge?: number;
}): Request => {
  const instant = (hour: number | undefined): number | null => (hour === undefined ? null : at(hour));
  return {
    entity: 'change:acme/shop#7',
    repository: 'acme/shop',
    number: '7',
    title: '',
    url: null,
    openedAt: instant(hours.ready),
    readyAt: instant(hours.ready),
    firstReviewAt: instant(hours.review),
    approvedAt: instant(hours.approval),
    mergedAt: instant(hours.merge),
    mergeSha: null,
  };
};

/** "coding 0-4 h", "pickup 4- h" where it lasts. */
function told(pullRequest: Request | null, committed: readonly number[], bringing: Bringing | null = null): string[] {
  const commits = committed.map((hour) => ({ sha: String(hour), title: null, committedAt: at(hour) }));
  const hours = (instant: number | null): string => (instant === null ? '' : String((instant - at(0)) / 3_600_000));
  return changePhases({ pullRequest, commits }, bringing).map(
    ({ phase, startedAt, endedAt }) => `${phase} ${hours(startedAt)}-${hours(endedAt)}`,
  );
}

describe('the parts of the lead time of a change', () => {
  it('follow each other from the first commit to production', () => {
    const all = request({ ready: 4, review: 10, approval: 12, merge: 13 });
    expect(told(all, [0, 3], { startedAt: at(20), finishedAt: at(21) })).toEqual([
      'coding 0-4',
      'pickup 4-10',
      'review 10-12',
      'mergeWait 12-13',
      'deployWait 13-20',
      'deploy 20-21',
    ]);
  });

  it('end with the one that lasts', () => {
    expect(told(request({}), [0])).toEqual(['coding 0-']);
    expect(told(request({ ready: 4 }), [0])).toEqual(['coding 0-4', 'pickup 4-']);
    expect(told(request({ ready: 4, review: 10 }), [0]).at(-1)).toBe('review 10-');
    expect(told(request({ ready: 4, review: 10, approval: 12 }), [0]).at(-1)).toBe('mergeWait 12-');
    expect(told(request({ ready: 4, review: 10, approval: 12, merge: 13 }), [0]).at(-1)).toBe('deployWait 13-');
    expect(told(null, [2], { startedAt: at(3), finishedAt: null })).toEqual(['deployWait 2-3', 'deploy 3-']);
  });

  it('are one where a boundary is not known', () => {
    expect(told(request({ ready: 4, merge: 13 }), [0])).toEqual(['coding 0-4', 'review 4-13', 'deployWait 13-']);
  });

  it('move a boundary before the one before it up to that', () => {
    expect(told(request({ ready: 4, review: 3, approval: 5, merge: 6 }), [0]).slice(0, 3)).toEqual([
      'coding 0-4',
      'pickup 4-4',
      'review 4-5',
    ]);
  });

  it('begin where it was opened if the first commit that is known came later', () => {
    expect(told(request({ ready: 4, merge: 13 }), [13])).toEqual(['review 4-13', 'deployWait 13-']);
  });

  it('are none where nothing is known of it', () => {
    expect(told(null, [])).toEqual([]);
  });
});
