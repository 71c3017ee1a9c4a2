import { describe, expect, it } from 'vitest';
import type { ScorecardAnswer } from './answer.js';
import { cards, criterionIds } from './registry.js';
import { type CardStanding, scorecardOf } from './scorecard.js';
import {
  AS_OF,
  criterionIn,
  DAY,
  givenAnswer,
  givenFacts,
  givenPoint,
  givenWeeks,
  saidOf,
} from './testing/given-facts.js';

const numbered = (prefix: string, last: number): string[] =>
  Array.from({ length: last }, (_, index) => `${prefix}${index + 1}`);

/** The numbering of the milestones and of the levels of maturity. */
const table = [
  ...numbered('1.M', 5),
  ...numbered('1.D', 12),
  ...numbered('1.C', 8),
  ...numbered('1.K', 10),
  ...numbered('1.T', 10),
  ...numbered('2.M', 9),
  ...numbered('2.D', 16),
  ...numbered('2.C', 13),
  ...numbered('2.K', 10),
  ...numbered('3.M', 7),
  ...numbered('3.D', 10),
  ...numbered('3.C', 5),
  ...numbered('3.K', 6),
  ...numbered('L1.', 6),
  ...numbered('L2.', 3),
  ...numbered('L3.', 4),
  ...numbered('L4.', 5),
  ...numbered('L5.', 5),
];

describe('the criteria', () => {
  it('are those of the milestones and the levels, each exactly once, on its own card', () => {
    const ids = cards.flatMap(({ criteria }) => criteria.map(({ id }) => id));
    expect(ids.toSorted()).toEqual(table.toSorted());
    expect(new Set(ids).size).toBe(144);
    expect(criterionIds).toEqual(ids);
    for (const { id: card, criteria } of cards) {
      const prefix = card.startsWith('PHASE_') ? `${card.at(-1)}.` : `L${card.at(-1)}.`;
      expect(criteria.filter(({ id }) => !id.startsWith(prefix))).toEqual([]);
    }
  });

  it('are known as the table says', () => {
    const ids = (wanted: string) =>
      cards.flatMap(({ criteria }) => criteria.filter(({ knownBy }) => knownBy === wanted).map(({ id }) => id));
    expect(ids('proposal')).toEqual(
      '1.D6 1.D7 1.D9 1.C5 1.K8 1.K9 1.T5 2.M2 2.D3 2.D4 2.D5 2.D8 2.C2 2.C8 2.K7 3.D5 3.D9 L2.2 L3.1 L3.2 L4.5'.split(
        ' ',
      ),
    );
    // 22 of phase 1, 26 of phase 2, 9 of phase 3, 8 of the levels
    expect(ids('people')).toHaveLength(65);
  });

  it('are all unknown where nothing arrived and nobody spoke, but for the rules in force', () => {
    const scorecard = scorecardOf(givenFacts(), []);
    const known = scorecard.cards
      .flatMap(({ criteria }) => criteria)
      .filter(({ verdict }) => verdict.status !== 'unknown');
    expect(known.map(({ id }) => id)).toEqual(['2.M2', 'L3.1']);
    expect([scorecard.phase, scorecard.level]).toEqual([0, 1]);
  });
});

describe('an answer', () => {
  it('holds for 180 days, and the latest holds', () => {
    const answers = [
      givenAnswer('1.C2', { value: 'no', at: AS_OF - 2 * DAY }),
      givenAnswer('1.C2', { value: 'yes', at: AS_OF - DAY }),
      // of what is to come nothing is known
      givenAnswer('1.C2', { value: 'no', at: AS_OF + 1 }),
    ];
    expect(saidOf('1.C2', givenFacts(), answers)).toBe('answered yes');
    const aged = (at: number) => saidOf('1.C2', givenFacts(), [givenAnswer('1.C2', { at })]);
    expect(aged(AS_OF - 180 * DAY + 1)).toBe('answered yes');
    expect(aged(AS_OF - 180 * DAY)).toBe('unknown: the last answer is older than 180 days');
    expect(criterionIn(scorecardOf(givenFacts(), [givenAnswer('1.C2', { at: 0 })]), '1.C2').verdict).toMatchObject({
      expired: { criterion: '1.C2' },
    });
  });

  it('confirms or contradicts what telemetry proposes, and stands in for what it does not know', () => {
    const tested = givenFacts({ tests: { services: 1, covered: 60, coverable: 100, tests: 0, flaky: 0 } });
    expect(saidOf('1.D6', tested)).toBe('proposed met');
    expect(saidOf('1.D6', tested, [givenAnswer('1.D6')])).toBe('answered yes');
    expect(saidOf('1.D6', tested, [givenAnswer('1.D6', { value: 'no' })])).toBe('answered no, contradicted');
    expect(saidOf('1.D6', givenFacts(), [givenAnswer('1.D6')])).toBe('answered yes');
  });

  it('counts for a symptom that nothing measures, and not for one that something does', () => {
    const measured = givenFacts({ fourWeeks: new Map([givenPoint('AUTOMATION_COVERAGE', { value: 1, n: 3 })]) });
    expect(saidOf('L1.1', givenFacts(), [givenAnswer('L1.1')])).toBe('answered yes');
    expect(saidOf('L1.1', measured, [givenAnswer('L1.1')])).toBe('not_met');
  });

  it('changes nothing that telemetry decides', () => {
    const facts = givenFacts({ deployments: { changes: 10, byPullRequest: 1 } });
    expect(saidOf('1.D4', facts, [givenAnswer('1.D4')])).toBe('not_met');
  });
});

