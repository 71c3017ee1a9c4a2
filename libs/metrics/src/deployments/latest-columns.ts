import { ALWAYS, FOREVER, tables } from '@leadline/tables';
import { changeFailRate } from '../change-fail-rate.metric.js';
import { changeLeadTime } from '../change-lead-time.metric.js';
import { failedDeploymentRecoveryTime } from '../failed-deployment-recovery-time.metric.js';
import { type Named, rewritten, wholeOf, writtenOut } from '../layers.js';
import { defaultOptions } from '../options.js';
import type { MetricQuestion } from '../query.js';
import { Literals } from '../statement.js';
import { latestBits, latestMembers } from './latest.js';
import { deploymentNames } from './row-sql.js';

/** Lists of what was known when: where one of their elements begins or ends, what holds changes. */
const lists = ['base', 'reasons', 'links', 'commits', 'changes', 'carried_flags', 'acquittals'];

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
 */
export function latestColumns(): readonly ComputedColumn[] {
  const bind = new Literals();
  const question: MetricQuestion = {
    window: { from: ALWAYS, to: FOREVER, timeZone: 'UTC' },
    by: [],
    scope: {},
    asOf: FOREVER - 1,
    options: defaultOptions,
  };
  const named = {
    ...deploymentNames(question, bind),
    ...changeLeadTime.row(question, bind),
    ...changeFailRate.row(question, bind),
    ...failedDeploymentRecoveryTime.row(question, bind),
  };
  const at = { state_at: 'latest_at' };
  const columns = { ...at, speaking_reasons: 'latest_reasons' };
  const bounds = lists.flatMap((list) => [`${list}.knownFrom`, `${list}.knownUntil`]);
  const from = `arrayMax(arrayFilter(t -> t != ${FOREVER}, arrayConcat([toInt64(${ALWAYS})], ${bounds.join(', ')})))`;
  const written = Object.values(latestMembers).map(({ of }) => writtenOut(of, named, columns));
  const types = Object.entries(latestMembers).map(([member, { type }]) => `${member} ${type}`);
  const type = `Tuple(from Int64, there UInt8, ${types.join(', ')})`;
  const truths = { ...named, is_there: 'latest.there = 1', is_in_production: `tier = 'production'` };
  const members: Named = Object.fromEntries(
    Object.entries(latestMembers).map(([member, { of }]) => [of, `latest.${member}`]),
  );
  const bits = latestBits.map(({ of }, place) => `${2 ** place} * (${members[of] ?? writtenOut(of, truths, members)})`);
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
      expression: `CAST((${[from, 'notEmpty(base.knownFrom)', ...written].join(', ')}), '${type}')`,
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
