import { leadSamples } from '../deployments/lead-samples.js';
import { disjoint, gateSpans, peopleGates, secondsWithin } from '../deployments/waits.js';
import { phaseOptions } from '../evidence/point-reference.js';
import { type Cells, countIn, type Measure, numberIn } from '../metric.js';
import type { MetricQuestion } from '../query.js';
import { relationOf } from '../relations.js';
import type { Parameters, SqlStatement } from '../statement.js';
import { columnOf, statementOver } from '../to-sql.js';
import { type PhaseName, phaseNames } from './phase-names.js';

/** A phase over all samples of a group; seconds. */
export interface PhaseSummary {
  /** Samples in which it is known. */
  readonly n: number;
  /** Over all samples, one without the phase as 0: means of phases add up to the mean of the total. */
  readonly mean: number | null;
  /** Over those in which it is known: medians do not add up. */
  readonly p50: number | null;
}

/** Lead time of the changes of a group in its phases. */
export interface LeadTimePhases {
  /** Values of the asked dimensions, in their order; null: none. */
  readonly group: readonly (string | null)[];
  readonly n: number;
  readonly total: PhaseSummary;
  readonly phases: Readonly<Record<PhaseName, PhaseSummary>>;
  /** Samples with a boundary that nobody told. */
  readonly missing: number;
}

/** The statement over the changes closed in the window, and how to read its rows. */
export interface PlannedPhases {
  readonly statement: SqlStatement;
  readonly read: (rows: readonly Cells[]) => LeadTimePhases[];
}

/** Phases are of pull requests and direct pushes, from their earliest commit: whatever unit and start were asked for. */
export function planPhases(asked: MetricQuestion): PlannedPhases {
  const { bucket: _, ...whole } = asked;
  const question: MetricQuestion = { ...whole, options: phaseOptions(whole.options) };
  return {
    statement: statementOver(relationOf(phasesMeasure, question), question, [phasesMeasure], []),
    read: (rows) =>
      rows.map((row) => ({
        group: question.by.map((__, index) => (row[`g${index}`] as string) || null),
        ...phasesIn(row),
      })),
  };
}

/** What phases are counted of; its rows have `phase_samples`, and what they are made of. */
export const phasesMeasure: Measure = {
  id: 'LEAD_TIME_PHASES',
  relation: 'deployments',
  byFlag: 'sample',
  looksAhead: false,
  row: rowExpressions,
  aggregates: () => ({
    samples: 'groupArrayArrayIf(phase_samples, in_window AND is_counted)',
    n: 'length(samples)',
    missing: `arrayCount(s -> s.${phaseNames.length + 2} = 1, samples)`,
    ...summaryOf('total', 1),
    ...Object.assign({}, ...phaseNames.map((name, index) => summaryOf(name, index + 2))),
  }),
};

function summaryOf(name: string, member: number): Record<string, string> {
  const known = `arrayMap(s -> assumeNotNull(s.${member}), arrayFilter(s -> isNotNull(s.${member}), samples))`;
  return {
    [`${name}_known`]: known,
    [`${name}_n`]: `length(${name}_known)`,
    [`${name}_mean`]: `if(n = 0, NULL, arraySum(${name}_known) / n)`,
    [`${name}_p50`]: `arrayReduce('quantileExactInclusive(0.5)', ${name}_known)`,
  };
}

function phasesIn(row: Cells): Omit<LeadTimePhases, 'group'> {
  const cell = (name: string): string => columnOf(phasesMeasure, name);
  const summary = (name: string): PhaseSummary => ({
    n: countIn([row], cell(`${name}_n`)),
    mean: numberIn(row, cell(`${name}_mean`)),
    p50: numberIn(row, cell(`${name}_p50`)),
  });
  const phases = Object.fromEntries(phaseNames.map((name) => [name, summary(name)])) as LeadTimePhases['phases'];
  return {
    n: countIn([row], cell('n')),
    total: summary('total'),
    phases,
    missing: countIn([row], cell('missing')),
  };
}

