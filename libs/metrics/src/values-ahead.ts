import { cellsReader, columnsOf, type Group, groupKey } from './group-rows.js';
import type { Cells, MetricValue } from './metric.js';
import { areLatest, type Metric, type PlannedQuery, spansOf } from './plan.js';

/** A row of the statement that looks ahead: its groups are lists, g0, g1, … */
export type RowAhead = Readonly<Record<string, unknown>> & { readonly beyond: number };

/** What looks ahead, finished: by the key of its group, a value for each span. */
export type ValuesAhead = ReadonlyMap<string, ValuesOfGroup>;

interface ValuesOfGroup {
  readonly group: Group;
  readonly values: readonly MetricValue[];
}

/**
 * Finishes the metric that looks ahead from the answer of its own statement, which is there before the other one: nearly
 * half of a page's work is done while the warehouse still counts. undefined: something changes after asOf, and it says
 * nothing.
 */
export function valuesAhead(
  planned: PlannedQuery,
  { metrics }: { readonly metrics: readonly Metric[] },
  rows: readonly RowAhead[],
): ValuesAhead | undefined {
  if (!areLatest(rows)) return undefined;
  const metric = metrics.find(({ looksAhead }) => looksAhead);
  if (metric === undefined) return new Map();
  const { query } = planned;
  const read = cellsReader(columnsOf(metric, rows[0]));
  const groups = new Map<string, { readonly group: Group; readonly cells: Cells[] }>();
  for (const row of rows) {
    const cells = read(row);
    for (const group of groupsOfRow(row, query.by.length)) {
      const key = groupKey(group);
      const known = groups.get(key);
      if (known === undefined) groups.set(key, { group, cells: [cells] });
      else known.cells.push(cells);
    }
  }
  const spans = spansOf(planned);
  return new Map(
    Array.from(groups, ([key, { group, cells }]) => {
      return [key, { group, values: spans.map(({ clipped }) => metric.finish(cells, clipped, query)) }];
    }),
  );
}

/** Each of its groups by the first dimension with each by the next. */
function groupsOfRow(row: RowAhead, dimensions: number): readonly Group[] {
  const lists = Array.from({ length: dimensions }, (_, index) => row[`g${index}`] as readonly string[]);
  return lists.reduce<Group[]>(
    (groups, values) => groups.flatMap((group) => values.map((value) => [...group, value || null])),
    [[]],
  );
}
