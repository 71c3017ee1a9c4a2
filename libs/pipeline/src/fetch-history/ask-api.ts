import { type ApiAnswer, type ApiQuestion, parseJson } from '@leadline/sources';

/** A sender's API, and how one is let in. */
export interface ApiAccess {
  /** What people call it: "GitHub". */
  readonly name: string;
  /** Without a slash at its end. Nothing is ever asked of another origin: the token is for this one. */
  readonly address: string;
  /** With what proves who asks. */
  readonly headers: Readonly<Record<string, string>>;
}

export interface ApiDeps {
  readonly fetch: typeof fetch;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly sleep: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
  readonly signal: AbortSignal;
  /** Told of every wait before it begins. */
  readonly onWait: (reason: string, milliseconds: number) => void;
}

/** It does not answer, or not with anything of use, however often it is asked. */
export class ApiUnavailable extends Error {}

/** Whoever asked has been told to end. */
export class Interrupted extends Error {}

export type AskApi = (question: ApiQuestion) => Promise<ApiAnswer>;

const TIMEOUT_MS = 60_000;
/** Tries of one question that fail for no reason an API gives. */
const MOST_TRIES = 6;
const MOST_REDIRECTS = 3;
/** After a limit that names no time, as GitHub asks for: https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api */
const UNTIMED_LIMIT_MS = 60_000;
const MOST_WAIT_MS = 3_600_000 + 60_000;
/** Clocks differ; a limit is over a second after it is said to be. */
const MARGIN_MS = 1_000;

type Try =
  | { readonly outcome: 'answered'; readonly answer: ApiAnswer; readonly restMs: number }
  | { readonly outcome: 'limited'; readonly afterMs: number | undefined; readonly reason: string }
  | { readonly outcome: 'failed'; readonly reason: string };

/**
 * Asks an API one question at a time, and again until it is answered: waits as its limits say, and longer each time it
 * fails.
 *
 * @throws ApiUnavailable when it goes on failing, Interrupted when the signal aborts.
 */
export function askApi(access: ApiAccess, deps: ApiDeps): AskApi {
  let restUntil = 0;
  const wait = async (reason: string, milliseconds: number): Promise<void> => {
    deps.onWait(reason, milliseconds);
    await deps.sleep(milliseconds, deps.signal);
  };
  return async (question) => {
    let failures = 0;
    let limits = 0;
    for (;;) {
      if (restUntil > deps.now()) await wait(`${access.name}'s limit is used up`, restUntil - deps.now());
      restUntil = 0;
      if (deps.signal.aborted) throw new Interrupted('interrupted');
      const tried = await tryOnce(access, deps, question, access.address + question.path);
      switch (tried.outcome) {
        case 'answered':
          if (tried.restMs > 0) restUntil = deps.now() + tried.restMs;
          return tried.answer;
        case 'limited':
          limits += 1;
          if (limits > MOST_TRIES) throw new ApiUnavailable(`${access.name} goes on refusing: ${tried.reason}`);
          await wait(tried.reason, waitOf(tried.afterMs, limits));
          break;
        case 'failed':
          failures += 1;
          if (failures >= MOST_TRIES) throw new ApiUnavailable(`${access.name}: ${tried.reason}, ${failures} times`);
          await wait(tried.reason, 1_000 * 2 ** (failures - 1));
      }
    }
  };
}

/** An API that asks for no wait at all, and refuses again, is waited for longer each time. */
function waitOf(asked: number | undefined, limits: number): number {
  const longer = 2 ** (limits - 1);
  return Math.min(asked === undefined ? UNTIMED_LIMIT_MS * longer : Math.max(asked, 1_000 * longer), MOST_WAIT_MS);
}

