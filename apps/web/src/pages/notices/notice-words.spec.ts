import { describe, expect, it } from 'vitest';
import { type Notice, titleOf, toldText } from './notice-words.js';

const notice = (state: Notice['state']): Notice => ({
  id: state,
  channel: 'on-call',
  state,
  reason: null,
  attempts: 1,
  at: '2026-03-02T10:00:00Z',
  lastAt: '2026-03-02T10:00:00Z',
  retryAt: null,
  tells: [],
});
const title = (...states: Notice['state'][]): string => titleOf(states.map(notice)).replaceAll('\u00a0', ' ');

describe('notices in words', () => {
  it('say first what did not arrive, then what nobody knows of, then what is on its way', () => {
    expect(title()).toBe('No channel was told of anything');
    expect(title('SENT')).toBe('1 notice, each arrived');
    expect(title('SENT', 'DEFERRED')).toBe('1 of 2 notices is on the way');
    expect(title('SENT', 'UNKNOWN', 'DEFERRED')).toBe('1 of 3 notices may not have arrived');
    expect(title('REFUSED', 'UNKNOWN', 'GIVEN_UP')).toBe('2 of 3 notices did not arrive, 1 may not have');
  });

  it('name what they tell as people say it', () => {
    const told = { key: 'shop', deployment: null };
    expect(toldText({ ...told, rule: 'CANARY_REGRESSION', event: 'opened' })).toBe('canary regression opened');
    expect(toldText({ ...told, rule: null, event: 'rolled_back' })).toBe('a deployment was rolled back');
  });
});
