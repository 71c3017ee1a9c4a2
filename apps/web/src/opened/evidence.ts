import type { CountedRowFragment, EvidenceQuery, EvidenceRowFragment, LeftOutReason } from '../generated/graphql.js';
import type { Measure } from '../measures/measure.js';

/** What a number was made from, as it is told. */
export interface Evidence {
  readonly counted: readonly CountedRowFragment[];
  /** All of them, of which `counted` may be the latest. */
  readonly countedTotal: number;
  /** Those above the line, of a share. */
  readonly above: readonly CountedRowFragment[];
  readonly leftOut: readonly LeftOut[];
  readonly leftOutTotal: number;
  /** Whether more was counted than was read. */
  readonly isCut: boolean;
  /** Whether more was left out than was read. */
  readonly isLeftOutCut: boolean;
}

/** What was left out for one reason. */
export interface LeftOut {
  readonly code: LeftOutReason | 'OTHER';
  readonly reason: string;
  readonly rows: readonly EvidenceRowFragment[];
}

export function evidenceOf({ counted, leftOut, countedTotal, leftOutTotal }: EvidenceQuery): Evidence {
  const groups = new Map<LeftOut['code'], EvidenceRowFragment[]>();
  for (const row of leftOut.nodes) {
    const code = row.reasonCode ?? 'OTHER';
    groups.set(code, [...(groups.get(code) ?? []), row]);
  }
  return {
    counted: counted.nodes,
    countedTotal: countedTotal.totalCount ?? counted.nodes.length,
    above: counted.nodes.filter(({ part }) => part === 'NUMERATOR'),
    leftOut: [...groups]
      .map(([code, rows]) => ({ code, reason: rows[0]?.reason ?? 'For another reason.', rows }))
      .sort((a, b) => rank(a) - rank(b) || b.rows.length - a.rows.length),
    leftOutTotal: leftOutTotal.totalCount ?? leftOut.nodes.length,
    isCut: counted.pageInfo.hasNextPage,
    isLeftOutCut: leftOut.pageInfo.hasNextPage,
  };
}

/** Other environments come last: nobody expects them in the number. */
const rank = ({ code }: LeftOut): number => (code === 'NOT_PRODUCTION' ? 1 : 0);

/** The one that tells most: of a duration that nearest to the value, else the latest above the line, else the latest. */
export function example(
  { kind }: Measure,
  value: number | null,
  { counted, above }: Evidence,
): CountedRowFragment | null {
  if (kind === 'duration' && value !== null) {
    const far = (row: CountedRowFragment): number => (row.value === null ? Infinity : Math.abs(row.value - value));
    return counted.reduce<CountedRowFragment | null>(
      (best, row) => (best === null || far(row) < far(best) ? row : best),
      null,
    );
  }
  return above[0] ?? counted[0] ?? null;
}

/** A deployment and its samples. */
export interface DeploymentBehind {
  readonly deploymentId: string;
  readonly row: CountedRowFragment;
  readonly samples: number;
  readonly median: number | null;
  readonly slowest: number | null;
}

/** The counted rows by deployment, latest first. */
export function deploymentsBehind(rows: readonly CountedRowFragment[]): readonly DeploymentBehind[] {
  const groups = new Map<string, CountedRowFragment[]>();
  for (const row of rows) {
    if (row.deploymentId !== null) groups.set(row.deploymentId, [...(groups.get(row.deploymentId) ?? []), row]);
  }
  return [...groups].flatMap(([deploymentId, group]) => {
    const [row] = group;
    if (row === undefined) return [];
    const values = group.flatMap(({ value }) => (value === null ? [] : [value])).sort((a, b) => a - b);
    return [{ deploymentId, row, samples: group.length, median: medianOf(values), slowest: values.at(-1) ?? null }];
  });
}

/** Of sorted values. */
function medianOf(values: readonly number[]): number | null {
  const middle = (values.length - 1) / 2;
  const [low, high] = [values[Math.floor(middle)], values[Math.ceil(middle)]];
  return low === undefined || high === undefined ? null : (low + high) / 2;
}
