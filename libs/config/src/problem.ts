/** Something in the configuration that keeps Leadline from starting. */
export interface Problem {
  /** Path of the file as it was asked for, or "environment". */
  readonly file: string;
  /** From 1; 0 where there are no lines (the environment, a missing file). */
  readonly line: number;
  /** From 1. */
  readonly column?: number;
  /** Where in the document, e.g. "services.payments-api.teams[0].team", or the name of the variable. */
  readonly path: string;
  /** What is wrong and how to mend it. */
  readonly message: string;
}

export const ENVIRONMENT = 'environment';

/** One line as editors and terminals understand it: `leadline.yaml:12:5 services.api.teams: …`. */
export function formatProblem({ file, line, column, path, message }: Problem): string {
  const place = [file, ...(line > 0 ? [line, ...(column === undefined ? [] : [column])] : [])].join(':');
  return path === '' ? `${place}: ${message}` : `${place} ${path}: ${message}`;
}
