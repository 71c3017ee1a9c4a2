import type { DetailName, Details } from './details.js';
import type { EvidenceRule } from './evidence/evidence-rule.js';
import type { OptionName } from './options.js';
import type { MetricQuestion } from './query.js';
import type { Parameters } from './statement.js';

/** FACTOR: how many times as much. COUNT: how many. */
export type Unit = 'PER_DAY' | 'SECONDS' | 'RATIO' | 'COUNT' | 'FACTOR';
/** NEITHER: context that is no judgement. */
export type Better = 'HIGHER' | 'LOWER' | 'NEITHER';
/** What the rows are that a metric is made of; `relations.ts` says what each has. */
export type RelationName =
  | 'deployments'
  | 'attempts'
  | 'gates'
  | 'rollbacks'
  | 'incidents'
  | 'flags'
  | 'observations'
  | 'budgets'
  | 'runs'
  | 'trains'
  | 'bookings'
  | 'changes'
  | 'places';
export type PointStatus = 'OK' | 'NO_DATA' | 'INSUFFICIENT' | 'PROVISIONAL';

/** A metric's value for one group and bucket. null: there is no value; never 0 for "no data". */
export interface MetricValue {
  readonly value: number | null;
  readonly n: number;
  readonly numerator: number | null;
  readonly denominator: number | null;
  readonly p75: number | null;
  readonly p90: number | null;
  /** Episodes still open. */
  readonly open: number | null;
  /** Failures known by inference alone. */
  readonly inferred: number | null;
  /** At least this much, where the value is not reached. */
  readonly lowerBound: number | null;
  /** 95 % interval. */
  readonly low: number | null;
  readonly high: number | null;
  /** Of the amounts among its details, where all are in one: ISO 4217. */
  readonly currency: string | null;
  /** Numbers that explain the value, by the names of metrics.md (noBaseline, invalidSamples, …). */
  readonly details: Details;
}

/** The part of a metric that lies between two instants. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Columns of one group and bucket as SQL returned them, by the metric's own names. */
export type Cells = Readonly<Record<string, unknown>>;

/** What is counted over the rows of a relation, by group and bucket: the part of a metric that becomes SQL. */
export interface Measure {
  /** Prefix of its columns. */
  readonly id: string;
  readonly relation: RelationName;
  /**
   * What carries a flag where numbers are grouped or narrowed by flag: the deployment as a whole, or each of its samples
   * apart from its companions. Default: deployment.
   */
  readonly byFlag?: 'deployment' | 'sample';
  /** Named expressions over one row, beside those every metric of the relation shares. */
  readonly row: (query: MetricQuestion, bind: Parameters) => Readonly<Record<string, string>>;
  /** Named aggregates over the rows of one group and bucket. */
  readonly aggregates: (query: MetricQuestion, bind: Parameters) => Readonly<Record<string, string>>;
  /** More of them, of which details alone are made: `finish` may find none of them where details are left out. */
  readonly explained?: (query: MetricQuestion, bind: Parameters) => Readonly<Record<string, string>>;
  /** Aggregates that only others of its aggregates need: they do not leave the warehouse. */
  readonly intermediate?: readonly string[];
  /** Options that make a difference beside those in its expressions: in its rows, or when it is finished. */
  readonly judgedBy?: readonly OptionName[];
  /**
   * Whether it needs the whole history of the scope: what it counts in a bucket depends on rows beyond (a deployment's
   * next success, the steps of a flag). Then `finish` gets the cells of every bucket.
   */
  readonly looksAhead: boolean;
  /** Of one that looks ahead over deployments: which rows it counts, as a condition. Others are neighbours alone. */
  readonly countsOnly?: string;
}

/**
 * What guides to deployments customarily ask of a metric: something to begin with, and no verdict. A bound of one's own is
 * a rule of alerts, a criterion of a scorecard or the aim of a project.
 */
export interface MetricTarget {
  readonly is: 'AT_LEAST' | 'AT_MOST' | 'BELOW';
  /** In the unit of the metric, or of the detail. */
  readonly value: number;
  /** The detail that is to keep it; absent: the value itself. */
  readonly of?: DetailName;
}

/** A metric as data: one file each. */
export interface MetricDefinition<Id extends string = string> extends Measure {
  readonly id: Id;
  readonly title: string;
  /** One sentence for people. */
  readonly summary: string;
  readonly unit: Unit;
  readonly better: Better;
  /** Where the definition comes from. */
  readonly source: string;
  /** Absent: nobody asks for one in general. */
  readonly target?: MetricTarget;
  /** Whether what it counts is often known only days later, as failures are. Default: false. */
  readonly settlesLate?: boolean;
  /**
   * What of the rows counts and why the others do not: what people see when they open a number. A metric without opens
   * to nothing, and fails a test.
   */
  readonly evidence?: EvidenceRule;
  /** Whether its buckets are told the middle of the counts of those that nothing cuts. */
  readonly hasTypicalBucket?: boolean;
  /** Turns cells into the value; none: no row in this group and bucket. */
  readonly finish: (cells: readonly Cells[], span: Span, query: MetricQuestion) => MetricValue;
}

export const noValue: MetricValue = {
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
};

/**
 * A value of these members, with nothing for the others. Member by member: a page has tens of thousands of values, and a
 * literal that begins by copying {@link noValue} takes many times as long.
 */
export function metricValue(known: Partial<MetricValue>): MetricValue {
  return {
    value: known.value ?? null,
    n: known.n ?? 0,
    numerator: known.numerator ?? null,
    denominator: known.denominator ?? null,
    p75: known.p75 ?? null,
    p90: known.p90 ?? null,
    open: known.open ?? null,
    inferred: known.inferred ?? null,
    lowerBound: known.lowerBound ?? null,
    low: known.low ?? null,
    high: known.high ?? null,
    currency: known.currency ?? null,
    details: known.details ?? noValue.details,
  };
}

/** Reads a number out of a cell; what is not a finite number (NaN of an empty quantile) is null. */
export function numberIn(cells: Cells | undefined, name: string): number | null {
  const value = cells?.[name];
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

/** Reads a count; a missing row counts nothing. */
export function countIn(cells: readonly Cells[], name: string): number {
  let sum = 0;
  for (const row of cells) sum += numberIn(row, name) ?? 0;
  return sum;
}
