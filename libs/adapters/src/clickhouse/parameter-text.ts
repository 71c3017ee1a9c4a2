const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', "'": "\\'", '\t': '\\t', '\n': '\\n', '\r': '\\r' };

/**
 * A value of a `{name:Type}` placeholder as ClickHouse reads it: the text its HTTP interface takes as `param_name`.
 *
 * @throws Error if it is neither text, number, boolean, null nor an array of those.
 */
export function parameterText(value: unknown): string {
  if (value === null) return '\\N';
  if (typeof value === 'string') return escaped(value);
  if (typeof value === 'boolean') return value ? '1' : '0';
  return elementText(value);
}

function elementText(value: unknown): string {
  if (value === null) return 'NULL';
  if (typeof value === 'string') return `'${escaped(value)}'`;
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  if (Array.isArray(value)) return `[${value.map(elementText).join(',')}]`;
  throw new Error(`A query's parameter cannot be ${typeof value === 'number' ? value : typeof value}.`);
}

function escaped(text: string): string {
  return text.replace(/[\\'\t\n\r]/g, (character) => escapes[character] ?? character);
}
