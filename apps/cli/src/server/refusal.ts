import { errorCode, Failure } from '../failure.js';
import { oneLine } from '../terminal/printable.js';

/** Where an answer came from. */
export interface Asked {
  readonly address: string;
  readonly path: string;
  readonly hasToken: boolean;
}

/** What to tell a person when no answer came. */
export function connectionProblem(address: string, error: unknown): Failure {
  const isTimeout = error instanceof Error && error.name === 'TimeoutError';
  const reason = isTimeout ? 'no answer in time' : connectionReason(error);
  const fix = ['Start Leadline with: leadline serve', 'or name where it runs: --server <url> or LEADLINE_URL.'];
  return new Failure('unreachable', `cannot reach Leadline at ${address} (${reason})`, fix, { cause: error });
}

/** Why a connection failed, in words: fetch hides it in the chain of causes. */
export function connectionReason(error: unknown): string {
  let cause: unknown = error;
  while (cause instanceof Error && cause.cause !== undefined) cause = cause.cause;
  if (cause instanceof AggregateError && cause.errors.length > 0) cause = cause.errors[0];
  switch (errorCode(cause)) {
    case 'ECONNREFUSED':
      return 'connection refused';
    case 'ECONNRESET':
    case 'UND_ERR_SOCKET':
      return 'connection closed';
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return 'no such host';
    default:
      return oneLine(cause instanceof Error ? cause.message : String(cause));
  }
}

/** An answer that is not 2xx as a failure that says what the server said, and what to do. */
export async function refusal(response: Response, asked: Asked): Promise<Failure> {
  const { status } = response;
  const said = serverMessages(await response.text().catch(() => ''));
  const what = `${asked.address}${asked.path} answered ${status}`;
  if (status === 401 || status === 403) {
    return new Failure('refused', `${what}: not permitted`, said.length > 0 ? said : tokenFix(asked, status));
  }
  if (status >= 300 && status < 400) {
    const target = response.headers.get('location') ?? 'another address';
    return new Failure('failed', `${what}: it redirects to ${oneLine(target)}`, [
      'Name the right address with --server or LEADLINE_URL.',
    ]);
  }
  if (status === 404) return new Failure('failed', `${what}: this server does not offer that`, said);
  if (status >= 400 && status < 500 && status !== 408 && status !== 429) return new Failure('refused', what, said);
  return new Failure('failed', what, said);
}

function tokenFix({ hasToken }: Asked, status: number): string[] {
  if (!hasToken)
    return [
      'Put a token into LEADLINE_TOKEN or a file named by LEADLINE_TOKEN_FILE.',
      'Make one with: leadline token create',
    ];
  return [status === 401 ? 'The token is unknown, expired or revoked.' : 'The token lacks the scope that this needs.'];
}

/** What an error's body says, one line each: its problems, else its message, then the fix. */
export function serverMessages(text: string): string[] {
  const body = parsed(text);
  if (body === undefined) return text.trim() === '' || text.trimStart().startsWith('<') ? [] : [oneLine(text, 300)];
  const lists = [body['problems'], body['errors']].filter((list): list is unknown[] => Array.isArray(list));
  const problems = lists
    .flat()
    .map(problemLine)
    .filter((line) => line !== '');
  const message = [body['message'], body['error']].find((value): value is string => typeof value === 'string');
  const said = problems.length > 0 || message === undefined ? problems : [oneLine(message, 300)];
  return typeof body['fix'] === 'string' ? [...said, oneLine(body['fix'], 300)] : said;
}

function problemLine(problem: unknown): string {
  if (typeof problem === 'string') return oneLine(problem, 300);
  if (typeof problem !== 'object' || problem === null) return '';
  const { pointer, message } = { pointer: '', message: '', ...problem };
  return oneLine([pointer, message].filter((part) => typeof part === 'string' && part !== '').join(': '), 300);
}

function parsed(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}
