import type { Cells } from '../metric.js';
import { asksOwnersOfBuckets, isOwnedAt } from '../owners-of-spans.js';
import type { MetricQuestion } from '../query.js';

/** A change of a flag in one environment; `at` in epoch milliseconds, `exposure` in per cent. */
export interface FlagStep {
  readonly id: string;
  readonly environment: string;
  readonly at: number;
  readonly exposure: number;
  readonly planned: boolean;
  /** A person's word on it: failed, ok, or '' where nobody said. */
  readonly verdict: string;
}

/** An incident that counts against a change of the flag. */
export interface FlagIncident {
  readonly flagChange: string;
  readonly id: string;
  readonly impactAt: number;
  readonly resolvedAt: number | null;
}

/** A change that carries the flag. */
export interface FlaggedSample {
  readonly service: string;
  readonly change: string;
  readonly opensAt: number;
  readonly deployedAt: number;
  /** Ends of buckets at which the team asked for owned its service; absent: nobody asks. */
  readonly ownedAt?: readonly number[] | undefined;
}

/** A flag as a statement over the relation gives it: what a metric did not ask for is empty. */
export interface FlagRow {
  readonly flag: string;
  readonly steps: readonly FlagStep[];
  /** Its changes in environments that are not of tier production. */
  readonly elsewhere: readonly FlagStep[];
  readonly permanent: boolean;
  readonly archivedAt: number | null;
  readonly samples: readonly FlaggedSample[];
  readonly deployed: readonly number[];
  readonly namedBy: readonly FlagIncident[];
  readonly attributed: readonly FlagIncident[];
  /** Ends of buckets at which the team asked for owned one of its services; absent: nobody asks. */
  readonly ownedAt: readonly number[] | undefined;
}

export type FlagColumn = 'steps' | 'elsewhere' | 'said' | 'own_samples' | 'deployed' | 'named_by' | 'attributed';

/** The aggregate that brings these columns of every flag of a group, with the ends of its owners where they are asked for. */
export const flagsWith = (query: MetricQuestion, ...columns: readonly FlagColumn[]): string =>
  `groupArray(${flagCell(...columns, ...(asksOwnersOfBuckets(query) ? [OWNED_AT] : []))})`;

const OWNED_AT = 'owned_at';

/** The same of one flag: a row of the relation. */
export const flagCell = (...columns: readonly string[]): string => `(flag, ${columns.join(', ')})`;

/** What {@link flagCell} brings. */
export type FlagCell = readonly unknown[];

type IncidentCells = readonly [flagChange: string, id: string, impactAt: number, resolvedAt: number | null];

/** Reads what {@link flagsWith} brought as `flags` under the same columns, as far as it belongs to a span that ends so. */
export function flagRows(
  cells: readonly Cells[],
  columns: readonly FlagColumn[],
  to: number,
  query: Pick<MetricQuestion, 'asOf' | 'window'>,
): FlagRow[] {
  const isOwn = ({ ownedAt }: Pick<FlagRow, 'ownedAt'> | FlaggedSample): boolean => isOwnedAt(ownedAt, to, query);
  return cells
    .flatMap((row) => row['flags'] as readonly FlagCell[])
    .map((cell) => flagRowIn(cell, ...columns))
    .filter(isOwn)
    .map((row) => ({ ...row, samples: row.samples.filter(isOwn) }));
}

/** Reads one {@link flagCell}, under the same columns. */
export function flagRowIn([flag, ...values]: FlagCell, ...columns: readonly FlagColumn[]): FlagRow {
  const of = <T>(column: FlagColumn): readonly T[] => (values[columns.indexOf(column)] ?? []) as readonly T[];
  const said = of<readonly [0 | 1, number | null]>('said');
  return {
    flag: String(flag),
    steps: of<StepCells>('steps').map(stepIn).sort(inOrder),
    elsewhere: of<StepCells>('elsewhere').map(stepIn).sort(inOrder),
    permanent: said.some(([permanent]) => permanent === 1),
    archivedAt: said[0]?.[1] ?? null,
    samples: of<readonly [string, string, number, number, ownedAt?: readonly number[]]>('own_samples').map(
      ([service, change, opensAt, deployedAt, ownedAt]) => ({ service, change, opensAt, deployedAt, ownedAt }),
    ),
    deployed: of<number>('deployed'),
    namedBy: of<IncidentCells>('named_by').map(incidentIn),
    attributed: of<IncidentCells>('attributed').map(incidentIn),
    // Behind the columns, where it was asked for.
    ownedAt: values[columns.length] as readonly number[] | undefined,
  };
}

type StepCells = readonly [string, string, number, number, 0 | 1, string];

const stepIn = ([id, environment, at, exposure, planned, verdict]: StepCells): FlagStep => ({
  id,
  environment,
  at,
  exposure,
  planned: planned === 1,
  verdict,
});

const incidentIn = ([flagChange, id, impactAt, resolvedAt]: IncidentCells): FlagIncident => ({
  flagChange,
  id,
  impactAt,
  resolvedAt,
});

const inOrder = (a: FlagStep, b: FlagStep): number => a.at - b.at || (a.id < b.id ? -1 : 1);
