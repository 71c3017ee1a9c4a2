import { describe, expect, it } from 'vitest';
import { type Flag, type FlagChange, flagTimeline } from './flag-timeline.js';

const at = (day: number): string => new Date(Date.UTC(2026, 2, day)).toISOString();
const ms = (day: number): number => Date.parse(at(day));

const change = (day: number, exposure: number | null, more: Partial<FlagChange> = {}): FlagChange => ({
  id: `change-${day}`,
  at: at(day),
  environment: 'production',
  tier: 'production',
  exposure,
  planned: false,
  failed: null,
  services: ['cart'],
  source: 'unleash',
  ...more,
});

const flagOf = (changes: readonly FlagChange[]): Flag => ({
  flag: 'express-pay',
  services: ['cart'],
  changedAt: at(1),
  changeCount: changes.length,
  permanent: null,
  archivedAt: null,
  exposures: [...new Set(changes.map(({ environment }) => environment))].map((environment) => ({
    environment,
    tier: environment,
    exposure: 100,
    since: at(1),
  })),
  changes: [...changes],
});

describe('the timeline of a flag', () => {
  it('has a bar for each exposure until the next change, filled where it is on for all, and none while it is off', () => {
    // 1 March 25 %, 5 March off, 10 March on; shown to the 21st.
    const rows = flagTimeline(flagOf([change(10, 100), change(5, 0), change(1, 25)]), ms(1), ms(21));
    expect(rows).toEqual([
      {
        label: 'production',
        spans: [
          { from: ms(1), to: ms(5), kind: 'part', text: '25\u00a0%' },
          { from: ms(10), to: ms(21), kind: 'work', text: 'on for all' },
        ],
        moments: [],
      },
    ]);
  });

  it('begins with what was seen before, and cuts at both ends', () => {
    const [row] = flagTimeline(flagOf([change(1, 100), change(30, 0)]), ms(10), ms(20));
    expect(row?.spans).toEqual([{ from: ms(10), to: ms(20), kind: 'work', text: 'on for all' }]);
  });

  it('says nothing in a bar without room, and marks what failed', () => {
    // A day of thirty is less than a fourteenth.
    const rows = flagTimeline(flagOf([change(1, 5), change(2, 50, { failed: true }), change(20, 0)]), ms(1), ms(31));
    expect(rows[0]?.spans?.map(({ text }) => text)).toEqual(['', '50\u00a0%']);
    expect(rows[0]?.moments).toEqual([{ at: ms(2), kind: 'incident', text: 'failed' }]);
  });

  it('leaves out an environment that saw nothing of it', () => {
    const rows = flagTimeline(flagOf([change(1, 0, { environment: 'staging' }), change(2, 10)]), ms(1), ms(31));
    expect(rows.map(({ label }) => label)).toEqual(['production']);
  });
});
