/** What may stand in a cell. Anything else is written as JSON. */
export type Cell = unknown;

/** A line of CSV (RFC 4180), with its end. */
export function csvLine(cells: readonly Cell[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`;
}

/**
 * Numbers as they are, so that a difference of -2 stays a number; nothing for null. Text that a spreadsheet would run as a
 * formula is preceded by an apostrophe, which makes it text (OWASP "CSV Injection"; ASVS 5.0 1.2.10).
 */
function csvCell(value: Cell): string {
  switch (typeof value) {
    case 'number':
      return Number.isFinite(value) ? String(value) : '';
    case 'bigint':
    case 'boolean':
      return String(value);
    case 'undefined':
      return '';
    case 'string':
      return quoted(value);
    default:
      return value === null ? '' : quoted(value instanceof Date ? value.toISOString() : JSON.stringify(value));
  }
}

/** Also the full-width forms, which some spreadsheets read as the plain ones. */
const FORMULA = /^[=+\-@\t\r\n\0＝＋－＠]/;

function quoted(text: string): string {
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
