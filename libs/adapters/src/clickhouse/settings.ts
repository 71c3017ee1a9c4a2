/** ClickHouse settings of one statement. */
export type Settings = Readonly<Record<string, number | string>>;

/**
 * The statement with its settings in its own text. Settings given to the client any other way are `SET` on chDB's
 * session and stick to every later statement; in the text they hold for this one, on a server too.
 */
export function withSettings(sql: string, settings: Settings): string {
  const assignments = Object.entries(settings).map(([name, value]) => `${name} = ${literal(value)}`);
  return assignments.length === 0 ? sql : `${sql}\nSETTINGS ${assignments.join(', ')}`;
}

/** Rows as JavaScript has them: 64-bit integers as numbers, named tuples and maps as objects. */
export const jsonOutput: Settings = {
  output_format_json_quote_64bit_integers: 0,
  output_format_json_named_tuples_as_objects: 1,
  output_format_json_map_as_array_of_tuples: 0,
  output_format_json_quote_denormals: 0,
};

/**
 * A server's defaults do not decide when a row is visible (asynchronous inserts are on since 26.7). Every column that has
 * a default in the table is left out of inserts and computed where they are: looking for defaults of single values while
 * reading them would take the expressions apart once more.
 */
export const insertSettings: Settings = { async_insert: 0, input_format_defaults_for_omitted_fields: 0 };

/** A value as SQL text. */
export function literal(value: number | string): string {
  return typeof value === 'number' ? String(value) : `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
