import type { Analytics, Statement } from '@leadline/ports';
import { createHash } from 'node:crypto';
import { parameterText } from '../clickhouse/parameter-text.js';
import type { KeptAnswers } from './kept-answers.js';

/** Analytics that also give an answer as text: in JSON, separated by commas, a list of names and one of values for each row. */
export interface TextAnalytics extends Analytics {
  text(statement: Statement): Promise<string>;
}

export interface Answering {
  readonly answers: KeptAnswers;
  /** The generation. */
  readonly database: string;
  /** Changes whenever what a statement would read has changed, at the latest when whoever stored it is told so. */
  readonly revision: () => Promise<string>;
}

/**
 * The same analytics, which answer a question anew only after something was stored. The revision is read before the
 * warehouse is: whatever is stored meanwhile is beneath a later revision, and an answer is never older than its key says.
 * Exports are streamed, and not kept.
 */
export function answeredByRevision(analytics: TextAnalytics, { answers, database, revision }: Answering): Analytics {
  return {
    async query<Row>(statement: Statement): Promise<Row[]> {
      const key = keyOf(database, await revision(), statement);
      return rowsIn<Row>(await answers.of(key, () => analytics.text(statement)));
    },
    stream: (statement) => analytics.stream(statement),
  };
}

/**
 * Everybody gets rows of their own, to do with as they like. Names are written once: of a page's answer they would be
 * nearly half.
 */
function rowsIn<Row>(text: string): Row[] {
  const [names = [], ...rows] = JSON.parse(`[${text}]`) as [names?: string[], ...rows: unknown[][]];
  const empty = parsedRow(names);
  return rows.map((values) => {
    const row = { ...empty };
    for (let place = 0; place < names.length; place += 1) row[names[place] ?? ''] = values[place];
    return row as Row;
  });
}

/**
 * A row without values, to be copied: copies share the shape that parsing gives it. A row that is built name by name is
 * turned into a dictionary after a dozen of them, which takes twice as long as everything else here.
 */
const parsedRow = (names: readonly string[]): Record<string, unknown> =>
  JSON.parse(`{${names.map((name) => `${JSON.stringify(name)}:null`).join(',')}}`) as Record<string, unknown>;

function keyOf(database: string, revision: string, { sql, params }: Statement): string {
  const hash = createHash('sha256');
  const values = Object.entries(params).flatMap(([name, value]) => [name, parameterText(value)]);
  for (const part of [database, revision, sql, ...values]) hash.update(`${part.length}:${part};`);
  return hash.digest('base64url');
}
