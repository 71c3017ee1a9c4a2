import type { Operation } from './operation.js';

/** Why a question has no answer. */
export type Problem =
  /** The API does not take what was asked: a name nobody has, a window that cannot be. */
  | { readonly kind: 'refused'; readonly message: string; readonly code: string; readonly details: readonly Refusal[] }
  | { readonly kind: 'token-needed'; readonly message: string }
  | { readonly kind: 'failed'; readonly message: string; readonly code: string }
  | { readonly kind: 'unreachable'; readonly message: string };

/** An argument that cannot be answered, what is wrong with it, and what to write in its place. */
export interface Refusal {
  readonly argument: string;
  readonly message: string;
  readonly fix: string;
}

export type Answered<Answer> =
  | { readonly outcome: 'answered'; readonly answer: Answer }
  | { readonly outcome: 'problem'; readonly problem: Problem };

const TOKEN_KEY = 'leadline.token';
const PATIENCE_MS = 30_000;

/** The token that the reader gave, for as long as the tab is open. */
export const rememberToken = (token: string): void => sessionStorage.setItem(TOKEN_KEY, token);

/** Asks the API. Never rejects but when it is called off. */
export async function ask<Answer, Variables>(
  { name, text }: Operation<Answer, Variables>,
  variables: Variables,
  signal?: AbortSignal,
): Promise<Answered<Answer>> {
  const token = sessionStorage.getItem(TOKEN_KEY);
  const limit = AbortSignal.timeout(PATIENCE_MS);
  try {
    const response = await fetch('/graphql', {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/json',
        ...(token ? { authorization: `Bearer ${token}` } : {}),
      },
      body: JSON.stringify({ query: text, operationName: name, variables }),
      signal: signal === undefined ? limit : AbortSignal.any([signal, limit]),
    });
    return readAnswer<Answer>(response.status, await response.text());
  } catch (error) {
    if (signal?.aborted === true) throw error;
    const message = limit.aborted ? 'Leadline did not answer in 30 s' : 'Leadline cannot be reached';
    return { outcome: 'problem', problem: { kind: 'unreachable', message } };
  }
}

interface GraphqlError {
  readonly message: string;
  readonly extensions?: { readonly code?: string; readonly problems?: readonly Refusal[]; readonly fix?: string };
}

/** The shape of `data` is what the operation asked for; the API's own schema vouches for it. */
function readAnswer<Answer>(status: number, text: string): Answered<Answer> {
  const body = parsed<Answer>(text);
  const [error] = body?.errors ?? [];
  if (body?.data && error === undefined) return { outcome: 'answered', answer: body.data };
  if (error === undefined) {
    const message = `Leadline answered ${status}, and nothing that can be read`;
    return { outcome: 'problem', problem: { kind: 'failed', message, code: `HTTP ${status}` } };
  }
  return { outcome: 'problem', problem: problemOf(error) };
}

function problemOf({ message, extensions }: GraphqlError): Problem {
  const code = extensions?.code ?? 'UNKNOWN';
  switch (code) {
    case 'UNAUTHENTICATED':
    case 'FORBIDDEN':
      return { kind: 'token-needed', message: [message, extensions?.fix].filter(Boolean).join('. ') };
    case 'INTERNAL_SERVER_ERROR':
      return { kind: 'failed', message: [message, extensions?.fix].filter(Boolean).join('. '), code };
    default:
      return { kind: 'refused', message, code, details: extensions?.problems ?? [] };
  }
}

function parsed<Answer>(
  text: string,
): { readonly data?: Answer | null; readonly errors?: readonly GraphqlError[] } | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : null;
  } catch {
    return null;
  }
}
