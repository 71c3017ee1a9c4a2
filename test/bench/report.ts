import { type Figure, type Goal, isMet, type Measured, type Size, type Unit } from './bench.js';
import type { Machine } from './machine.js';

/** How a bench went. */
export type Outcome = { readonly bench: string; readonly seconds: number } & (
  ({ readonly outcome: 'measured' } & Measured) | { readonly outcome: 'could_not_run'; readonly error: string }
);

export interface Report {
  readonly size: Size;
  readonly machine: Machine;
  readonly benches: readonly Outcome[];
}

const headings = ['bench', 'figure', 'measured', 'goal', 'met'] as const;

/** One table of all figures, then what they were measured with and on. */
export function reportText({ size, machine, benches }: Report): string {
  const parameters = benches.map((one) => `${one.bench} (${one.seconds} s): ${parametersText(one)}`);
  return [
    alignedText([headings, ...benches.flatMap(rowsOf)]),
    '',
    ...parameters,
    '',
    `${machine.cores} cores (${machine.processor}), ${machine.memoryGb} GB, Node ${machine.node}, load ${machine.loadAtStart} at start`,
    ...(size === 'quick' ? ['Quick sizes: these figures show that the benches work, not how fast Leadline is.'] : []),
    ...(machine.isLoaded ? [loadWarning(machine)] : []),
  ].join('\n');
}

export function loadWarning({ loadAtStart, cores }: Machine): string {
  return `WARNING: the machine was busy before (load ${loadAtStart} on ${cores} cores). Times are too long; ratios are less sure.`;
}

/** The same for programs, each figure with whether its goal is met; null: it has none. */
export function reportJson({ benches, ...report }: Report): string {
  const judged = benches.map((one) =>
    one.outcome === 'measured' ? { ...one, figures: one.figures.map(judgedFigure) } : one,
  );
  return JSON.stringify({ ...report, benches: judged }, undefined, 2);
}

function judgedFigure(figure: Figure): Figure & { readonly met: boolean | null } {
  return { ...figure, met: figure.goal === undefined ? null : isMet(figure.measured, figure.goal) };
}

function rowsOf(one: Outcome): readonly (readonly string[])[] {
  switch (one.outcome) {
    case 'could_not_run':
      return [[one.bench, 'could not run', '', '', '']];
    case 'measured':
      return one.figures.map(({ figure, measured, unit, goal }) => [
        one.bench,
        figure,
        `${numberText(measured, unit)} ${unit}`,
        goal === undefined ? '' : goalText(goal, unit),
        goal === undefined ? '' : isMet(measured, goal) ? 'yes' : 'NO',
      ]);
  }
}

function parametersText(one: Outcome): string {
  switch (one.outcome) {
    case 'could_not_run':
      return `could not run: ${one.error}`;
    case 'measured':
      return Object.entries(one.parameters)
        .map(([name, value]) => `${name} ${typeof value === 'number' ? value.toLocaleString('en') : value}`)
        .join(', ');
  }
}

function goalText(goal: Goal, unit: Unit): string {
  const bound = 'atLeast' in goal ? `≥ ${numberText(goal.atLeast, unit)}` : `≤ ${numberText(goal.atMost, unit)}`;
  return goal.wanted === undefined ? bound : `${bound} (wanted ${numberText(goal.wanted, unit)})`;
}

/** Units whose figures are small. */
const hundredths: ReadonlySet<Unit> = new Set<Unit>(['of B', 'of JSON.parse', 'times', 'flags', '%']);

function numberText(value: number, unit: Unit): string {
  const digits = hundredths.has(unit) ? 2 : Math.abs(value) < 100 && !Number.isInteger(value) ? 1 : 0;
  return value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

function alignedText(rows: readonly (readonly string[])[]): string {
  const widths = headings.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
