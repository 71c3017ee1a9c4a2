import { expect, test } from 'vitest';
import { readCommitMessage } from './commit-message.js';

const reverted = '0123456789abcdef0123456789abcdef01234567';

test.each([
  ['one line', 'Fix the till', { title: 'Fix the till' }],
  ['line ends of Windows', 'Fix the till\r\n\r\nFlag: till-2\r\n', { title: 'Fix the till', flags: ['till-2'] }],
  ['several flags', 'Fix\n\nFlag: a, b ,,c\nFLAG: a\nflag:d', { title: 'Fix', flags: ['a', 'b', 'c', 'd'] }],
  ['a flag in the title is no trailer', 'Flag: a', { title: 'Flag: a' }],
  ['a flag in a sentence is no trailer', 'Fix\n\nRed Flag: a\n  Flag: b', { title: 'Fix' }],
  ['a trailer that names none', 'Fix\n\nFlag: ,', { title: 'Fix' }],
  ['a revert', `Revert "Fix"\n\nThis reverts commit ${reverted}.`, { title: 'Revert "Fix"', reverts: reverted }],
  ['a revert of a short hash names none', 'Revert\n\nThis reverts commit 0123456.', { title: 'Revert' }],
  ['a revert of too long a hash names none', `Revert\n\nThis reverts commit ${reverted}ff.`, { title: 'Revert' }],
  ['nothing', '', { title: '' }],
])('%s', (_, message, expected) => {
  expect(readCommitMessage(message)).toEqual({ flags: undefined, reverts: undefined, ...expected });
});

test('a message of a megabyte is read in one pass', () => {
  expect(readCommitMessage(`Fix\n${'flag:'.repeat(200_000)}`).flags).toHaveLength(1);
});
