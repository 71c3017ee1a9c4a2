/** What stands in quotes or is a comment: text, names, remarks. */
const quotesAndComments =
  /'(?:[^'\\]|\\[\s\S])*'|`(?:[^`\\]|\\[\s\S])*`|"(?:[^"\\]|\\[\s\S])*"|--[^\n]*|\/\*[\s\S]*?\*\//g;

const refused: readonly { readonly pattern: RegExp; readonly reason: string }[] = [
  { pattern: /['`"$#]/, reason: 'it has a quote without end, a heredoc or a # comment' },
  { pattern: /;/, reason: 'it is more than one statement' },
  { pattern: /^(?!\s*\(*\s*(SELECT|WITH)\b)/i, reason: 'it does not begin with SELECT or WITH' },
  { pattern: /\bINTO\s+OUTFILE\b/i, reason: 'it writes a file' },
  { pattern: /\bSETTINGS\b/i, reason: 'it has SETTINGS, which are not its own to choose' },
];

/**
 * Lets through what is one SELECT. `readonly = 1` alone does not do: a subquery's own settings undo it, chDB runs
 * whatever follows a semicolon, and INTO OUTFILE writes all the same.
 *
 * @throws Error that says what is wrong with the statement.
 */
export function checkReadOnly(sql: string): string {
  const bare = sql.replace(quotesAndComments, ' ');
  const problem = refused.find(({ pattern }) => pattern.test(bare));
  if (problem !== undefined) throw new Error(`The statement is refused: ${problem.reason}.`);
  return sql;
}
