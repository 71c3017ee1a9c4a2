import { describe, expect, it } from 'vitest';
import { measureBySlug } from '../../measures/measure.js';
import { betweenText } from './between.js';

const estimate = (value: number, low: number, high: number) => ({ value, low, high, status: 'OK' as const, n: 40 });
const plain = (text: string): string => text.replaceAll('\u00a0', ' ');

describe('two places beside each other', () => {
  const rate = measureBySlug('change-fail-rate');
  if (rate === undefined) throw new Error('There is a change fail rate');

  it('says how far apart they are where chance cannot explain it, and in which direction, without a judgement', () => {
    // The interval of 0.30 - 0.10 reaches from 0.20 - √(0.05² + 0.05²) = 0.13 to 0.27.
    const told = betweenText(rate, estimate(0.3, 0.25, 0.35), estimate(0.1, 0.05, 0.15));
    expect({ ...told, text: plain(told.text) }).toEqual({ isSure: true, text: '+20 points, beyond chance' });
  });

  it('says that chance could do it where their intervals allow none', () => {
    const told = betweenText(rate, estimate(0.12, 0.05, 0.25), estimate(0.1, 0.04, 0.2));
    expect({ ...told, text: plain(told.text) }).toEqual({ isSure: false, text: '+2 points, within chance' });
  });

  it('says that they are the same where they are', () => {
    const one = estimate(0.1, 0.04, 0.2);
    expect(betweenText(rate, one, one)).toEqual({ isSure: false, text: 'the same' });
  });

  it('compares nothing with what has too little behind it, on either side', () => {
    const few = { value: 0.1, low: null, high: null, status: 'INSUFFICIENT' as const, n: 3 };
    const none = { value: null, low: null, high: null, status: 'NO_DATA' as const, n: 0 };
    const enough = estimate(0.1, 0.05, 0.15);
    expect([betweenText(rate, few, enough).text, betweenText(rate, enough, few).text]).toEqual(['too few', 'too few']);
    expect([betweenText(rate, none, enough).text, betweenText(rate, enough, none).text]).toEqual(['–', '–']);
  });
});