/**
 * Per sample its total, its phases in their order and whether a boundary is missing. A boundary before the one before it
 * moves up to it, one after the close is unknown; then it stands where the last known one does.
 */
function rowExpressions(query: MetricQuestion, bind: Parameters): Record<string, string> {
  const tolerance = bind.bind('Float64', -query.options.clockSkewToleranceS);
  const { samples } = leadSamples(query, bind);
  const inTime = (instant: string): string => `if(${instant} <= phase_close, ${instant}, NULL)`;
  const isRequest = `NOT startsWith(e.change, 'commit:')`;
  const after = (position: string, member: number): string => `greatest(${position}, ifNull(b.${member}, ${position}))`;
  const isKnown = (member: number): string => `isNotNull(b.${member})`;
  return {
    phase_close: 'state.finishedAt',
    phase_people: peopleGates(query, bind),
    phase_gates: `arraySort(${gateSpans(query, bind, 'phase_people', 'phase_close')})`,
    phase_waits: disjoint('phase_gates'),
    phase_begin: `if(state.startKnown = 1 AND state.startedAt <= phase_close, state.startedAt, NULL)`,
    // Earliest commit, ready, first review, last approval, merged or pushed, and whether it is a pull request.
    phase_said: `arrayMap(e -> (e.firstCommitAt, ${inTime('e.readyAt')}, ${inTime('e.firstReviewAt')}, ${inTime('e.approvedAt')},
      ${inTime(`if(${isRequest}, e.mergedAt, e.pushedAt)`)}, ${isRequest}),
      arrayFilter(e -> (phase_close - e.firstCommitAt) / 1000 >= ${tolerance}, ${samples}))`,
    phase_ready: `arrayMap(b -> ${after('b.1', 2)}, phase_said)`,
    phase_reviewed: `arrayMap((b, at) -> ${after('at', 3)}, phase_said, phase_ready)`,
    phase_approved: `arrayMap((b, at) -> ${after('at', 4)}, phase_said, phase_reviewed)`,
    phase_landed: `arrayMap((b, at) -> ${after('at', 5)}, phase_said, phase_approved)`,
    phase_samples: `arrayMap((b, ready, reviewed, approved, landed) -> (
      ${seconds('b.1', 'phase_close')},
      multiIf(NOT b.6 AND ${isKnown(5)}, ${seconds('b.1', 'landed')}, NOT b.6, NULL, ${isKnown(2)}, ${seconds('b.1', 'ready')}, ${isKnown(3)}, ${seconds('b.1', 'reviewed')}, NULL),
      if(b.6 AND ${isKnown(2)} AND ${isKnown(3)}, ${seconds('ready', 'reviewed')}, NULL),
      multiIf(NOT b.6, NULL, ${isKnown(4)}, ${seconds('reviewed', 'approved')}, ${isKnown(5)}, ${seconds('reviewed', 'landed')}, NULL),
      if(b.6 AND ${isKnown(4)} AND ${isKnown(5)}, ${seconds('approved', 'landed')}, NULL),
      ${seconds('landed', begin)} - ${waitedIn('landed', begin)},
      if(empty(phase_gates), NULL, ${waitedIn('landed', 'phase_close')}),
      if(isNull(phase_begin), NULL, ${seconds(begin, 'phase_close')} - ${waitedIn(begin, 'phase_close')}),
      isNull(phase_begin) OR NOT ${isKnown(5)} OR (b.6 AND NOT (${[2, 3, 4].map(isKnown).join(' AND ')}))
    ), phase_said, phase_ready, phase_reviewed, phase_approved, phase_landed)`,
  };
}

/** Start of the deployment, not before the change had landed; unknown: its close. */
export const begin = 'if(isNull(phase_begin), phase_close, greatest(assumeNotNull(phase_begin), landed))';

const seconds = (from: string, to: string): string => `(greatest(0, ${to} - ${from}) / 1000)`;

/** Seconds between two instants in which a gate of people was open. */
const waitedIn = (from: string, to: string): string => secondsWithin('phase_waits', from, to);
