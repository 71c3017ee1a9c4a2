import { ALWAYS, FOREVER, tables } from '@leadline/tables';
import { changeFailRate } from '../change-fail-rate.metric.js';
import { changeLeadTime } from '../change-lead-time.metric.js';
import { failedDeploymentRecoveryTime } from '../failed-deployment-recovery-time.metric.js';
import { rewritten, wholeOf, writtenOut } from '../layers.js';
import { Literals } from '../statement.js';
import { ofTheEndOfTime } from './end-of-time.js';
import { latestBits, latestMembers } from './latest.js';
import { deploymentNames, IS_PRODUCTION } from './row-sql.js';

/** Lists of what was known when: where one of their elements begins or ends, what holds changes. */
const lists = ['base', 'reasons', 'links', 'commits', 'changes', 'carried_flags', 'acquittals', 'named_before'];

const IS_THERE = 'notEmpty(base.knownFrom)';

/** A column that the warehouse computes when a row is written. */
interface ComputedColumn {
  readonly name: string;
  readonly type: string;
  readonly expression: string;
}

/**
 * The columns `latest` and `latest_bits` of `deployments`, and those they are made of: what the row's own names say as of
 * the end of time, with default options. The warehouse computes them when a row is written, so that they always are of
 * that very row.
 *
 * Each insert takes the expressions apart anew, which costs more than all else of it: a column of these in an expression is
 * written out wherever it is used, and a type in a CAST is read beside the one the column has. So what is made of many
 * members of `latest` is made of the row instead.
 */
export function latestColumns(): readonly ComputedColumn[] {
  const bind = new Literals();
  const named = {
    ...deploymentNames(ofTheEndOfTime, bind),
    ...changeLeadTime.row(ofTheEndOfTime, bind),
    ...changeFailRate.row(ofTheEndOfTime, bind),
    ...failedDeploymentRecoveryTime.row(ofTheEndOfTime, bind),
  };
  const at = { state_at: 'latest_at' };
  const columns = { ...at, speaking_reasons: 'latest_reasons' };
  const bounds = lists.flatMap((list) => [`${list}.knownFrom`, `${list}.knownUntil`]);
  const from = `arrayMax(arrayFilter(t -> t != ${FOREVER}, arrayConcat([toInt64(${ALWAYS})], ${bounds.join(', ')})))`;
  const written = Object.values(latestMembers).map(({ of }) => writtenOut(of, named, columns));
  const types = Object.entries(latestMembers).map(([member, { type }]) => `${member} ${type}`);
  const type = `Tuple(from Int64, there UInt8, ${types.join(', ')})`;
  const truths = { ...named, is_there: IS_THERE, is_in_production: IS_PRODUCTION };
  const bits = Object.entries(latestBits).map(
    ([name, { place }]) => `${2 ** place} * (${writtenOut(name, truths, columns)})`,
  );
  return [
    { name: 'latest_at', type: 'UInt32', expression: writtenOut('state_at', named) },
    {
      name: 'latest_reasons',
      type: tables.deployments.columns.reasons.type,
      expression: writtenOut('speaking_reasons', named, at),
    },
    {
      name: 'latest',
      type,
      expression: `(${[from, IS_THERE, ...written].join(', ')})`,
    },
    { name: 'latest_bits', type: 'UInt16', expression: `toUInt16(${bits.join(' + ')})` },
  ].map((column) => ({ ...column, expression: ofWholeColumns(column.expression) }));
}

/** A row that is written has columns, and no members of them. */
const ofWholeColumns = (expression: string): string =>
  rewritten(expression, (used) =>
    used.includes('.') && (wholeOf(used) === 'latest' || Object.hasOwn(tables.deployments.columns, wholeOf(used)))
      ? `tupleElement(${wholeOf(used)}, '${used.slice(wholeOf(used).length + 1)}')`
      : used,
  );
