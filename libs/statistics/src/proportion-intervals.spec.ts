import { describe, expect, it } from 'vitest';
import { clopperPearson } from './clopper-pearson.js';
import { jeffreys } from './jeffreys.js';
import { newcombe95 } from './newcombe.js';
import { wilson95 } from './wilson.js';

const Z_SQUARED = 3.841458820694124;

describe('wilson95', () => {
  it('begins at 0 without events and ends at z^2 / (n + z^2)', () => {
    const interval = wilson95(0, 10);
    expect(interval?.low).toBe(0);
    expect(interval?.high).toBeCloseTo(Z_SQUARED / (10 + Z_SQUARED), 12);
  });

  it('ends at 1 when all are events', () => {
    expect(wilson95(10, 10)?.high).toBe(1);
    expect(wilson95(10, 10)?.low).toBeCloseTo(10 / (10 + Z_SQUARED), 12);
  });

  it('lies around one half for 5 of 10', () => {
    expect(wilson95(5, 10)?.low).toBeCloseTo(0.2366, 4);
    expect(wilson95(5, 10)?.high).toBeCloseTo(0.7634, 4);
  });

  it('is null of none', () => {
    expect(wilson95(0, 0)).toBeNull();
  });

  it.each([
    [3, 2],
    [-1, 5],
    [0.5, 5],
  ])('rejects %d of %d', (k, n) => {
    expect(() => wilson95(k, n)).toThrow('is no proportion');
  });
});

describe('clopperPearson', () => {
  it('ends at 1 - 0.025^(1/n) without events', () => {
    expect(clopperPearson(0, 10, 0.95)?.low).toBe(0);
    expect(clopperPearson(0, 10, 0.95)?.high).toBeCloseTo(1 - 0.025 ** 0.1, 12);
  });

  it('is null of none', () => {
    expect(clopperPearson(0, 0, 0.95)).toBeNull();
  });
});

describe('jeffreys', () => {
  it('is symmetric, and closed at the ends', () => {
    const half = jeffreys(5, 10, 0.95);
    expect((half?.low ?? 0) + (half?.high ?? 0)).toBeCloseTo(1, 12);
    expect(jeffreys(0, 4, 0.95)?.low).toBe(0);
    expect(jeffreys(4, 4, 0.95)?.high).toBe(1);
    expect(jeffreys(0, 0, 0.95)).toBeNull();
  });
});

describe('newcombe95', () => {
  it('adds the halves of two Wilson intervals in quadrature', () => {
    // 5 of 10 twice: each half is 0.26341, and 0.26341 * sqrt 2 = 0.37251.
    const interval = newcombe95({ k: 5, n: 10 }, { k: 5, n: 10 });
    expect(interval?.low).toBeCloseTo(-0.37251, 5);
    expect(interval?.high).toBeCloseTo(0.37251, 5);
  });

  it('is positive when the rate clearly rose', () => {
    expect(newcombe95({ k: 2, n: 100 }, { k: 40, n: 100 })?.low).toBeGreaterThan(0.2);
  });

  it('is null when a side is empty', () => {
    expect(newcombe95({ k: 0, n: 0 }, { k: 1, n: 2 })).toBeNull();
  });
});
