import { describe, expect, it } from 'vitest';
import { marksText } from '../charts/week-marks.js';
import { weekMarks } from './use-trend-marks.js';

const incident = (startedAt: string, counts = true) => ({ id: startedAt, title: '', startedAt, counts });
const flag = (at: string, tier = 'production') => ({ id: at, flag: 'one-page', at, tier });

describe('what happened in a week', () => {
  // Monday 16 November begins in Berlin at 23:00 UTC of Sunday.
  const answer = {
    incidents: {
      nodes: [
        incident('2026-11-15T22:59:00Z'),
        incident('2026-11-15T23:00:00Z'),
        incident('2026-11-18T10:00:00Z', false),
      ],
    },
    flagChanges: { nodes: [flag('2026-11-17T10:00:00Z'), flag('2026-11-17T11:00:00Z', 'staging')] },
  };

  it('is counted in the week of the zone: incidents that count, flags of production', () => {
    expect([...weekMarks(answer, 'Europe/Berlin', { withIncidents: true })]).toEqual([
      ['2026-11-09', { incidents: 1, flags: 0 }],
      ['2026-11-16', { incidents: 1, flags: 1 }],
    ]);
  });

  it('has no incidents where they cannot be told apart by flag', () => {
    expect(weekMarks(answer, 'Europe/Berlin', { withIncidents: false }).get('2026-11-16')).toEqual({
      incidents: 0,
      flags: 1,
    });
  });

  it('is told in words', () => {
    expect(marksText({ incidents: 2, flags: 1 }).replaceAll('\u00a0', ' ')).toBe('2 incidents · 1 flag switched');
    expect(marksText({ incidents: 0, flags: 0 })).toBe('');
  });
});
