import { plan, planPhases } from '@leadline/metrics';
import type { Analytics, Statement } from '@leadline/ports';
import type { PointReference } from './types.js';

/** The statement that makes a point; null: none does, as what it counts is compared in the graph of commits. */
export function pointStatement({ metric, phase, ...asked }: PointReference): Statement | null {
  const { window, by, scope, asOf, options } = asked;
  if (phase !== undefined) return planPhases({ window, by, scope, asOf, options }).statement;
  const [part] = plan({ ids: [metric], window, by, scope, asOf, options }).parts;
  if (!part) throw new Error(`The metric ${metric} has no statement`);
  return part.form === 'compared' ? null : part.statement;
}

/** A statement as the warehouse itself writes it, to be read by people. One statement. */
export async function statementText(analytics: Analytics, { sql }: Pick<Statement, 'sql'>): Promise<string> {
  const [row] = await analytics.query<{ text: string }>({
    sql: 'SELECT formatQuery({sql:String}) AS text LIMIT 1',
    params: { sql },
  });
  if (row === undefined) throw new Error('A statement that reads no table has one row');
  return row.text;
}
