import type { Named } from '../layers.js';
import type { MetricQuestion } from '../query.js';
import type { Parameters } from '../statement.js';
import type { ComparedPlace } from '../places.js';
import type { EvidenceItem, FailureEvidence, LeftOutReason, ShownThing } from './evidence-item.js';
import type { PointReference } from './point-reference.js';

/**
 * How a value is made of what its entries contribute. share: numerators over denominators. median, mean: of the values.
 * survival: Kaplan–Meier median of the values, entries without an end being censored. per_day: entries over civil days.
 * count: entries above the line. sum: of the values; none without entries.
 */
export type Combination = 'share' | 'median' | 'mean' | 'survival' | 'per_day' | 'count' | 'sum';

/** A reason, and the condition on a row under which it holds. */
export type Exclusion = readonly [reason: LeftOutReason, condition: string];

/** What of a row counts, in words that the relation and the metric name: the number is made of the same words. */
export interface CountedRow {
  /** Expressions of evidence alone, by name. */
  readonly named?: Named;
  /** Condition under which a row is part of the number. */
  readonly counted: string;
  /** Why one is not, of which the first that holds says it. */
  readonly reasons: readonly Exclusion[];
  /** Array of pairs (rule, by): what says that it failed. Default: nobody asks. */
  readonly failures?: string;
}

/** An entry for each row; or for each of its `elements`. */
export interface CountedEntries extends CountedRow {
  /** Of a share: condition under which a counted row stands above the line. */
  readonly above?: string;
  /** Of a share: what a counted row adds. Default: 1 where it stands above the line, and 1. */
  readonly numerator?: string;
  readonly denominator?: string;
  /** Why one that counts does not stand above the line though it might. */
  readonly notes?: readonly Exclusion[];
  /** The sample, in the unit of the metric. */
  readonly value?: string;
  /** "change:<repository>#<number>" or "commit:<sha>" that the row is of. */
  readonly change?: string;
  readonly opensAt?: string;
  readonly closesAt?: string;
  /** Array of ids: incidents it is about. */
  readonly incidents?: string;
  /** Array of {@link ENTRY}s in place of the one entry of a counted row. */
  readonly elements?: string;
}

/** Entries that the statement makes of single rows. */
export interface EvidenceOfRows {
  readonly form: 'rows';
  readonly made: Combination;
  readonly of: (query: MetricQuestion, bind: Parameters) => CountedEntries;
}

/** A row as TypeScript gets it. */
export interface EvidentRow<Cell> {
  readonly shown: ShownThing;
  readonly isCounted: boolean;
  /** Why not. */
  readonly reason: LeftOutReason | null;
  /** Whether one would look for it in the window. */
  readonly isNear: boolean;
  readonly failures: readonly FailureEvidence[];
  readonly cell: Cell;
}

/** Entries that exist only when all rows are seen together: the number, too, is finished in TypeScript. */
export interface EvidenceOfWhole extends WholeRule<unknown> {
  readonly form: 'whole';
}

/** The same by a metric that knows what its own cell is. */
export interface WholeRule<Cell> {
  readonly made: Combination;
  readonly of: (
    query: MetricQuestion,
    bind: Parameters,
  ) => CountedRow & {
    /** What TypeScript reads of a row. */
    readonly cell: string;
    /** Rows that matter at all. Default: every row of the relation. */
    readonly among?: string;
  };
  readonly assemble: (rows: readonly EvidentRow<Cell>[], point: PointReference) => readonly EvidenceItem[];
}

/** Rows come with the cell that the rule itself wrote. */
export const evidenceOfWhole = <Cell>({ made, of, assemble }: WholeRule<Cell>): EvidenceOfWhole => ({
  form: 'whole',
  made,
  of,
  assemble: (rows, point) =>
    assemble(
      rows.map((row) => ({ ...row, cell: row.cell as Cell })),
      point,
    ),
});

/** A place as it was compared with another: no statement brings it. */
export interface EvidentPlace {
  readonly shown: ShownThing;
  /** null: one of the two was never deployed to. */
  readonly compared: ComparedPlace | null;
}

/** An entry for each compared place. */
export interface EvidenceOfPlaces {
  readonly form: 'compared';
  readonly made: Combination;
  readonly item: (place: EvidentPlace) => EvidenceItem;
}

export type EvidenceRule = EvidenceOfRows | EvidenceOfWhole | EvidenceOfPlaces;

/** Entry of a row in SQL: part, reason, change, opening, closing, value, numerator, denominator, incidents. */
export const ENTRY =
  'Tuple(String, String, String, Nullable(Int64), Nullable(Int64), Nullable(Float64), Nullable(Float64), Nullable(Float64), Array(String))';

/** Of the reasons the first that holds; ''. */
export const firstReason = (reasons: readonly Exclusion[]): string =>
  reasons.length === 0
    ? `''`
    : `multiIf(${reasons.map(([reason, condition]) => `${condition}, '${reason}'`).join(',\n        ')}, '')`;

/** An item without contribution; what assembles one says more of it. */
export const leftOut = (
  { shown, failures }: Pick<EvidentRow<unknown>, 'shown' | 'failures'>,
  reason: LeftOutReason,
): EvidenceItem => ({
  ...shown,
  part: 'left_out',
  reason,
  change: null,
  opensAt: null,
  closesAt: null,
  value: null,
  numerator: null,
  denominator: null,
  failures,
  incidents: [],
  train: null,
});

/** A sample of a metric that is no share. */
export const sampleItem = (
  row: Pick<EvidentRow<unknown>, 'shown' | 'failures'>,
  value: number | null,
): EvidenceItem => ({
  ...leftOut(row, 'outside_window'),
  part: 'sample',
  reason: null,
  value,
});

/** An entry of a share, with what it adds. */
export const shareItem = (
  row: Pick<EvidentRow<unknown>, 'shown' | 'failures'>,
  numerator: number,
  denominator = 1,
): EvidenceItem => ({
  ...sampleItem(row, null),
  part: numerator > 0 ? 'numerator' : 'denominator',
  numerator,
  denominator,
});
