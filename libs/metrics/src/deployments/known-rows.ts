/** Rows of `deployments` for one query. */
export interface KnownRows {
  /** Expressions over a row, by name; each may use those that are named. */
  readonly named: Readonly<Record<string, string>>;
  /** On what is stored, before neighbours are looked at. */
  readonly conditions: readonly string[];
  /** Adds `next_success`, for which the whole history of the services must be among the rows. */
  readonly looksAhead: boolean;
}

/** The relation that numbers and their evidence are both made from: what each row is named as, for one query. */
export function knownRows({ named, conditions, looksAhead }: KnownRows): string {
  return `(
  SELECT *${looksAhead ? `,\n    ${nextSuccess}` : ''}
  FROM (
    SELECT service, environment, tier, deployment, occurrence, repository, tags, flags,
      ${Object.entries(named)
        .map(([name, expression]) => `${expression} AS ${name}`)
        .join(',\n      ')}
    FROM deployments FINAL
    WHERE ${['notEmpty(base)', ...conditions].join('\n      AND ')}
  )
)`;
}

/** The next later finish of a success in the same service and environment, of any kind, counted or not (3.4). */
const nextSuccess = `minIf(state.finishedAt, is_success) OVER (
      PARTITION BY service, environment ORDER BY state.finishedAt
      RANGE BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING) AS next_success_or_zero,
    nullIf(next_success_or_zero, 0) AS next_success`;
