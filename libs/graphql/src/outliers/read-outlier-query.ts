import type { Catalogue } from '@leadline/events';
import { measures } from '@leadline/insights';
import { type ComparableGroup, comparableDimensions, type MetricId, metricIds } from '@leadline/metrics';
import type { OutlierQuery } from '@leadline/pipeline';
import type { ArgumentProblem } from '../errors.js';
import type { GroupByInput, ScopeInput, WindowInput } from '../metrics/metric-inputs.js';
import { readMetricQuery } from '../metrics/read-query.js';

export interface AskedOutliers {
  readonly window: WindowInput;
  readonly ids?: readonly MetricId[] | null;
  readonly by?: GroupByInput | null;
  readonly scope?: ScopeInput | null;
  readonly asOf?: number | null;
}

const judged: ReadonlySet<MetricId> = new Set(Object.values(measures).flatMap(({ askedBy }) => askedBy));
const judgedIds = metricIds.filter((id) => judged.has(id));

/** Reads the arguments of a scan as those of a metric query, and says what cannot be compared. */
export function readOutlierQuery(
  { ids, by, ...asked }: AskedOutliers,
  catalogue: Catalogue,
  now: number,
): { readonly query: OutlierQuery; readonly problems: readonly ArgumentProblem[] } {
  const compared = by ?? { dimension: 'SERVICE' };
  const read = readMetricQuery({ ...asked, ids: ids ?? judgedIds, by: [compared] }, catalogue, now);
  const { window, scope, asOf, options } = read.query;
  const group = comparable(read.query.by[0]);
  return {
    query: { ids: read.query.ids, window, by: group ?? { dimension: 'SERVICE' }, scope, asOf, options },
    problems: [
      // Here `by` is one group and no list of them.
      ...read.problems.map((problem) => ({ ...problem, argument: problem.argument.replace(/^by\[0\]/, 'by') })),
      ...(group === null ? [dimensionProblem(compared)] : []),
      ...read.query.ids.filter((id) => !judged.has(id)).map(idProblem),
    ],
  };
}

function comparable(
  by: OutlierQuery['by'] | { dimension: GroupByInput['dimension'] } | undefined,
): ComparableGroup | null {
  const dimension = comparableDimensions.find((known) => known === by?.dimension);
  return by === undefined || dimension === undefined ? null : { ...by, dimension };
}

function dimensionProblem({ dimension }: GroupByInput): ArgumentProblem {
  const message = `one deployment may have several of ${dimension}, so they are no peers of each other`;
  return { argument: 'by.dimension', message, fix: `Compare by one of ${comparableDimensions.join(', ')}` };
}

function idProblem(id: MetricId): ArgumentProblem {
  return { argument: 'ids', message: `no rule looks at ${id}`, fix: `Name some of ${judgedIds.join(', ')}` };
}
