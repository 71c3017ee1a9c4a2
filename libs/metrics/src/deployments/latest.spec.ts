import { describe, expect, it } from 'vitest';
import { type Named, neededFor, wordsIn } from '../layers.js';
import { defaultOptions, type MetricOptions, type OptionName, type OptionValues } from '../options.js';
import { dimensions, type MetricQuestion } from '../query.js';
import { metricCatalog } from '../registry.js';
import { Literals } from '../statement.js';
import { namesOf } from '../to-sql.js';
import { ofTheEndOfTime } from './end-of-time.js';
import { latestBits, latestMembers, latestNames } from './latest.js';
import { deployments } from './relation.js';
import { stateNames } from './states.js';
import { statesTable } from './states-table.js';

/** Of each option every other choice than its default, or one where choices have no end. */
const otherValues: { readonly [Name in OptionName]: readonly OptionValues[Name][] } = {
  deployInstant: ['started'],
  countRollbacks: [true],
  countRedeploys: [true],
  countConfig: [false],
  countFlags: [true],
  assumeExposed: [['github'], ['*']],
  unit: ['change', 'deployment'],
  start: ['first_commit', 'pr_opened', 'merged'],
  repairSquash: [false],
  includeMergeCommits: [true],
  includeBots: [false],
  identity: ['patch_id'],
  firstDeployment: ['head_only', 'all'],
  clockSkewToleranceS: [0],
  rollbackImpliesFailure: [false],
  rollbackWindowS: [3_600],
  hotfixImpliesFailure: [false],
  timeWindowAttribution: [false],
  timeWindowS: [7_200],
  minSeverity: ['sev1'],
  excludeNonUserFacing: [false],
  excludeFixOnly: [true],
  recoveryStart: ['detected', 'deployment'],
  reworkIncludesRollbacks: [false],
  flagUnit: ['change'],
  rampGapS: [60],
  flagBackWindowS: [60],
  flagAttribution: [false],
  staleAfterS: [60],
  darkAfterS: [60],
  includeInternal: [true],
  batchUnit: ['commit'],
  end: ['verified'],
  toleranceS: [60],
  measuredServices: [['api']],
  from: ['staging'],
  to: ['production'],
  weekStart: ['sunday'],
};

const others = (Object.keys(otherValues) as OptionName[]).flatMap((option) =>
  otherValues[option].map((value): [option: OptionName, options: MetricOptions] => [
    option,
    { ...defaultOptions, [option]: value },
  ]),
);

const metrics = metricCatalog.filter(({ relation }) => relation === 'deployments');
const namedFor = (question: MetricQuestion): Named => namesOf(deployments, question, metrics, new Literals());
const stored = namedFor(ofTheEndOfTime);
/** Of each name all that it is made of, and itself. */
const partsOf = new Map(
  Object.entries(stored).map(([name, text]) => [name, [name, ...Object.keys(neededFor(text, stored))]]),
);
/** Columns of the narrow table, and how each is made of a row. */
const { expressions } = statesTable();

/** Which names mean something else than what is stored: their own text differs, or that of what they are made of. */
function meaningOf(question: MetricQuestion): (name: string) => 'other' | 'same' {
  const asked = namedFor(question);
  const differs = (name: string): boolean => asked[name] !== stored[name];
  return (name) => ((partsOf.get(name) ?? []).some(differs) ? 'other' : 'same');
}

const bitAt = new Map(Object.entries(latestBits).map(([name, { place }]) => [place, name]));

/** Names that a stored expression holds: of members of `latest`, of bits, and of columns of the narrow table. */
function heldIn(expression: string): string[] {
  const members = Array.from(
    expression.matchAll(/latest\.(\w+)/g),
    ([, member = '']) => latestMembers[member]?.of ?? [],
  );
  const bits = Array.from(
    expression.matchAll(/bitTest\(latest_bits, (\d+)\)/g),
    ([, bit]) => bitAt.get(Number(bit)) ?? '',
  );
  const columns = [...wordsIn(expression)].filter((word) => (expressions[word] ?? word) !== word);
  return [...members.flat(), ...bits, ...columns.flatMap((column) => heldIn(expressions[column] ?? ''))];
}

