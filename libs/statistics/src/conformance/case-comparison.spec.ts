import { describe, expect, it } from 'vitest';
import { differences } from './case-comparison.js';
import { statisticsFunctions } from './registry.js';

describe('differences', () => {
  it('names the place where an answer departs', () => {
    expect(differences({ a: [1, 2], b: null }, { a: [1, 3], b: null })).toEqual(['a[1]: expected 3, got 2']);
    expect(differences({}, { p: 1 })).toEqual(['p: expected 1, got undefined']);
    expect(differences(null, { p: 1 })).toHaveLength(1);
    expect(differences({ list: [1] }, { list: [1, 2] })).toHaveLength(1);
  });

  it('passes over fields that are not expected', () => {
    expect(differences({ p: 1, more: true }, { p: 1 })).toEqual([]);
  });

  it('allows the larger of the relative and the absolute tolerance', () => {
    expect(differences(101, 100, { rel: 0.01 })).toEqual([]);
    expect(differences(0.5, 0, { rel: 0.01, abs: 0.5 })).toEqual([]);
    expect(differences(102, 100, { rel: 0.01, abs: 0.5 })).toHaveLength(1);
  });

  it('tells null, NaN and a missing number from a number', () => {
    expect(differences(null, 1)).toHaveLength(1);
    expect(differences(Number.NaN, 1)).toHaveLength(1);
    expect(differences(0, null)).toHaveLength(1);
    expect(differences(false, true)).toHaveLength(1);
  });
});

describe('statisticsFunctions', () => {
  it('name the field of an input that does not fit', () => {
    expect(() => statisticsFunctions['poissonInterval']?.({ count: 'x', exposure: 7, confidence: 0.95 })).toThrow(
      'count',
    );
    expect(() => statisticsFunctions['posteriorScan']?.({ k: [1], n: [1, 2] })).toThrow('equal length');
  });

  it('evaluate distributions at the points they are given', () => {
    expect(
      statisticsFunctions['specialFunctions']?.({ points: { normCdf: { '0': 0.5 }, binomCdf: [[1, 2, 0.5, 9]] } }),
    ).toMatchObject({
      normCdf: { '0': 0.5 },
      binomCdf: [[1, 2, 0.5, expect.closeTo(0.75, 12)]],
    });
  });
});
