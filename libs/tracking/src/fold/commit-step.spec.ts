import { ALWAYS } from '@leadline/tables';
import { expect, it } from 'vitest';
import type { CommitState } from './commit.js';
import { stepIn, stepText } from './commit-step.js';

const state = (said: Partial<CommitState>): CommitState => ({
  sha: 'c',
  repository: 'acme/shop',
  committedAt: 10,
  parents: null,
  landedAfter: null,
  bot: false,
  patchId: null,
  title: '',
  flags: [],
  paths: null,
  pushedAt: null,
  ...said,
});

it('is what the commit follows now, since it is known', () => {
  // given a push that told what it landed after, and a commit that names its parents, with a title told later still
  const timeline = [
    { from: ALWAYS, state: state({}) },
    { from: 20, state: state({ landedAfter: 'a' }) },
    { from: 30, state: state({ landedAfter: 'a', parents: ['a', 'b'] }) },
    { from: 40, state: state({ landedAfter: 'a', parents: ['a', 'b'], title: 'Mend it' }) },
  ];
  // then it follows its parents since 30; up to the push what it landed after since 20; before nobody knows
  expect(stepIn(stepText(timeline))).toEqual({ sha: 'c', predecessors: ['a', 'b'], changedAt: 30 });
  expect(stepIn(stepText(timeline.slice(0, 2)))).toEqual({ sha: 'c', predecessors: ['a'], changedAt: 20 });
  expect(stepIn(stepText(timeline.slice(0, 1)))).toEqual({ sha: 'c', predecessors: null, changedAt: ALWAYS });
  expect(stepText([])).toBe('');
  expect(stepIn('["stay","shop"]')).toBeNull();
});
