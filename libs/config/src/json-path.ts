import parse from 'jsonpath-rfc9535/parser';

/** Functions that run a regular expression over whatever a stranger sent. */
const REGULAR_EXPRESSION = /\b(?:match|search)\s*\(/;

/** Why a text that starts with "$" is no JSON path (RFC 9535), or undefined; other texts stand for themselves. */
export function pathProblem(expression: string): string | undefined {
  if (!expression.startsWith('$')) return undefined;
  if (REGULAR_EXPRESSION.test(expression)) return 'match() and search() are not allowed: compare with == instead';
  try {
    parse(expression);
    return undefined;
  } catch (error) {
    return `is no JSON path: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/** Why a text is no condition on a body, or undefined. */
export function conditionProblem(expression: string): string | undefined {
  if (!expression.includes('$')) return `expected a condition on the body, e.g. "$.type == 'deployed'"`;
  return pathProblem(`$[?${expression}]`)?.replace(/^is no JSON path/, 'is no condition');
}
