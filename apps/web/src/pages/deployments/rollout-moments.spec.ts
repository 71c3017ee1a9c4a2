import { describe, expect, it } from 'vitest';
import { rolloutMoments } from './rollout-moments.js';

const at = (clock: string): string => `2026-03-02T${clock}:00Z`;
const step = { id: 's', at: at('10:00'), action: 'STARTED', weight: null, manual: false } as const;
const check = { id: 'c', stage: 'CANARY', check: 'errors', startedAt: null, finishedAt: null, result: null } as const;
const gate = { id: 'g', gate: 'release', requestedAt: at('09:00'), decidedAt: null, decision: null, by: null } as const;

const told = (...given: Parameters<typeof rolloutMoments>): string[] =>
  rolloutMoments(...given).map(({ at: when, what, outcome, tone }) =>
    [when?.slice(11, 16) ?? 'not told', what, outcome, tone].join(' | ').replaceAll('\u00a0', ' '),
  );

describe('the moments of a rollout', () => {
  it('stand in the order in which they began, whatever kind they are', () => {
    expect(
      told({
        steps: [step, { ...step, id: 's2', at: at('10:20'), action: 'STEPPED', weight: 10 }],
        verifications: [
          { ...check, startedAt: at('10:05'), finishedAt: at('10:15'), result: 'PASSED' },
          { ...check, id: 'c2', stage: 'POST', check: 'smoke' },
        ],
        approvals: [{ ...gate, decidedAt: at('09:30'), decision: 'APPROVED', by: 'PERSON' }],
      }),
    ).toEqual([
      '09:00 | Gate: release | approved by a person after 30 min | good',
      '10:00 | The rollout began |  | run',
      '10:05 | Check of the canary: errors | passed after 10 min | good',
      '10:20 | It went on | 10 % of traffic | run',
      'not told | Check after the rollout: smoke | running | run',
    ]);
  });

  it.each([
    ['FAILED', 'failed', 'bad'],
    ['INCONCLUSIVE', 'could not tell', 'wait'],
  ] as const)('say of a check that ended %s how it ended', (result, outcome, tone) => {
    const given = { steps: [], approvals: [], verifications: [{ ...check, finishedAt: at('10:15'), result }] };
    expect(told(given)).toEqual([`10:15 | Check of the canary: errors | ${outcome} | ${tone}`]);
  });

  it.each([
    [{ decision: 'REJECTED', by: 'POLICY', decidedAt: at('09:01') }, 'rejected by a rule after 1 min | bad'],
    [{ decision: 'EXPIRED', by: null, decidedAt: at('10:00') }, 'nobody answered in time after 1 h | bad'],
    [{}, 'waiting | wait'],
  ] as const)('say of a gate what came of it: %o', (decided, text) => {
    const given = { steps: [], verifications: [], approvals: [{ ...gate, ...decided }] };
    expect(told(given)).toEqual([`09:00 | Gate: release | ${text}`]);
  });

  it('say that a rollout was called off by a person', () => {
    const given = {
      verifications: [],
      approvals: [],
      steps: [{ ...step, action: 'ABORTED', weight: 0, manual: true } as const],
    };
    expect(told(given)).toEqual(['10:00 | It was called off, by a person | 0 % of traffic | bad']);
  });
});
