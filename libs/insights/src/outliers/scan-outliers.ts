import { benjaminiHochberg, twoSidedNormalP } from '@leadline/statistics';
import { leadTimes, recoveries } from './compared-durations.js';
import { durationAgainstHistory } from './duration-against-history.js';
import { durationAgainstPeers } from './duration-against-peers.js';
import { frequencyAgainstHistory } from './frequency-against-history.js';
import { type FunnelPlot, funnelPlot } from './funnel-plot.js';
import { historiesOf } from './groups.js';
import type { Judgement } from './judgement.js';
import { lastingShift } from './lasting-shift.js';
import { type LookedAt, measures, type Outlier, type OutlierMeasure, type OutlierSubject } from './outlier.js';
import { rateAgainstHistory } from './rate-against-history.js';
import { rateAgainstPeers } from './rate-against-peers.js';
import type { RateMeasure } from './rates.js';
import type { OutlierScanInput } from './scan-input.js';
import { singleRecord } from './single-record.js';
import { unusualDay } from './unusual-day.js';

/** Share of false ones among the flags of a family that is tolerated on average. */
const FALSE_DISCOVERY_RATE = 0.05;

export interface OutlierScan {
  /** Strongest evidence first, single records after the others. */
  readonly outliers: readonly Outlier[];
  /** What each rule looked at, what it judged, and why it did not judge the rest. */
  readonly lookedAt: readonly LookedAt[];
  readonly funnels: readonly FunnelPlot[];
  /** Hypotheses that were tested, single records aside. */
  readonly tests: number;
  /** How many of the flags are to be expected false at most, single records aside. */
  readonly expectedFalse: number;
}

/**
 * Looks at everything with every rule of metrics.md 7 that the metrics call for. The result does not depend on the order of
 * anything in the input.
 *
 * False discoveries: all p-values of a scan are one family at 5 %; the posterior rule needs none, and single records are
 * flags of records (7.1, 7.2).
 */
export function scanOutliers(input: OutlierScanInput): OutlierScan {
  const { metrics, period } = input;
  const asked = (measure: OutlierMeasure): boolean => measures[measure].askedBy.some((id) => metrics.includes(id));
  const groups = historiesOf(input.groups, input.areNested);
  const rates = (['fail_rate', 'rework_rate'] satisfies RateMeasure[]).filter(asked);
  const funnels = rates.map((measure) => funnelPlot(groups, period, measure));
  const compared = { groups, period, baseline: input.baseline, isProvisional: period.to > input.settledUntil };
  const ofPeriod = [
    ...funnels.map((plot) => rateAgainstPeers(plot, compared)),
    ...rates.map((measure) => rateAgainstHistory(measure, compared)),
    ...[leadTimes, recoveries]
      .filter(({ measure }) => asked(measure))
      .flatMap((durations) => {
        // Lead times of the last days are all known; how long it takes to recover may depend on what is not.
        const judged = { ...compared, isProvisional: compared.isProvisional && durations === recoveries };
        return [durationAgainstPeers(durations, groups, judged), durationAgainstHistory(durations, groups, judged)];
      }),
    ...(asked('frequency') ? [frequencyAgainstHistory(groups, period, input.weeks)] : []),
    ...(asked('fail_rate') ? [unusualDay(input.everything, input)] : []),
    ...(['lead_time', 'rollout', 'incident'] as const)
      .filter(asked)
      .map((measure) => singleRecord(measure, input.records, period)),
  ];
  const familySize = ofPeriod.reduce((sum, { tests }) => sum + tests.length, 0);
  const ofShifts = asked('lead_time') ? [lastingShift(groups, { period, weeks: input.weeks, familySize })] : [];
  const judged = discovered([...ofPeriod, ...ofShifts]);
  const outliers = judged.flatMap(({ outliers: own }) => own).sort(strongestFirst);
  return {
    outliers,
    lookedAt: judged.map(({ lookedAt }) => lookedAt),
    funnels,
    tests: judged.reduce((sum, { lookedAt }) => sum + (lookedAt.rule === 'single_record' ? 0 : lookedAt.judged), 0),
    expectedFalse: outliers.reduce((sum, outlier) => sum + chanceOfFalse(outlier), 0),
  };
}

interface Judged {
  readonly lookedAt: LookedAt;
  readonly outliers: readonly Outlier[];
}

/** The tests of all judgements as one family (Benjamini and Hochberg). */
function discovered(judgements: readonly Judgement[]): Judged[] {
  const family = judgements.flatMap(({ tests }) => tests);
  const decisions = benjaminiHochberg(
    family.map(({ p }) => p),
    FALSE_DISCOVERY_RATE,
  );
  const decisionOf = new Map(family.map((test, index) => [test, decisions[index]]));
  return judgements.map(({ rule, measure, looked, notJudged, found, tests }) => {
    const rejected = tests.flatMap((test): Outlier[] => {
      const decision = decisionOf.get(test);
      if (!decision?.rejected || test.suspect === null) return [];
      return [{ ...test.suspect, certainty: { kind: 'test', p: test.p, q: decision.adjusted } }];
    });
    const outliers = [...found, ...rejected];
    const left = Object.values(notJudged).reduce((sum, count) => sum + count, 0);
    return {
      lookedAt: { rule, measure, looked, judged: looked - left, flagged: outliers.length, notJudged },
      outliers,
    };
  });
}

/** Of a single record nothing is claimed that could be false. */
function chanceOfFalse({ certainty }: Outlier): number {
  switch (certainty.kind) {
    case 'posterior':
      return 1 - certainty.probability;
    case 'test':
      return FALSE_DISCOVERY_RATE;
    case 'score':
      return 0;
  }
}

/** What is left to doubt. */
function doubtOf({ certainty }: Outlier): number {
  switch (certainty.kind) {
    case 'posterior':
      return 1 - certainty.probability;
    case 'test':
      return certainty.q;
    case 'score':
      return twoSidedNormalP(certainty.score);
  }
}

/** Single records last: they are sure, and of one deployment or incident alone. */
function strongestFirst(a: Outlier, b: Outlier): number {
  const isSingle = ({ rule }: Outlier): number => (rule === 'single_record' ? 1 : 0);
  return isSingle(a) - isSingle(b) || doubtOf(a) - doubtOf(b) || (outlierKey(a) < outlierKey(b) ? -1 : 1);
}

/** Tells outliers of a scan apart, and stays the same from scan to scan of one period. */
export function outlierKey({ rule, measure, subject, since }: Outlier): string {
  return JSON.stringify([rule, measure, ...subjectKey(subject), since]);
}

function subjectKey(subject: OutlierSubject): readonly (string | number)[] {
  switch (subject.kind) {
    case 'everything':
      return [];
    case 'group':
      return [subject.group];
    case 'deployment': {
      const { environment, deployment, occurrence } = subject.record;
      return [subject.service, environment, deployment, occurrence];
    }
    case 'incident':
      return [subject.service, subject.record.id];
  }
}
