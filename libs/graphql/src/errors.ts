import { unwrapResolverError } from '@apollo/server/errors';
import { UnreadableReference } from '@leadline/pipeline';
import { LogUnavailable, QueryLimitExceeded, RecordTooLarge } from '@leadline/ports';
import { GraphQLError, type GraphQLFormattedError } from 'graphql/index.js';

/** What `extensions.code` may be. Codes are never renamed. */
export type ErrorCode =
  | 'BAD_USER_INPUT'
  | 'TOO_MANY_POINTS'
  | 'QUERY_LIMIT'
  | 'QUERY_TOO_DEEP'
  | 'QUERY_TOO_LARGE'
  | 'QUERY_TOO_COSTLY'
  | 'TOO_MANY_ALIASES'
  | 'NOT_FOUND'
  | 'NOT_SUPPORTED'
  | 'UNAUTHENTICATED'
  | 'FORBIDDEN'
  | 'TOO_LARGE'
  | 'NOT_DURABLE'
  | 'INTERNAL_SERVER_ERROR';

/** An argument that cannot be answered, and what to write in its place. */
export interface ArgumentProblem {
  /** Path of the argument, e.g. "window.from" or "by[0].tagKey". */
  readonly argument: string;
  readonly message: string;
  readonly fix: string;
}

/** Every problem of the arguments at once; throws nothing where there is none. */
export function refuseProblems(problems: readonly ArgumentProblem[]): void {
  if (problems.length > 0) throw refusal(problems);
}

export function refusal(problems: readonly ArgumentProblem[]): GraphQLError {
  const text = problems.map(({ argument, message, fix }) => `${argument}: ${message}. ${ended(fix)}`).join(' ');
  return coded('BAD_USER_INPUT', text, { argument: problems[0]?.argument, problems });
}

const ended = (sentence: string): string => (/[.?]$/.test(sentence) ? sentence : `${sentence}.`);

export function coded(code: ErrorCode, message: string, more: Readonly<Record<string, unknown>> = {}): GraphQLError {
  return new GraphQLError(message, { extensions: { ...more, code } });
}

export const INTERNAL = 'INTERNAL_SERVER_ERROR';

/**
 * What a client sees of an error. What Leadline says on purpose passes; what the ports say is named; everything else is
 * the inside (SQL, paths, stacks) and shows nothing but that it happened.
 */
export function formatError(formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError {
  const { message, locations, path } = formatted;
  const place = { ...(locations ? { locations } : {}), ...(path ? { path } : {}) };
  const cause = unwrapResolverError(error);
  if (cause instanceof QueryLimitExceeded) {
    const fix = 'Ask for a shorter window, fewer groups or a narrower scope';
    return { message: `${cause.message}. ${fix}.`, ...place, extensions: { code: 'QUERY_LIMIT', fix } };
  }
  if (cause instanceof UnreadableReference) {
    const { argument } = cause;
    const fix = `Give ${argument} as an earlier answer gave it`;
    const problem = { argument, message: 'Leadline did not make it', fix };
    const text = `${argument}: ${problem.message}. ${fix}.`;
    return { message: text, ...place, extensions: { code: 'BAD_USER_INPUT', argument, problems: [problem] } };
  }
  if (cause instanceof RecordTooLarge) {
    const text = `What was sent is larger than the ${cause.limit} bytes the log takes`;
    return { message: text, ...place, extensions: { code: 'TOO_LARGE' } };
  }
  if (cause instanceof LogUnavailable) {
    const text = 'The log takes nothing at the moment. Nothing was stored; send it again';
    return { message: text, ...place, extensions: { code: 'NOT_DURABLE' } };
  }
  const { stacktrace: _, reason, ...extensions } = formatted.extensions ?? {};
  // Validation errors all carry Apollo's code; a rule that knows better says so in `reason`.
  if (reason !== undefined) return { message, ...place, extensions: { ...extensions, code: reason } };
  if (extensions['code'] === undefined || extensions['code'] === INTERNAL) {
    return { message: 'Leadline failed to answer', ...place, extensions: { code: INTERNAL } };
  }
  return { message, ...place, extensions };
}

/** Whether an error is Leadline's own fault: what its log should tell. */
export function isInternal(error: GraphQLError): boolean {
  const cause = unwrapResolverError(error);
  if ([QueryLimitExceeded, RecordTooLarge, UnreadableReference].some((known) => cause instanceof known)) return false;
  return !(error.extensions['code'] !== undefined && error.extensions['code'] !== INTERNAL);
}
