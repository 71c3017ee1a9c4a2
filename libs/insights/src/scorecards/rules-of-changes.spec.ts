import { describe, expect, it } from 'vitest';
import { criterionIn, givenFacts, saidOf } from './testing/given-facts.js';
import { scorecardOf } from './scorecard.js';

const evidenceOf = (id: string, facts: ReturnType<typeof givenFacts>) =>
  criterionIn(scorecardOf(facts, []), id).verdict.evidence;

describe('issues of changes', () => {
  const given = (linked: number) => givenFacts({ issues: { changes: 10, linked, unlinked: ['commit:1'] } });

  it('are named by 80 % in phase 1, where a person confirms it, and by 90 % in phase 2', () => {
    expect([saidOf('1.C5', given(8)), saidOf('2.C10', given(8))]).toEqual(['proposed met', 'not_met']);
    expect([saidOf('1.C5', given(7)), saidOf('2.C10', given(9))]).toEqual(['proposed not_met', 'met']);
    expect(evidenceOf('2.C10', given(9))).toEqual([
      { kind: 'share', what: 'deployed changes that name an issue', numerator: 9, denominator: 10 },
      { kind: 'list', what: 'without', items: ['commit:1'] },
    ]);
  });

  it('are unknown where no change is', () => {
    expect(saidOf('2.C10', givenFacts())).toBe('unknown: no change with known commits was deployed');
  });
});

describe('whereabouts of changes', () => {
  const given = (found: number, doubtful: number) =>
    givenFacts({ whereabouts: { changes: 19, arrived: 12, found, lost: [], doubtful } });

  it('are known of 95 %, a deployment that brought nobody knows what being one that is not', () => {
    expect(saidOf('3.C5', given(19, 0))).toBe('met');
    // 19 of 20 are 95 %
    expect(saidOf('3.C5', given(19, 1))).toBe('met');
    expect(saidOf('3.C5', given(19, 2))).toBe('not_met');
    expect(saidOf('3.C5', given(18, 0))).toBe('not_met');
    expect(saidOf('3.C5', givenFacts())).toMatch(/^unknown: no change landed/);
  });
});

describe('who starts deployments', () => {
  const given = (byMachine: number, byAuthor: number, byOthers: number) =>
    givenFacts({ starts: { deployments: 10, byMachine, byAuthor, byOthers } });

  it('are machines or authors of the changes, of four in five', () => {
    expect(saidOf('3.D9', given(5, 3, 2))).toBe('proposed met');
    expect(saidOf('3.D9', given(5, 2, 3))).toBe('proposed not_met');
  });

  it('is known as soon as what is not told could change nothing', () => {
    // two more by others would still be 8 of 10, and one of three untold is not
    expect(saidOf('3.D9', given(8, 0, 0))).toBe('proposed met');
    expect(saidOf('3.D9', given(0, 2, 3))).toBe('proposed not_met');
    expect(saidOf('3.D9', given(0, 7, 1))).toBe(
      'unknown: of 2 deployments it is not told who or what started them and who wrote their changes',
    );
    expect(saidOf('3.D9', given(0, 0, 0))).toBe(
      'unknown: no deployment tells who or what started it and who wrote its changes',
    );
    expect(saidOf('3.D9', givenFacts())).toMatch(/^unknown: no deployment to production/);
  });
});

describe('soak times', () => {
  const given = (soaked: number, more: { wantedMinutes?: number | null; stays?: number } = {}) =>
    givenFacts({ soaks: { wantedMinutes: 60, versions: 20, soaked, unsoaked: ['shop 1'], stays: 25, ...more } });

  it('are kept by 95 % of the versions', () => {
    expect([saidOf('2.D8', given(19)), saidOf('2.D8', given(18))]).toEqual(['proposed met', 'proposed not_met']);
  });

  it('are unknown where none is configured, or nothing is deployed before production', () => {
    expect(saidOf('2.D8', given(20, { wantedMinutes: null }))).toMatch(/^unknown: leadline.yaml has no soak time/);
    expect(saidOf('2.D8', given(0, { stays: 0 }))).toMatch(/^unknown: no deployment to an environment between/);
    expect(saidOf('2.D8', givenFacts({ soaks: { ...given(0).soaks, versions: 0 } }))).toMatch(/^unknown: no version/);
  });
});

describe('projects', () => {
  const given = (isNamedBeforehand: boolean, isCompared: boolean) =>
    givenFacts({
      projects: [{ name: 'Smaller pull requests', metric: 'CHANGE_LEAD_TIME', isNamedBeforehand, isCompared }],
    });

  it('count where the metric was named before, and four weeks are over since', () => {
    expect(saidOf('L5.2', given(true, true))).toBe('met');
    expect(saidOf('L5.2', given(false, true))).toBe('unknown: no project named its metric before it began');
    expect(saidOf('L5.2', given(true, false))).toMatch(/^unknown: of no project are four full weeks over/);
    expect(saidOf('L5.2', givenFacts())).toMatch(/^unknown: no project was written down/);
  });
});
