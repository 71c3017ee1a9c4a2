import { describe, expect, it } from 'vitest';
import { departureOf, ownersOf } from './train-words.js';

const planned = '2026-03-02T10:00:00Z';
const now = Date.parse('2026-03-02T12:00:00Z');
const of = (departedAt: string | null, cancelledAt: string | null = null) => ({
  plannedAt: planned,
  departedAt,
  cancelledAt,
});

describe('what became of a release train', () => {
  it.each([
    ['2026-03-02T10:15:00Z', 'punctual', 'left on time'],
    ['2026-03-02T09:45:00Z', 'punctual', 'left on time'],
    ['2026-03-02T10:16:00Z', 'late', 'left 16 min late'],
    ['2026-03-02T09:00:00Z', 'early', 'left 1 h early'],
  ] as const)('left at %s: %s', (departedAt, state, text) => {
    const told = departureOf(of(departedAt), now);
    expect({ ...told, text: told.text.replaceAll('\u00a0', ' ') }).toEqual({ state, text });
  });

  it('waits until a quarter of an hour after its plan, and is overdue then', () => {
    expect(departureOf(of(null), Date.parse('2026-03-02T09:00:00Z')).state).toBe('waiting');
    expect(departureOf(of(null), Date.parse('2026-03-02T10:15:00Z')).state).toBe('waiting');
    expect(departureOf(of(null), now).text.replaceAll('\u00a0', ' ')).toBe('has not left, 2 h after its plan');
  });

  it('never leaves where it was cancelled', () => {
    expect(departureOf(of(null, '2026-03-02T08:00:00Z'), now).state).toBe('cancelled');
  });
});

describe('the teams of a train', () => {
  it('are those that no other stands below', () => {
    expect(ownersOf(['eng', 'eng/data', 'engine'])).toEqual(['eng/data', 'engine']);
  });
});
