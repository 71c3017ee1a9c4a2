import { describe, expect, it } from 'vitest';
import { garwood95 } from './garwood.js';

describe('garwood95', () => {
  it('ends at -ln 0.025 without events', () => {
    expect(garwood95(0).low).toBe(0);
    expect(garwood95(0).high).toBeCloseTo(-Math.log(0.025), 12);
  });

  it('begins at -ln 0.975 for one event', () => {
    expect(garwood95(1).low).toBeCloseTo(-Math.log(0.975), 12);
  });

  it('rejects what is no count', () => {
    expect(() => garwood95(-1)).toThrow('not -1');
    expect(() => garwood95(1.5)).toThrow(RangeError);
  });
});
