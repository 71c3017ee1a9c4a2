import type { Cells } from '../metric.js';

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
}

export type FlagColumn = 'steps' | 'elsewhere' | 'said' | 'own_samples' | 'deployed' | 'named_by' | 'attributed';

/** The aggregate that brings these columns of every flag of a group. */
export const flagsWith = (...columns: readonly FlagColumn[]): string => `groupArray(${flagCell(...columns)})`;

/** The same of one flag: a row of the relation. */
export const flagCell = (...columns: readonly FlagColumn[]): string => `(flag, ${columns.join(', ')})`;

/** What {@link flagCell} brings. */
export type FlagCell = readonly unknown[];

type IncidentCells = readonly [flagChange: string, id: string, impactAt: number, resolvedAt: number | null];

/** Reads what {@link flagsWith} asked for, under the same columns. */
export const flagRows = (cells: readonly Cells[], name: string, ...columns: readonly FlagColumn[]): FlagRow[] =>
  cells.flatMap((row) => row[name] as readonly FlagCell[]).map((cell) => flagRowIn(cell, ...columns));

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
    samples: of<readonly [string, string, number, number]>('own_samples').map(
      ([service, change, opensAt, deployedAt]) => ({ service, change, opensAt, deployedAt }),
    ),
    deployed: of<number>('deployed'),
    namedBy: of<IncidentCells>('named_by').map(incidentIn),
    attributed: of<IncidentCells>('attributed').map(incidentIn),
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
