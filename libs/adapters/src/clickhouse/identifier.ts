/** A name in backquotes, so that it is a name whatever it says. */
export function quoted(name: string): string {
  return `\`${name.replaceAll('\\', '\\\\').replaceAll('`', '\\`')}\``;
}

/** @throws Error if the name of a database is more than letters, digits and underscores. */
export function checkDatabaseName(name: string): string {
  if (/^[A-Za-z_][A-Za-z0-9_]{0,63}$/.test(name)) return name;
  throw new Error(`"${name}" is no name for a database: up to 64 letters, digits and underscores, no digit first.`);
}
