import { MemoryLog } from '@leadline/adapters';
import { describe, expect, it } from 'vitest';
import { RefusalTally } from '../ingest/refusal-tally.js';
import { Control } from './control.js';
import { refusedOf, withRefusal } from './refusals.js';

const MINUTE = 60_000;
const DAY = 86_400_000;
const NOW = Date.parse('2026-03-12T10:00:00Z');
const refused = (at: number, unauthorized: number, stale = 0, endpoint = 'github') => {
  return { kind: 'hooks_refused' as const, endpoint, at: new Date(at).toISOString(), unauthorized, stale };
};

describe('what was refused', () => {
  it('is summed over a day and over seven, by endpoint', async () => {
    const control = await Control.open(new MemoryLog());
    for (const record of [refused(NOW - 8 * DAY, 100), refused(NOW - 2 * DAY, 3, 1), refused(NOW - MINUTE, 2)])
      await control.append(record, NOW);
    await control.append(refused(NOW, 7, 0, 'gitlab'), NOW);
    expect(refusedOf(control.state.refusals, 'github', NOW)).toEqual({
      lastAt: NOW - MINUTE,
      last24Hours: 2,
      last7Days: 6,
      stale: 1,
    });
    expect(refusedOf(control.state.refusals, 'github', NOW + 8 * DAY)).toBeNull();
    expect(refusedOf(control.state.refusals, 'jira', NOW)).toBeNull();
  });

  it('does not grow with the years', () => {
    const daily = Array.from({ length: 100 }, (_, day) => refused(NOW - (100 - day) * DAY, 1));
    expect(daily.reduce(withRefusal, new Map()).get('github')).toHaveLength(8);
  });
});

describe('the tally of refusals', () => {
  const given = () => new RefusalTally((name) => name === 'github');

  it('tells what is new at once, and what follows a quarter of an hour later', () => {
    const tally = given();
    tally.count('github', 'unauthorized', NOW);
    tally.count('github', 'stale', NOW + 1);
    expect(tally.take(NOW + 2)).toEqual([refused(NOW + 1, 1, 1)]);
    tally.count('github', 'unauthorized', NOW + 3);
    expect(tally.take(NOW + 14 * MINUTE)).toEqual([]);
    expect(tally.untold).toEqual([refused(NOW + 3, 1)]);
    expect(tally.take(NOW + 16 * MINUTE)).toEqual([refused(NOW + 3, 1)]);
    expect(tally.untold).toEqual([]);
  });

  it('tells everything at the end', () => {
    const tally = given();
    tally.count('github', 'unauthorized', NOW);
    tally.take(NOW);
    tally.count('github', 'unauthorized', NOW);
    expect(tally.take(Infinity)).toEqual([refused(NOW, 1)]);
  });

  it('keeps what could not be told, and loses nothing that came meanwhile', () => {
    const tally = given();
    tally.count('github', 'unauthorized', NOW);
    const taken = tally.take(NOW);
    tally.count('github', 'stale', NOW + 5);
    for (const record of taken) tally.putBack(record);
    expect(tally.untold).toEqual([refused(NOW + 5, 1, 1)]);
  });

  it('keeps no name that nobody could have made an endpoint of', () => {
    const tally = given();
    for (let made = 0; made < 1_000; made += 1) tally.count(`made-up-${made}`, 'unauthorized', NOW);
    expect(tally.untold).toEqual([]);
  });
});
