import { csvLine } from './csv.js';

export type Row = Readonly<Record<string, unknown>>;

export const formats = ['json', 'ndjson', 'csv'] as const;
export type Format = (typeof formats)[number];

export const contentTypes: Readonly<Record<Format, string>> = {
  json: 'application/json; charset=utf-8',
  ndjson: 'application/x-ndjson; charset=utf-8',
  csv: 'text/csv; charset=utf-8; header=present',
};

/** Rows in a format, piece by piece: the columns named, in their order, null where a row has none. */
export function written(format: Format, columns: readonly string[], rows: AsyncIterable<Row>): AsyncIterable<string> {
  switch (format) {
    case 'json':
      return jsonArray(columns, rows);
    case 'ndjson':
      return lines('', rows, (row) => `${jsonObject(columns, row)}\n`);
    case 'csv':
      return lines(csvLine(columns), rows, (row) => csvLine(columns.map((column) => row[column])));
  }
}

async function* lines(head: string, rows: AsyncIterable<Row>, line: (row: Row) => string): AsyncIterable<string> {
  if (head !== '') yield head;
  for await (const row of rows) yield line(row);
}

async function* jsonArray(columns: readonly string[], rows: AsyncIterable<Row>): AsyncIterable<string> {
  let separator = '[\n';
  for await (const row of rows) {
    yield separator + jsonObject(columns, row);
    separator = ',\n';
  }
  yield separator === '[\n' ? '[]\n' : '\n]\n';
}

function jsonObject(columns: readonly string[], row: Row): string {
  return JSON.stringify(Object.fromEntries(columns.map((column) => [column, row[column] ?? null])));
}

/** Joins small pieces into larger ones: one write per row costs more than the row. */
export async function* inChunks(pieces: AsyncIterable<string>, characters = 32_768): AsyncIterable<string> {
  let chunk = '';
  for await (const piece of pieces) {
    chunk += piece;
    if (chunk.length < characters) continue;
    yield chunk;
    chunk = '';
  }
  if (chunk !== '') yield chunk;
}
