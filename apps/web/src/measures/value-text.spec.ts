import { describe, expect, it } from 'vitest';
import { commonRate, intervalText, valueText } from './value-text.js';

const HOUR = 3_600;
const plain = (text: string): string => text.replaceAll('\u00a0', ' ');

describe('a value beside another', () => {
  it('has the unit of the other, so that they compare at a glance', () => {
    // 5.4 a week is 0.771 a day; 65 h are 2.7 d.
    expect(plain(valueText('rate', 5.4 / 7, 1.2))).toBe('0.8 per day');
    expect(plain(valueText('rate', 0, 1 / 30))).toBe('0 per month');
    expect(plain(valueText('duration', 65 * HOUR, 47 * HOUR))).toBe('65 h');
    expect(plain(valueText('duration', 44 * HOUR, 50 * HOUR))).toBe('1.8 d');
  });

  it('keeps its own where it would have too many digits, or none', () => {
    expect(plain(valueText('duration', 6 * HOUR, 40 * 60))).toBe('6 h');
    expect(plain(valueText('duration', 40 * 60, 6 * HOUR))).toBe('40 min');
  });
});

describe('an interval', () => {
  it('is in the unit of its value, named once', () => {
    expect(plain(intervalText('duration', 44 * HOUR, 65 * HOUR, 47 * HOUR))).toBe('44–65 h');
    expect(plain(intervalText('duration', 44 * HOUR, 65 * HOUR, 50 * HOUR))).toBe('1.8–2.7 d');
    expect(plain(intervalText('duration', 35 * 60, 78 * 60, 50 * 60))).toBe('35–78 min');
    expect(plain(intervalText('rate', 0, 0.2, 1 / 28))).toBe('0–6.1 per month');
  });

  it('has two units where its ends are far apart', () => {
    expect(plain(intervalText('duration', 35 * 60, 6 * HOUR, 2 * HOUR))).toBe('35 min – 6 h');
  });
});

describe('rates of one column', () => {
  it('are per week where one of them is below one a day', () => {
    const rates = [8.7, 3.6 / 7, 0];
    expect(rates.map((rate) => plain(valueText('rate', rate, commonRate(rates))))).toEqual([
      '60.9 per week',
      '3.6 per week',
      '0 per week',
    ]);
    expect(plain(valueText('rate', 1.7, commonRate([1.7, 8.7])))).toBe('1.7 per day');
  });
});
