import { describe, expect, it } from 'vitest';
import { clusteredBootstrap } from './bootstrap.js';
import { seededRandom, shuffle } from './random.js';

describe('clusteredBootstrap', () => {
  it('resamples whole clusters: two constant ones give either value', () => {
    const interval = clusteredBootstrap(
      [
        [1, 1, 1],
        [9, 9, 9],
      ],
      0.5,
      { random: seededRandom(3), resamples: 200 },
    );
    expect(interval).toEqual({ low: 1, high: 9 });
  });

  it('is wider than values that pretend to be independent', () => {
    const clusters = Array.from({ length: 10 }, (_, index) => new Array<number>(20).fill(index));
    const width = (groups: readonly (readonly number[])[]): number => {
      const interval = clusteredBootstrap(groups, 0.75, { random: seededRandom(5), resamples: 400 });
      return (interval?.high ?? 0) - (interval?.low ?? 0);
    };
    expect(width(clusters)).toBeGreaterThan(2 * width(clusters.flat().map((value) => [value])));
  });

  it('is null with fewer than two clusters that hold values', () => {
    expect(clusteredBootstrap([[1, 2, 3], []], 0.5, { random: seededRandom(1) })).toBeNull();
  });
});

describe('seededRandom', () => {
  it('repeats with its seed and differs between seeds', () => {
    const draw = (seed: number): number[] => Array.from({ length: 5 }, seededRandom(seed));
    expect(draw(1)).toEqual(draw(1));
    expect(draw(1)).not.toEqual(draw(2));
  });

  it('is spread evenly over [0, 1)', () => {
    const draws = Array.from({ length: 10_000 }, seededRandom(42));
    const tenths = new Array<number>(10).fill(0);
    draws.forEach((value) => (tenths[Math.floor(value * 10)] = (tenths[Math.floor(value * 10)] ?? 0) + 1));
    // A binomial count of 1000 with standard deviation 30.
    tenths.forEach((count) => expect(Math.abs(count - 1000)).toBeLessThan(150));
  });
});

describe('shuffle', () => {
  it('reaches all orders of three about equally often', () => {
    const random = seededRandom(8);
    const counts = new Map<string, number>();
    for (let round = 0; round < 6000; round += 1) {
      const values = Float64Array.of(1, 2, 3);
      shuffle(values, random);
      counts.set(values.join(), (counts.get(values.join()) ?? 0) + 1);
    }
    expect(counts.size).toBe(6);
    counts.forEach((count) => expect(Math.abs(count - 1000)).toBeLessThan(150));
  });
});
