import { ruleText } from '../../entities/rule-text.js';
import { counted } from '../../format/number.js';
import type { NoticesSentQuery } from '../../generated/graphql.js';

export type Notice = NoticesSentQuery['notices'][number];
export type ToldThing = Notice['tells'][number];

const lostStates: readonly Notice['state'][] = ['UNKNOWN', 'GIVEN_UP', 'REFUSED'];

/** Whether it did not arrive, or nobody knows: a person may have it sent once more. */
export const isLost = ({ state }: Pick<Notice, 'state'>): boolean => lostStates.includes(state);

const eventWords: Readonly<Record<string, string>> = {
  opened: 'opened',
  escalated: 'became more urgent',
  resolved: 'is over',
  passed: 'was, and is over',
  started: 'began',
  finished: 'went live',
  failed: 'failed',
  rolled_back: 'was rolled back',
};

/** "drift opened", "a deployment failed". */
export function toldText({ rule, event }: ToldThing): string {
  const what = rule === null ? 'a deployment' : ruleText(rule);
  return `${what} ${eventWords[event] ?? event.replaceAll('_', ' ')}`;
}

/** The finding of the page. */
export function titleOf(notices: readonly Notice[]): string {
  if (notices.length === 0) return 'No channel was told of anything';
  const unsure = notices.filter(({ state }) => state === 'UNKNOWN').length;
  const lost = notices.filter(isLost).length - unsure;
  const all = counted(notices.length, 'notice');
  if (lost > 0) return `${lost} of ${all} did not arrive${unsure > 0 ? `, ${unsure} may not have` : ''}`;
  if (unsure > 0) return `${unsure} of ${all} may not have arrived`;
  const waiting = notices.filter(({ state }) => state !== 'SENT').length;
  return waiting > 0 ? `${waiting} of ${all} ${waiting === 1 ? 'is' : 'are'} on the way` : `${all}, each arrived`;
}