async function tryOnce(
  access: ApiAccess,
  deps: ApiDeps,
  question: ApiQuestion,
  address: string,
  redirects = 0,
): Promise<Try> {
  try {
    const response = await deps.fetch(address, {
      method: question.method,
      headers: { accept: 'application/json', 'user-agent': 'leadline', ...access.headers },
      redirect: 'manual',
      signal: AbortSignal.any([deps.signal, AbortSignal.timeout(TIMEOUT_MS)]),
    });
    const target = redirectOf(response, address, access);
    if (target !== undefined && question.method === 'GET' && redirects < MOST_REDIRECTS) {
      await response.body?.cancel();
      return await tryOnce(access, deps, question, target, redirects + 1);
    }
    return understood(question, response.status, response.headers, await response.text(), deps.now());
  } catch (error) {
    if (deps.signal.aborted) throw new Interrupted('interrupted', { cause: error });
    const isTimeout = error instanceof Error && error.name === 'TimeoutError';
    return { outcome: 'failed', reason: isTimeout ? 'no answer in time' : 'the connection failed' };
  }
}

/** A renamed repository is elsewhere at the same API; any other place is not ours to follow to. */
function redirectOf({ status, headers }: Response, address: string, access: ApiAccess): string | undefined {
  const location = headers.get('location');
  if (![301, 302, 307, 308].includes(status) || location === null || !URL.canParse(location, address)) return undefined;
  const target = new URL(location, address);
  return target.origin === new URL(access.address).origin ? target.href : undefined;
}

function understood({ method }: ApiQuestion, status: number, headers: Headers, text: string, now: number): Try {
  const limit = limitOf(status, headers, text, now);
  if (limit !== undefined) return limit;
  if (status >= 500 || status === 408) return { outcome: 'failed', reason: `it answered ${status}` };
  const json = parsed(text);
  if (json.outcome === 'cut_off') {
    // What was done is done: nothing is read of the answer, and asking again would do it again.
    if (status < 400 && method === 'GET') return { outcome: 'failed', reason: 'the answer was cut off or is no JSON' };
    return { outcome: 'answered', answer: { status, json: undefined, link: '' }, restMs: 0 };
  }
  const answer = { status, json: json.value, link: headers.get('link') ?? '' };
  return { outcome: 'answered', answer, restMs: isUsedUp(headers) ? untilReset(headers, now) : 0 };
}

/** 429, or GitHub's 403 that means the same: by its headers, or by what it says of a secondary limit. */
function limitOf(status: number, headers: Headers, text: string, now: number): Try | undefined {
  const isLimit = status === 429 || (status === 403 && (headers.has('retry-after') || isUsedUp(headers)));
  if (!isLimit && !(status === 403 && /rate limit|abuse detection/i.test(text.slice(0, 2_000)))) return undefined;
  const seconds = Number(headers.get('retry-after') ?? NaN);
  if (Number.isFinite(seconds)) {
    return { outcome: 'limited', afterMs: seconds * 1000 + MARGIN_MS, reason: `it asks to wait (${status})` };
  }
  const resetMs = isUsedUp(headers) ? untilReset(headers, now) : 0;
  return { outcome: 'limited', afterMs: resetMs > 0 ? resetMs : undefined, reason: `its limit is used up (${status})` };
}

/** GitHub and GitLab name the same numbers differently. */
const numberIn = (headers: Headers, name: string): number =>
  Number(headers.get(`x-ratelimit-${name}`) ?? headers.get(`ratelimit-${name}`) ?? NaN);

const isUsedUp = (headers: Headers): boolean => numberIn(headers, 'remaining') === 0;

/** Milliseconds until the limit is renewed; 0: it is not said, or was. */
function untilReset(headers: Headers, now: number): number {
  const reset = numberIn(headers, 'reset') * 1000;
  return reset > now ? Math.min(reset - now + MARGIN_MS, MOST_WAIT_MS) : 0;
}

function parsed(text: string): { readonly outcome: 'json'; readonly value: unknown } | { readonly outcome: 'cut_off' } {
  if (text === '') return { outcome: 'json', value: undefined };
  // Ids beyond 2^53 come as text: rounded, they would name something else.
  const json = parseJson(text, { exactIntegers: /\d{16}/.test(text) });
  return json.outcome === 'json' ? json : { outcome: 'cut_off' };
}
