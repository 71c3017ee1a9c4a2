import { type AnswerRows, cellsReader, type Group, groupKey, keyIn, type KeyedRow } from './group-rows.js';
import type { Cells, MetricValue } from './metric.js';
import { type Metric, type PlannedQuery, spansOf } from './plan.js';

/** What looks ahead, finished: by the key of its group, a value for each span. */
export type ValuesAhead = ReadonlyMap<string, ValuesOfGroup>;

interface ValuesOfGroup {
  readonly group: Group;
  readonly values: readonly MetricValue[];
}

/** Finishes the metric that looks ahead from rows of its own, of which each is of several groups: g0, g1, … are lists. */
export function valuesAhead(
  planned: PlannedQuery,
  metrics: readonly Metric[],
  { rows, columns }: AnswerRows,
): ValuesAhead {
  const metric = metrics.find(({ looksAhead }) => looksAhead);
  if (metric === undefined) return new Map();
  const { query } = planned;
  const read = cellsReader(metric, columns);
  const keys = query.by.map((_, index) => keyIn(columns, `g${index}`));
  const groups = new Map<string, { readonly group: Group; readonly cells: Cells[] }>();
  for (const row of rows) {
    const cells = read(row);
    for (const group of groupsOfRow(row, keys)) {
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
function groupsOfRow(row: KeyedRow, keys: readonly (string | number)[]): readonly Group[] {
  const lists = keys.map((key) => row[key] as readonly string[]);
  return lists.reduce<Group[]>(
    (groups, values) => groups.flatMap((group) => values.map((value) => [...group, value || null])),
    [[]],
  );
}
