import type { Statement } from '@leadline/ports';
import type { TextAnalytics } from '../answers/answered-by-revision.js';
import { type Connection, select, type Select } from './connection.js';
import { asLimitError, limitSettings, type QueryLimits } from './query-limits.js';
import { checkReadOnly } from './read-only-statement.js';
import { jsonOutput, type Settings } from './settings.js';

/** What a query means must not depend on the defaults of a server, a user or a machine. */
const meaning: Settings = {
  session_timezone: 'UTC',
  join_use_nulls: 0,
  transform_null_in: 0,
  aggregate_functions_null_for_empty: 0,
  enable_named_columns_in_function_tuple: 0,
};

/**
 * Rewriting that costs more than it saves. Looking for chains of comparisons (a < b AND b < 5) walks every condition
 * again and again: of 320 ms of processor time that planning the five metrics took, 200 were spent on it, and 30 on
 * common parts of conditions (measured on 26.7; every metric statement asks `from <= t AND t < until` of many lists).
 */
const planning: Settings = { optimize_and_compare_chain: 0, optimize_extract_common_expressions: 0 };

/**
 * Read-only queries in a ClickHouse database, embedded or on a server. Tables are named without their database.
 * Embedded, an answer is held in memory whole even when streamed: chDB is free for the next query before a slow reader
 * has read it.
 */
export function createClickHouseAnalytics(connection: Connection, limits: QueryLimits): TextAnalytics {
  const settings: Settings = { readonly: 1, ...limitSettings(limits), ...meaning, ...planning, ...jsonOutput };

  const ask = ({ sql, params }: Statement, format: NonNullable<Select['format']> = 'JSONEachRow') =>
    select(connection, { sql: checkReadOnly(sql), params, settings, format });

  return {
    async query<Row>(statement: Statement): Promise<Row[]> {
      try {
        const answer = await ask(statement);
        return await answer.json<Row>();
      } catch (error) {
        throw asLimitError(error, limits);
      }
    },
    async text(statement: Statement): Promise<string> {
      try {
        const lines: string[] = [];
        const answer = await ask(statement, 'JSONCompactEachRowWithNames');
        // What fails after the first rows is told by the stream alone.
        for await (const rows of answer.stream()) for (const row of rows) lines.push(row.text);
        return lines.join(',');
      } catch (error) {
        throw asLimitError(error, limits);
      }
    },
    async *stream<Row>(statement: Statement): AsyncIterable<Row> {
      try {
        const answer = await ask(statement);
        for await (const rows of answer.stream<Row>()) for (const row of rows) yield row.json();
      } catch (error) {
        throw asLimitError(error, limits);
      }
    },
  };
}
