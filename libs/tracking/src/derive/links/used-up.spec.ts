import { FOREVER } from '@leadline/tables';
import { describe, expect, it } from 'vitest';
import { usedUpIn } from './used-up.js';

describe('what a deployment used up', () => {
  it('is what it carried but while that was a sample', () => {
    // A is carried from 2 on, and a sample from 5 to 9; B is one all the time; C is none; D is carried twice.
    const carried = [
      { sha: 'D', from: 1, until: 3 },
      { sha: 'A', from: 2, until: FOREVER },
      { sha: 'B', from: 2, until: FOREVER },
      { sha: 'C', from: 2, until: 4 },
      { sha: 'C', from: 4, until: 6 },
      { sha: 'D', from: 7, until: 8 },
    ];
    const samples = [
      { sha: 'A', knownFrom: 5, knownUntil: 7 },
      { sha: 'A', knownFrom: 7, knownUntil: 9 },
      { sha: 'B', knownFrom: 2, knownUntil: FOREVER },
      { sha: 'D', knownFrom: 7, knownUntil: 8 },
    ];

    expect(usedUpIn(carried, samples)).toEqual([
      { sha: 'A', knownFrom: 2, knownUntil: 5 },
      { sha: 'A', knownFrom: 9, knownUntil: FOREVER },
      { sha: 'C', knownFrom: 2, knownUntil: 6 },
      { sha: 'D', knownFrom: 1, knownUntil: 3 },
    ]);
  });

  it('is nothing where it lost a commit as soon as it had it', () => {
    expect(usedUpIn([{ sha: 'A', from: 2, until: 2 }], [])).toEqual([]);
  });
});