describe('what is reached', () => {
  const yes = (prefix: string): ScorecardAnswer[] =>
    criterionIds.filter((id) => id.startsWith(prefix)).map((id) => givenAnswer(id));
  const standing = (facts: Parameters<typeof scorecardOf>[0], answers: readonly ScorecardAnswer[], wanted: string) =>
    scorecardOf(facts, answers).cards.find(({ card }) => card === wanted) as CardStanding;

  /** Everything that telemetry decides in phase 1. */
  const firstPhase = givenFacts({
    weeks: givenWeeks([1, 1], [1, 1], [1, 1], [1, 1]),
    fourWeeks: new Map([
      givenPoint('DEPLOYMENT_FREQUENCY', { value: 4 / 28, n: 4, numerator: 4 }),
      givenPoint('CHANGE_LEAD_TIME', { value: 3_600, n: 4 }),
    ]),
    phases: { changes: 4, withGaps: 0 },
    deployments: { counted: 4, carriers: 4, carriersKnown: 4, changes: 4, byPullRequest: 4 },
    places: [{ service: 'shop', environment: 'production', target: null, isKnown: true }],
    ciRuns: [1, 1, 1, 1],
    commits: { runs: 4, landed: 4, tested: 4, untested: [], deployments: 4, green: 4, withoutGreen: [] },
    flagChanges: { ever: 1, inFourWeeks: 1 },
  });

  it('is a phase when everything is met by telemetry or a yes, and told as met of total before', () => {
    const all = yes('1.');
    expect(standing(firstPhase, all, 'PHASE_1')).toMatchObject({ isReached: true, total: 45, met: 45 });
    expect(scorecardOf(firstPhase, all).phase).toBe(1);
    // what nobody knows is told apart, and the phase is not reached
    const one = standing(
      firstPhase,
      all.slice(1).filter(({ criterion }) => criterion !== '1.C2'),
      'PHASE_1',
    );
    expect(one).toMatchObject({ isReached: false, met: 44, unknown: 1, notMet: 0 });
    // 4 of 45 may be not applicable, 5 are more than a tenth
    const without = (count: number) =>
      all.map((answer) => {
        const place = ['1.C1', '1.C2', '1.C3', '1.C4', '1.C6'].indexOf(answer.criterion);
        return place >= 0 && place < count ? { ...answer, value: 'not_applicable' as const } : answer;
      });
    expect(standing(firstPhase, without(4), 'PHASE_1')).toMatchObject({ isReached: true, met: 41, notApplicable: 4 });
    expect(standing(firstPhase, without(5), 'PHASE_1')).toMatchObject({ isReached: false, met: 40, notApplicable: 5 });
    // the second needs the first: everything of it is not enough
    expect(standing(givenFacts(), yes('2.'), 'PHASE_2').isReached).toBe(false);
  });

  it('is a level when every criterion from the second level on is met, and the first is where all begin', () => {
    const { level, cards: all } = scorecardOf(givenFacts(), yes('L2.'));
    expect(level).toBe(2);
    expect(all.find(({ card }) => card === 'LEVEL_1')).toMatchObject({ isReached: true, isOfSymptoms: true });
    // L3 without L2 is no level 3, and "not applicable" is not met
    expect(scorecardOf(givenFacts(), yes('L3.')).level).toBe(1);
    expect(scorecardOf(givenFacts(), [...yes('L2.'), ...yes('L3.')]).level).toBe(3);
    const notApplicable = yes('L2.').map((answer, index) => ({
      ...answer,
      value: index === 0 ? ('not_applicable' as const) : answer.value,
    }));
    expect(scorecardOf(givenFacts(), notApplicable).level).toBe(1);
  });

  it('counts "not applicable" apart, and never of a measurement', () => {
    const apart = [givenAnswer('1.C1', { value: 'not_applicable' }), givenAnswer('2.M2', { value: 'not_applicable' })];
    expect(standing(givenFacts(), apart, 'PHASE_1').notApplicable).toBe(1);
    expect(standing(givenFacts(), apart, 'PHASE_2')).toMatchObject({ notApplicable: 0, notMet: 1 });
  });
});
