import { type Column, type TableName, tables } from '@leadline/tables';

/** How a table is stored, beside what its declaration says. */
interface TableLayout {
  readonly settings: Readonly<Record<string, number>>;
  /** Columns that rows are looked up by though they do not lead the key. */
  readonly lookedUpBy: readonly string[];
  /** Columns of long text. */
  readonly long: readonly string[];
}

/**
 * An acknowledged insert survives a power cut: the position in the log moves on after it, and would otherwise stand
 * for rows that are gone.
 */
const durable = { fsync_after_insert: 1, fsync_part_directory: 1 };

/**
 * Tables read by key, a few rows here and there. Parts in one file with small granules: of 1,000,000 events (chDB 3.4)
 * those of 100 entities take 29 ms instead of 96 ms with the defaults, those of 1,000 as long.
 */
const byKey = {
  ...durable,
  index_granularity: 256,
  min_bytes_for_wide_part: 1_000_000_000_000,
  min_rows_for_wide_part: 1_000_000_000_000,
};

const lookup = (...lookedUpBy: string[]): TableLayout => ({ settings: byKey, lookedUpBy, long: ['history'] });

/** Of the tables that need more than `lookup()`. */
const layouts: Readonly<Partial<Record<TableName, TableLayout>>> = {
  events: { settings: byKey, lookedUpBy: ['event_id', 'delivery'], long: ['data'] },
  commits: lookup('prefix'),
  changes: lookup('shas'),
  reports: lookup('id', 'services', 'links'),
  incidents: lookup('id', 'services', 'links'),
  flag_changes: lookup('id', 'services', 'flag', 'ever_services', 'ever_flags'),
  flags: lookup('flag'),
  flag_incidents: { settings: byKey, lookedUpBy: ['incident'], long: [] },
  rollout_facts: lookup('deployment'),
  observations: lookup('services'),
  // Read by column over all rows, as the deployments are.
  landed_changes: { settings: { ...durable, index_granularity: 1024 }, lookedUpBy: [], long: [] },
  linked_issues: { settings: byKey, lookedUpBy: [], long: [] },
  trains: { settings: byKey, lookedUpBy: [], long: [] },
  pipeline_runs: { settings: byKey, lookedUpBy: [], long: [] },
  other_entities: lookup('services'),
  // Read by column over many rows: one file per column, granules small enough for one service's rows.
  deployments: {
    settings: { ...durable, index_granularity: 1024 },
    lookedUpBy: ['deployment', 'repository'],
    long: [],
  },
  stays: { settings: byKey, lookedUpBy: ['service'], long: [] },
  deliveries: lookup('delivery_id'),
  quarantine: lookup('delivery_id'),
};

/** The statement that makes a table as it is declared. It can be repeated. */
export function createTable(table: TableName): string {
  const { key } = tables[table];
  const columns: Readonly<Record<string, Column<unknown>>> = tables[table].columns;
  const { settings, lookedUpBy, long } = layouts[table] ?? lookup();
  const nullableKey = key.some((column) => columns[column]?.type.startsWith('Nullable'));
  const lines = [
    ...Object.entries(columns).map(
      ([name, column]) => `${name} ${typeOf(column, '  ')}${long.includes(name) ? ' CODEC(ZSTD(1))' : ''}`,
    ),
    ...lookedUpBy.map((column) => `INDEX ${column}_index ${column} TYPE bloom_filter(0.001) GRANULARITY 1`),
  ];
  const assignments = Object.entries({ ...settings, ...(nullableKey ? { allow_nullable_key: 1 } : {}) });
  return [
    `CREATE TABLE IF NOT EXISTS ${table} (\n  ${lines.join(',\n  ')}\n)`,
    'ENGINE = ReplacingMergeTree(version)',
    `ORDER BY ${key.length === 1 ? key.join() : `(${key.join(', ')})`}`,
    `SETTINGS ${assignments.map(([name, value]) => `${name} = ${value}`).join(', ')}`,
  ].join('\n');
}

/** A column's type with one line per member, to be read and compared. */
export function typeOf(column: Column<unknown>, indent: string): string {
  if (column.members === undefined) return column.type;
  const inner = `${indent}  `;
  const members = Object.entries(column.members).map(([name, member]) => `${name} ${typeOf(member, inner)}`);
  return `Array(Tuple(\n${inner}${members.join(`,\n${inner}`)}\n${indent}))`;
}
