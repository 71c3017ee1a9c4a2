import { describe, expect, it } from 'vitest';
import { askedAt, monthEnds } from './month-ends.js';

describe('the ends of months', () => {
  it('are the first days after them, those that have come, across the turn of a year', () => {
    expect(monthEnds('2026-02-14', 4)).toEqual(['2025-11-01', '2025-12-01', '2026-01-01', '2026-02-01']);
    // On the first of a month the month before has just ended.
    expect(monthEnds('2026-03-01', 2)).toEqual(['2026-02-01', '2026-03-01']);
  });

  it('are asked for as they were known when that day began in the zone of the page', () => {
    // Clocks in Berlin go back on 25 October: the window of 28 days begins in summer time.
    expect(askedAt('2026-11-01', 'Europe/Berlin')).toEqual({
      window: { from: '2026-10-03T22:00:00.000Z', to: '2026-10-31T23:00:00.000Z', timeZone: 'Europe/Berlin' },
      asOf: '2026-10-31T23:00:00.000Z',
    });
  });
});
