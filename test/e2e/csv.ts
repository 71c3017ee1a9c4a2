/** Rows of a CSV document (RFC 4180) by the names of its header. */
export function csvRows(text: string): Record<string, string>[] {
  const cells: string[][] = [[]];
  for (const [, quoted, plain = '', end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g)) {
    const row = cells.at(-1);
    if (row === undefined || end === undefined) break;
    row.push(quoted?.replaceAll('""', '"') ?? plain);
    if (end === '') break;
    if (end !== ',') cells.push([]);
  }
  const [header = [], ...rows] = cells.filter((row) => row.length > 1 || (row[0] ?? '') !== '');
  return rows.map((row) => Object.fromEntries(header.map((name, index) => [name, row[index] ?? ''])));
}
