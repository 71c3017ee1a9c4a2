import { createHash } from 'node:crypto';
import type { History, HookRequest, Step } from '@leadline/sources';
import { ApiUnavailable, type AskApi, Interrupted } from './ask-api.js';

/** A part that could not be had. */
export interface LeftOut {
  readonly what: string;
  readonly reason: string;
  readonly fix: string;
}

/** How far the reading of a past came. Plain JSON. */
export interface Reached {
  /** What is still to be asked, next first; none: everything was read. */
  readonly steps: readonly Step[];
  /** Questions answered. */
  readonly asked: number;
  /** Questions that were not asked because only counting was wanted. */
  readonly details: number;
  /** Deliveries made durable. */
  readonly delivered: number;
  /** Of the last delivery, "<partition>:<offset>". */
  readonly position?: string | undefined;
  /** How many of what were found, by a noun in the plural. */
  readonly found: Readonly<Record<string, number>>;
  readonly leftOut: readonly LeftOut[];
}

export const fromTheBeginning = (steps: readonly Step[]): Reached => ({
  steps,
  asked: 0,
  details: 0,
  delivered: 0,
  found: {},
  leftOut: [],
});

export type FetchEnd =
  | { readonly outcome: 'done'; readonly reached: Reached }
  | { readonly outcome: 'refused'; readonly message: string; readonly fix: string }
  /** Goes on from what was last kept. */
  | {
      readonly outcome: 'stopped';
      readonly reached: Reached;
      readonly why: 'interrupted' | 'unavailable';
      readonly reason: string;
    };

export interface FetchDeps {
  readonly history: History;
  readonly ask: AskApi;
  /** Makes deliveries durable, or throws; answers with the position of the last. */
  readonly deliver: (deliveries: readonly HookRequest[]) => Promise<string | undefined>;
  /** Called only when everything read so far is durable. */
  readonly keep: (reached: Reached) => Promise<void>;
  /** `total`: questions asked, and those known to come. */
  readonly onProgress: (reached: Reached, total: number) => void;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Only counts what is listed: asks for no details and delivers nothing. */
  readonly countOnly?: boolean;
}

/** A request of ingest holds at most these, and waits for more no longer than that. */
const MOST_DELIVERIES = 200;
const MOST_BYTES = 512 * 1024;
const KEPT_EVERY_MS = 2_000;
/** Answers of one question that are not what the API documents. */
const MOST_UNREADABLE = 3;

/** Reads a past from where it stands to its end. Whenever it stops, what was kept says where to go on; repeating is harmless. */
export async function fetchHistory(from: Reached, deps: FetchDeps): Promise<FetchEnd> {
  const { history } = deps;
  let reached = from;
  let kept = from;
  let keptAt = deps.now();
  let waiting: HookRequest[] = [];
  const pages = new PagesRead();
  const flush = async (): Promise<void> => {
    if (waiting.length > 0) {
      const position = await deps.deliver(waiting);
      reached = { ...reached, delivered: reached.delivered + waiting.length, position: position ?? reached.position };
      waiting = [];
    }
    await deps.keep(reached);
    kept = reached;
    keptAt = deps.now();
  };
  try {
    for (;;) {
      const [step, ...others] = reached.steps;
      if (step === undefined) break;
      const answered = await readStep(step, deps, pages);
      switch (answered.outcome) {
        case 'refused':
          return answered;
        case 'left_out': {
          const { what, reason, fix } = answered;
          reached = { ...reached, steps: others, leftOut: [...reached.leftOut, { what, reason, fix }] };
          break;
        }
        case 'read': {
          const isLeft = (each: Step): boolean => deps.countOnly === true && history.isDetail(each);
          const next = answered.next.filter((each) => !isLeft(each));
          const details = reached.details + weightOf(answered.next.filter(isLeft), history);
          if (deps.countOnly !== true) waiting.push(...answered.deliveries);
          reached = { ...reached, details, steps: [...next, ...others], found: sum(reached.found, answered.found) };
        }
      }
      reached = { ...reached, asked: reached.asked + 1 };
      deps.onProgress(reached, reached.asked + weightOf(reached.steps, history));
      if (isFull(waiting) || deps.now() - keptAt >= KEPT_EVERY_MS) await flush();
    }
    await flush();
    return { outcome: 'done', reached };
  } catch (error) {
    if (error instanceof Interrupted) {
      return { outcome: 'stopped', reached: kept, why: 'interrupted', reason: error.message };
    }
    if (error instanceof ApiUnavailable) {
      await flush();
      return { outcome: 'stopped', reached: kept, why: 'unavailable', reason: error.message };
    }
    throw error;
  }
}

const weightOf = (steps: readonly Step[], history: History): number =>
  steps.reduce((total, step) => total + history.weight(step), 0);

async function readStep(step: Step, { history, ask }: FetchDeps, pages: PagesRead) {
  const question = history.question(step);
  for (let tries = 1; ; tries += 1) {
    const answer = await ask(question);
    const read = history.read(step, answer);
    if (read.outcome === 'read' && pages.isRepeated(question.path, answer.json)) {
      throw new ApiUnavailable(`${question.path} answers a page that was read before`);
    }
    if (read.outcome !== 'unreadable') return read;
    if (tries < MOST_UNREADABLE) continue;
    throw new ApiUnavailable(`${question.path} answers what it does not document: ${read.message}`);
  }
}

/** The pages of the list that is being read: one that answers them again and again would be read for ever. */
class PagesRead {
  private list = '';
  private paths = new Map<string, string>();

  isRepeated(path: string, json: unknown): boolean {
    if (!Array.isArray(json) || json.length === 0) return false;
    const list = path.replace(/([?&](?:page|cursor)=)[^&]*/g, '$1');
    if (list !== this.list) this.paths = new Map();
    this.list = list;
    const content = createHash('sha256').update(JSON.stringify(json)).digest('base64');
    const before = this.paths.get(content);
    this.paths.set(content, path);
    // A list by numbers may be looked at a second time; a cursor leads on, or in a circle.
    return before !== undefined && (before !== path || list.includes('cursor='));
  }
}

function isFull(waiting: readonly HookRequest[]): boolean {
  return waiting.length >= MOST_DELIVERIES || waiting.reduce((bytes, { body }) => bytes + body.length, 0) >= MOST_BYTES;
}

function sum(a: Readonly<Record<string, number>>, b: Readonly<Record<string, number>>): Record<string, number> {
  const names = new Set([...Object.keys(a), ...Object.keys(b)]);
  return Object.fromEntries([...names].map((name) => [name, (a[name] ?? 0) + (b[name] ?? 0)]));
}
