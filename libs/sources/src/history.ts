import type { HookRequest } from './source.js';

/** What is asked of a sender's API. */
export interface ApiQuestion {
  readonly method: 'GET' | 'POST';
  /** Below the address of the API, with its query. */
  readonly path: string;
}

/** What the API said: any status that waiting does not change. */
export interface ApiAnswer {
  readonly status: number;
  /** The body, parsed; undefined: it had none. */
  readonly json: unknown;
  /** Header `Link`, by which lists are paged; '': none. */
  readonly link: string;
}

/**
 * A question that is still to be asked, with all that is needed to read its answer. Plain JSON: what is left of a history
 * is a list of steps, which can be kept and gone on with by another process.
 */
export interface Step {
  readonly kind: string;
  readonly [member: string]: unknown;
}

/** What became of an answer. */
export type Read =
  | {
      readonly outcome: 'read';
      /** Requests as the sender's hooks make them, for ingest. */
      readonly deliveries: readonly HookRequest[];
      /** Steps that follow from the answer, in order; they come before those that waited already. */
      readonly next: readonly Step[];
      /** How many of what were found, by a noun in the plural: { "pull requests": 40 }. */
      readonly found: Readonly<Record<string, number>>;
    }
  /** It is not what the API documents, e.g. cut off: asking again may help. */
  | { readonly outcome: 'unreadable'; readonly message: string }
  /** This part cannot be had; the others can. */
  | { readonly outcome: 'left_out'; readonly what: string; readonly reason: string; readonly fix: string }
  /** Nothing can be had. */
  | { readonly outcome: 'refused'; readonly message: string; readonly fix: string };

/** What is wanted of a sender's past. Instants in epoch milliseconds. */
export interface Wanted {
  /** What people call it: "acme/shop", "acme". */
  readonly target: string;
  readonly since: number;
  /** Now: what happens later is told by hooks. */
  readonly until: number;
  /** Endpoint that the sender's hooks come to: of its webhooks, that is the one whose address ends in it. */
  readonly endpoint: string;
  /** The sender's number of that webhook, where its address does not tell. */
  readonly hook?: number | undefined;
}

/**
 * Reads a sender's past from its API. Pure: which question comes next follows from the answers. What it finds it shapes
 * into the hooks that would have told it, so that one normalizer understands both and nothing counts twice.
 */
export interface History {
  begin(wanted: Wanted): readonly Step[];
  question(step: Step): ApiQuestion;
  read(step: Step, answer: ApiAnswer): Read;
  /** How many questions a step is: itself, and those that surely follow from it. */
  weight(step: Step): number;
  /** Whether it asks what one thing of a list is, which counting them can do without. */
  isDetail(step: Step): boolean;
  /** A step that was kept as JSON; undefined: it is none of this version. */
  stepOf(kept: unknown): Step | undefined;
}

export const read = (parts: Partial<Omit<Extract<Read, { outcome: 'read' }>, 'outcome'>> = {}): Read => ({
  outcome: 'read',
  deliveries: [],
  next: [],
  found: {},
  ...parts,
});

/** Whether a `Link` header names a next page (RFC 8288). Only that: addresses in it are not followed. */
export function hasNextPage(link: string): boolean {
  return link.split(',').some((part) => /;\s*rel="?next"?\s*(;|$)/.test(part));
}

/** Whether a list goes on after this page. An empty one ends it, whatever the header says: else some lists never would. */
export function goesOn(listed: readonly unknown[], { link }: Pick<ApiAnswer, 'link'>): boolean {
  return listed.length > 0 && hasNextPage(link);
}

/** A parameter of the next page's address in a `Link` header. */
export function parameterOfNextPage(link: string, name: string): string | undefined {
  const next = link.split(',').find((part) => hasNextPage(part));
  const address = /<([^>]*)>/.exec(next ?? '')?.[1];
  if (address === undefined || !URL.canParse(address, 'https://api.invalid')) return undefined;
  return new URL(address, 'https://api.invalid').searchParams.get(name) ?? undefined;
}

/** Members of an object by name, for bodies that hold no more than is read of them. */
export function picked(fields: Readonly<Record<string, unknown>>, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(names.flatMap((name) => (fields[name] === undefined ? [] : [[name, fields[name]]])));
}

/** What is listed with the time of its last update. */
export interface ListedByUpdate {
  readonly id: number;
  readonly updated_at: string;
}

/** Marks of what the page before listed of the instant at which this one begins: it is listed again. */
export type Seen = readonly string[];

const markOf = ({ id, updated_at }: ListedByUpdate): string => `${id}@${updated_at}`;

/** What a page lists that the one before did not. */
export function notSeen<T extends ListedByUpdate>(listed: readonly T[], seen: Seen): T[] {
  return listed.filter((each) => !seen.includes(markOf(each)));
}

/**
 * Where the next page of a list by update begins: where this one ended, to `precisionMs`, so that what changes meanwhile
 * moves to the end and is read there, and nothing is passed over. undefined: there is none.
 */
export function nextByUpdate(
  { after, page, seen }: { readonly after: number; readonly page: number; readonly seen: Seen },
  listed: readonly ListedByUpdate[],
  { link }: ApiAnswer,
  precisionMs: number,
): { readonly after: number; readonly page: number; readonly seen: Seen } | undefined {
  const last = listed.at(-1);
  if (last === undefined || !hasNextPage(link)) return undefined;
  const reached = Math.floor(Date.parse(last.updated_at) / precisionMs) * precisionMs;
  // More of one instant than a page holds: only then by number.
  if (reached <= after) return { after, page: page + 1, seen: [...seen, ...listed.map(markOf)] };
  const again = listed.filter(({ updated_at }) => Date.parse(updated_at) >= reached);
  return { after: reached, page: 1, seen: again.map(markOf) };
}

/** A query as APIs take it. */
export const query = (parameters: Readonly<Record<string, string | number>>): string =>
  new URLSearchParams(
    Object.entries(parameters).map(([name, value]): [string, string] => [name, String(value)]),
  ).toString();

/** The same of all but the first of what it asks one after another; none: that was the last. */
export function rest<S extends Step & { readonly of: readonly unknown[] }>(step: S): S[] {
  return step.of.length > 1 ? [{ ...step, of: step.of.slice(1) }] : [];
}

/** Epoch milliseconds as APIs take them: whole seconds in UTC. */
export const isoSecond = (at: number): string => new Date(at).toISOString().replace(/\.\d+Z$/, 'Z');
