import type { MetricId } from '@leadline/metrics';
import type { ScorecardAnswer } from '../answer.js';
import type { MeasuredPoint, ScorecardFacts } from '../facts.js';
import { type JudgedCriterion, type Scorecard, scorecardOf } from '../scorecard.js';

export const DAY = 86_400_000;
export const WEEK = 7 * DAY;
/** A Monday: four full weeks lie before it. */
export const AS_OF = Date.parse('2026-03-16T00:00:00Z');
export const FIRST = AS_OF - 4 * WEEK;

/** A number of a metric over the four weeks. */
export function givenPoint(metric: MetricId, given: Partial<MeasuredPoint>): [MetricId, MeasuredPoint] {
  return [
    metric,
    {
      id: `point of ${metric}`,
      metric,
      from: FIRST,
      to: AS_OF,
      value: null,
      n: 0,
      numerator: null,
      denominator: null,
      p75: null,
      p90: null,
      open: null,
      inferred: null,
      lowerBound: null,
      low: null,
      high: null,
      currency: null,
      details: {},
      ...given,
    },
  ];
}

/** Four weeks with so many deployments on so many days each. */
export const givenWeeks = (...weeks: readonly (readonly [deployments: number, activeDays: number])[]) =>
  weeks.map(([deployments, activeDays], index) => ({
    from: FIRST + index * WEEK,
    to: FIRST + (index + 1) * WEEK,
    deployments,
    activeDays,
  }));

const noDeployments: ScorecardFacts['deployments'] = {
  counted: 0,
  carriers: 0,
  carriersKnown: 0,
  changes: 0,
  byPullRequest: 0,
  pushedDirectly: [],
  done: 0,
  withSteps: 0,
  withCanary: 0,
  withChecks: 0,
  withPostCheck: 0,
  testGates: [],
  procedureTold: 0,
};

const noCommits: ScorecardFacts['commits'] = {
  runs: 0,
  landed: 0,
  tested: 0,
  untested: [],
  deployments: 0,
  green: 0,
  withoutGreen: [],
};

/** What is known where nothing arrived, with what a test is about. */
export function givenFacts({
  deployments = {},
  ...given
}: Omit<Partial<ScorecardFacts>, 'deployments'> & {
  readonly deployments?: Partial<ScorecardFacts['deployments']>;
} = {}): ScorecardFacts {
  return {
    scope: { kind: 'team', name: 'eng/web' },
    asOf: AS_OF,
    weeks: givenWeeks([0, 0], [0, 0], [0, 0], [0, 0]),
    fourWeeks: new Map(),
    twelveWeeks: new Map(),
    failRateGroups: { repositories: [], flags: [] },
    phases: { changes: 0, withGaps: 0 },
    deployments: { ...noDeployments, ...deployments },
    preproduction: { deployments: 0, approvals: 0, gates: 0 },
    sources: { services: [], live: [] },
    incidentSourceWeeks: [false, false, false, false],
    ciRuns: [0, 0, 0, 0],
    trainsDeparted: [0, 0, 0, 0],
    commits: noCommits,
    issues: { changes: 0, linked: 0, unlinked: [] },
    whereabouts: { changes: 0, arrived: 0, found: 0, lost: [], doubtful: 0 },
    starts: { deployments: 0, byMachine: 0, byAuthor: 0, byOthers: 0 },
    notices: { byAudience: [], deployments: 0, noticed: 0, unnoticed: [] },
    soaks: { wantedMinutes: null, versions: 0, soaked: 0, unsoaked: [], stays: 0 },
    driftRule: { channels: [], uncovered: [] },
    targets: [],
    projects: [],
    furthestTrain: null,
    flagChanges: { ever: 0, inFourWeeks: 0 },
    budgets: 0,
    downtime: { observations: 0, seconds: 0, plannedSeconds: 0 },
    tests: null,
    places: [],
    drift: { pairs: 0, unknown: [] },
    services: [],
    mails: [],
    failureRules: ['a person says so'],
    ...given,
  };
}

/** An answer of the day before. */
export const givenAnswer = (criterion: string, given: Partial<ScorecardAnswer> = {}): ScorecardAnswer => ({
  event: `answer to ${criterion}`,
  criterion,
  value: 'yes',
  reason: 'Agreed',
  link: null,
  by: 'ana',
  at: AS_OF - DAY,
  ...given,
});

export function criterionIn({ cards }: Scorecard, id: string): JudgedCriterion {
  const found = cards.flatMap(({ criteria }) => criteria).find((one) => one.id === id);
  if (found === undefined) throw new Error(`There is no criterion ${id}`);
  return found;
}

/** What a rule says of facts: "met", "not_met", "unknown: what is missing", "proposed met". */
export function saidOf(id: string, facts: ScorecardFacts, answers: readonly ScorecardAnswer[] = []): string {
  const { verdict } = criterionIn(scorecardOf(facts, answers), id);
  switch (verdict.status) {
    case 'unknown':
      return `unknown: ${verdict.missing}`;
    case 'proposed':
      return `proposed ${verdict.proposes}`;
    case 'answered':
      return `answered ${verdict.answer.value}${verdict.isContradicted ? ', contradicted' : ''}`;
    case 'met':
    case 'not_met':
      return verdict.status;
  }
}
