import type { Catalogue } from '@leadline/events';
import type { Analytics, Clock } from '@leadline/ports';

export type ExportRow = Readonly<Record<string, unknown>>;

/** A parameter that cannot be answered. */
export interface ParameterProblem {
  readonly parameter: string;
  readonly message: string;
}

/** Flat rows for the parameters of an address, as they were written there. */
export interface RowExport {
  /** Columns of every row, in order. */
  readonly columns: readonly string[];
  /** What is wrong with the query; only one without problems may be given to the other functions. */
  readonly problems: (query: URLSearchParams) => Promise<readonly ParameterProblem[]>;
  /** Changes whenever the answer may have changed; where it grows with the clock, every minute. */
  readonly etag: (query: URLSearchParams) => Promise<string>;
  readonly rows: (query: URLSearchParams) => AsyncIterable<ExportRow>;
}

export interface ExportDeps {
  /** The warehouse of the generation in force. */
  readonly analytics: () => Analytics;
  readonly catalogue: () => Promise<Catalogue>;
  readonly clock: Clock;
  /** What every answer depends on: generation, position, configuration. */
  readonly state: () => Promise<string>;
  /** A message that is kept as it came, as it came. */
  readonly opened: (message: unknown) => unknown;
  /** Address at which a person opens a point's evidence. */
  readonly evidenceUrl: (pointId: string) => string;
  /** Address at which a person opens a deployment. */
  readonly deploymentUrl: (deploymentId: string) => string;
}

const MINUTE = 60_000;

/** Of the state, and of the minute where the query leaves it to the clock what is known. */
export async function entityTagOf({ state, clock }: ExportDeps, query: URLSearchParams): Promise<string> {
  const minute = query.has('asOf') ? '' : String(Math.floor(clock.now() / MINUTE));
  return `${await state()} ${minute}`;
}

/** Instant as RFC 3339 text in UTC; null stays null. */
export const instantText = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());

/** Several values in one cell. */
export const joined = (values: readonly string[]): string => values.join('; ');
