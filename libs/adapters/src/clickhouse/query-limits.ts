import { QueryLimitExceeded } from '@leadline/ports';
import type { Settings } from './settings.js';

/** What one query of people may cost. */
export interface QueryLimits {
  readonly seconds: number;
  /** Rows of the answer. */
  readonly rows: number;
  readonly memoryBytes: number;
}

export const defaultQueryLimits: QueryLimits = { seconds: 30, rows: 1_000_000, memoryBytes: 2_000_000_000 };

export function limitSettings({ seconds, rows, memoryBytes }: QueryLimits): Settings {
  return {
    max_execution_time: seconds,
    timeout_overflow_mode: 'throw',
    max_result_rows: rows,
    result_overflow_mode: 'throw',
    max_memory_usage: memoryBytes,
  };
}

/** The error as QueryLimitExceeded if ClickHouse stopped the query at a limit, else as it is. */
export function asLimitError(error: unknown, limits: QueryLimits): unknown {
  if (!(error instanceof Error) || !('code' in error)) return error;
  const message = limitMessage(error.code, limits);
  return message === undefined ? error : new QueryLimitExceeded(message, { cause: error });
}

/** By ClickHouse's error codes, src/Common/ErrorCodes.cpp. */
function limitMessage(code: unknown, limits: QueryLimits): string | undefined {
  switch (code) {
    case '159': // TIMEOUT_EXCEEDED
    case '160': // TOO_SLOW
      return `The query took more than ${limits.seconds} s. Ask for a shorter window or a smaller scope.`;
    case '158': // TOO_MANY_ROWS
    case '307': // TOO_MANY_BYTES
    case '396': // TOO_MANY_ROWS_OR_BYTES
      return `The query's answer has more than ${limits.rows} rows. Ask for a shorter window or fewer groups.`;
    case '241': // MEMORY_LIMIT_EXCEEDED
      return `The query needs more than ${Math.round(limits.memoryBytes / 1e6)} MB of memory. Ask for a smaller scope.`;
    default:
      return undefined;
  }
}