/** What is answered from what is stored, and is or holds something that means something else. */
function wrongly(question: MetricQuestion): string[] {
  const meaning = meaningOf(question);
  const answers = [latestNames(question, new Literals()), stateNames(question, new Literals())];
  return answers.flatMap(Object.entries).flatMap(([name, answer]: [string, string]) =>
    // The sample of a whole deployment is made of what is stored of its commits.
    [name === 'lead_samples' ? 'lead_valid' : name, ...heldIn(answer)]
      .filter((held) => meaning(held) === 'other')
      .map((held) => `${name} is answered by ${answer}: ${held} means something else`),
  );
}

const everything = [
  ...Object.entries(latestMembers).map(([member, { of, decidedBy }]) => ({ what: `latest.${member}`, of, decidedBy })),
  ...Object.entries(latestBits).map(([of, { decidedBy }]) => ({ what: `the bit ${of}`, of, decidedBy })),
];

describe('what is stored of the latest state', () => {
  it.each(everything)(
    '$what is decided by the options that change what it means, and by no other',
    ({ of, decidedBy = [] }) => {
      // given every option changed alone, when the names it is made of are written under it
      const deciding = others.filter(([, options]) => meaningOf({ ...ofTheEndOfTime, options })(of) === 'other');
      // then they read otherwise under those options that it says
      expect([...new Set(deciding.map(([option]) => option))].toSorted()).toEqual([...decidedBy].toSorted());
    },
  );

  it.each(others)('answers nothing that %s changes', (option, options) => {
    expect(options[option]).not.toEqual(defaultOptions[option]);
    expect(wrongly({ ...ofTheEndOfTime, options })).toEqual([]);
  });

  it('answers nothing that two options change together', () => {
    for (const [index, [first, options]] of others.entries()) {
      for (const [second, { [second]: value }] of others.slice(index + 1).filter(([option]) => option !== first)) {
        const both = { ...options, [second]: value };
        expect(wrongly({ ...ofTheEndOfTime, options: both }), `${first} and ${second}`).toEqual([]);
      }
    }
  });

  it('answers nothing that the form of a question changes', () => {
    const scopes = ['teams', 'services', 'repositories', 'environments', 'flags', 'targets', 'tags'] as const;
    const questions: MetricQuestion[] = [
      ...dimensions.map((dimension) => ({ ...ofTheEndOfTime, by: [{ dimension, tagKey: 'ring' }] })),
      ...scopes.map((scope) => ({ ...ofTheEndOfTime, scope: { [scope]: ['any:any'] } })),
      { ...ofTheEndOfTime, window: { from: 1, to: 2, timeZone: 'Asia/Kathmandu' }, bucket: 'DAY' },
      { ...ofTheEndOfTime, withoutDetails: true },
    ];
    for (const question of questions) expect(wrongly(question)).toEqual([]);
  });

  it('answers by default whatever it holds', () => {
    const held = everything.map(({ of }) => of);
    expect(Object.keys(latestNames(ofTheEndOfTime, new Literals()))).toEqual(expect.arrayContaining(held));
    // of a counted failure, so what says that it is one is held too
    expect(heldIn('latest_failed')).toEqual(['failed_at', 'is_counted', 'is_failed']);
  });

  it('has each bit at the place that rows were stored with', () => {
    // Migration 0008: a line is added at the end, and none is ever moved or taken out, nor has the column more than 16.
    expect(Object.entries(latestBits).map(([name, { place }]) => `${place} ${name}`)).toEqual([
      '0 is_there',
      '1 is_in_production',
      '2 is_counted',
      '3 is_failed',
      '4 is_failed_by_inference_alone',
      '5 recovers_by_retry',
      '6 has_succeeded',
      '7 is_rollback',
      '8 is_unplanned_repair',
      '9 is_of_unknown_exposure',
      '10 lacks_baseline',
    ]);
  });
});
