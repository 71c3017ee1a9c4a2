import { describe, expect, it } from 'vitest';
import { Lastings } from './during-run.js';

const lastings = new Lastings([
  { from: 30, to: null, what: 'goes on' },
  { from: 0, to: 10, what: 'early' },
  { from: 5, to: 25, what: 'long' },
  { from: 12, to: 14, what: 'short' },
  { from: 20, to: 20, what: 'none at all' },
]);

describe('what a run met', () => {
  it.each<[string, number, number, string[]]>([
    ['what lay in it, and what overlapped it', 8, 13, ['early', 'long', 'short']],
    ['not what ended when it began, nor what began when it ended', 10, 12, ['long']],
    ['what lasted no time, its ends included', 14, 20, ['long', 'none at all']],
    ['what went on around an instant', 31, 31, ['goes on']],
    ['what began at its instant, and not what ended at it', 5, 5, ['early', 'long']],
    ['nothing before everything', -5, -1, []],
  ])('%s', (_, start, finish, met) => {
    expect(lastings.during(start, finish)).toEqual(met);
  });
});
