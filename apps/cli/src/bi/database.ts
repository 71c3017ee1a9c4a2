import type { BiFile, BiTool } from './bi-tool.js';
import { exportScript } from './csv.js';
import { type CellType, exportColumns, type ExportName, exportNames } from './export-columns.js';

const TYPES: Readonly<Record<CellType, string>> = {
  text: 'text',
  number: 'double precision',
  boolean: 'boolean',
  instant: 'timestamptz',
};

function tableOf(name: ExportName): string {
  const columns = exportColumns[name].map(([column, type]) => `  "${column}" ${TYPES[type]}`).join(',\n');
  return `CREATE TABLE IF NOT EXISTS leadline.${name} (\n${columns}\n);\n`;
}

const tables: BiFile = {
  path: 'tables.sql',
  text: `-- PostgreSQL: a table for each export of Leadline.\nCREATE SCHEMA IF NOT EXISTS leadline;\n${exportNames.map(tableOf).join('')}`,
};

const load: BiFile = {
  path: 'load.sh',
  isExecutable: true,
  text: `#!/bin/sh
# Replaces the tables of tables.sql by what Leadline exports now. DATABASE_URL: postgresql://user@host/database, with the
# password in ~/.pgpass; the token as export.sh takes it.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
files=$(mktemp -d)
trap 'rm -rf "$files"' EXIT
"$here/export.sh" "$files"
psql "$DATABASE_URL" --quiet --set ON_ERROR_STOP=1 --file "$here/tables.sql"
{
  echo 'BEGIN;'
  for name in ${exportNames.join(' ')}; do
    cat <<SQL
TRUNCATE leadline.$name;
\\copy leadline.$name FROM '$files/$name.csv' WITH (FORMAT csv, HEADER true)
SQL
  done
  echo 'COMMIT;'
} | psql "$DATABASE_URL" --quiet --set ON_ERROR_STOP=1
`,
};

const LOADING = [
  'Make a PostgreSQL database for it, and put a token that may read (leadline token create --scope metrics:read) into a file.',
  'Load it, and let cron do so every hour: LEADLINE_TOKEN_FILE=bi.token DATABASE_URL=postgresql://… ./load.sh',
];

const database = (title: string, steps: readonly string[], more: readonly BiFile[] = []): BiTool => ({
  title: `${title}, by a PostgreSQL database`,
  files: (address) => [exportScript(address), tables, load, ...more],
  steps: [...LOADING, ...steps],
});

const LOOKER: Readonly<Record<CellType, (column: string) => string>> = {
  text: (column) => `  dimension: ${column} { type: string sql: \${TABLE}."${column}" ;; }`,
  number: (column) => `  dimension: ${column} { type: number sql: \${TABLE}."${column}" ;; }`,
  boolean: (column) => `  dimension: ${column} { type: yesno sql: \${TABLE}."${column}" ;; }`,
  instant: (column) =>
    `  dimension_group: ${column} { type: time timeframes: [raw, date, week, month, quarter] sql: \${TABLE}."${column}" ;; }`,
};

/** Counts alone are measures: medians and rates cannot be added up, and come as Leadline computed them. */
function lookerView(name: ExportName): BiFile {
  const fields = exportColumns[name].map(([column, type]) => LOOKER[type](column));
  const lines = [
    `view: leadline_${name} {`,
    `  sql_table_name: leadline.${name} ;;`,
    ...fields,
    '  measure: count { type: count }',
    '}',
  ];
  return { path: `views/leadline_${name}.view.lkml`, text: `${lines.join('\n')}\n` };
}

export const metabase = database('Metabase', [
  'Add the database in the admin settings of Metabase, schema "leadline"; ask questions of its tables.',
]);
export const superset = database('Superset', [
  'Connect the database (postgresql+psycopg2://…) and make a dataset of each table of the schema "leadline".',
]);
export const tableau = database('Tableau', [
  'Connect to PostgreSQL, schema "leadline"; or leave the database out, run export.sh, and connect to the text files.',
]);
export const looker = database(
  'Looker',
  ['Make a connection to the database, put views/ into your project, and add an explore for each view.'],
  exportNames.map(lookerView),
);
