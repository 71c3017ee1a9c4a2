import { FOREVER, type LinkElement } from '@leadline/tables';
import { type Chain, isBefore } from './chain.js';
import type { ChainVersion, LinkOptions } from './facts.js';
import { Heap } from './heap.js';
import type { Knowledge } from './knowledge.js';
import { Span } from './span.js';
import { type Walk, walk } from './walk.js';

/** That a deployment carried a commit, known in [from, until). */
export interface Carried {
  readonly sha: string;
  readonly version: ChainVersion;
  readonly from: number;
  until: number;
  /** Of a repository that joins the service: used up, and no sample. */
  readonly joins: boolean;
}

/** What the walks of one row found over time. */
export interface Walked {
  readonly links: LinkElement[];
  readonly carried: Carried[];
}

/** A deployment that is known at the instant the sweep has come to. */
interface Carrier {
  readonly version: ChainVersion;
  readonly carries: Map<string, Carried>;
  stops: readonly string[];
  /** Of the latest walk: an appointment made by an older one is void. */
  walks: number;
}

type Appointment =
  | { readonly at: number; readonly what: 'ends' | 'begins'; readonly version: ChainVersion }
  | { readonly at: number; readonly what: 'changes'; readonly carrier: Carrier; readonly walks: number };

const ranks = { ends: 0, begins: 1, changes: 2 };
const sooner = (a: Appointment, b: Appointment): boolean =>
  a.at < b.at || (a.at === b.at && ranks[a.what] < ranks[b.what]);

/**
 * Who carries each commit, over time: one sweep over the instants at which something becomes known. A commit has one
 * carrier, the first deployment in the chain that reaches it. At an instant only those deployments walk again whose own
 * reads changed, that lose a commit to an earlier one, or that stopped at a commit which is carried no longer; a new
 * deployment at the end of the chain costs its own walk.
 */
export class Carriers {
  readonly walked = new Map<string, Walked>();
  /** Everything that was ever carried by the rows derived here, by SHA. */
  readonly carriedEver = new Map<string, Carried[]>();
  private readonly agenda = new Heap<Appointment>(sooner);
  private readonly active = new Map<string, Carrier>();
  private readonly carrierOf = new Map<string, Carrier>();
  private readonly stoppedAt = new Map<string, Set<Carrier>>();
  private readonly queue = new Heap<Carrier>((a, b) => isBefore(a.version, b.version));
  private readonly queued = new Set<Carrier>();

  constructor(
    private readonly chain: Chain,
    private readonly knowledge: Knowledge,
    private readonly options: LinkOptions,
  ) {
    for (const version of chain.fresh()) {
      this.walked.set(version.row, { links: [], carried: [] });
      this.agenda.push({ at: version.knownFrom, what: 'begins', version });
      if (version.knownUntil < FOREVER) this.agenda.push({ at: version.knownUntil, what: 'ends', version });
    }
    this.sweep();
  }

  private sweep(): void {
    for (let next = this.agenda.peek(); next !== undefined; next = this.agenda.peek()) {
      const { at } = next;
      for (; next?.at === at; next = this.agenda.peek()) {
        this.agenda.pop();
        this.keep(next);
      }
      for (let carrier = this.queue.pop(); carrier !== undefined; carrier = this.queue.pop()) {
        this.queued.delete(carrier);
        if (this.active.get(carrier.version.row) === carrier) this.walkAgain(carrier, at);
      }
    }
  }

  private keep(appointment: Appointment): void {
    switch (appointment.what) {
      case 'begins': {
        const carrier = { version: appointment.version, carries: new Map(), stops: [], walks: 0 };
        this.active.set(carrier.version.row, carrier);
        this.enqueue(carrier);
        return;
      }
      case 'ends': {
        const carrier = this.active.get(appointment.version.row);
        if (carrier?.version === appointment.version) this.end(carrier, appointment.at);
        return;
      }
      case 'changes':
        if (appointment.walks === appointment.carrier.walks) this.enqueue(appointment.carrier);
        return;
    }
  }

  private enqueue(carrier: Carrier): void {
    if (this.queued.has(carrier)) return;
    this.queued.add(carrier);
    this.queue.push(carrier);
  }

  private end(carrier: Carrier, at: number): void {
    this.active.delete(carrier.version.row);
    for (const sha of carrier.carries.keys()) this.leave(carrier, sha, at);
    this.watch(carrier, []);
    this.say(carrier.version.row, undefined, at);
  }

  private walkAgain(carrier: Carrier, at: number): void {
    const span = new Span(at);
    const { version } = carrier;
    const found = walk(version, {
      knowledge: this.knowledge,
      span,
      maxCommits: this.options.maxCommits,
      isCarried: (sha) => this.isCarriedBefore(sha, version, span),
      hasPredecessor: () => this.chain.hasPredecessor(version, span),
    });
    carrier.walks++;
    if (span.until < FOREVER) {
      this.agenda.push({ at: span.until, what: 'changes', carrier, walks: carrier.walks });
    }
    const joins = (sha: string): boolean => found.joining?.has(sha) ?? false;
    for (const [sha, carried] of carrier.carries) {
      if (!found.carried.has(sha) || carried.joins !== joins(sha)) this.leave(carrier, sha, at);
    }
    for (const sha of found.carried) if (!carrier.carries.has(sha)) this.take(carrier, { sha, joins: joins(sha) }, at);
    this.watch(carrier, found.stops);
    this.say(version.row, found, at);
  }

  private isCarriedBefore(sha: string, version: ChainVersion, span: Span): boolean {
    const carrier = this.carrierOf.get(sha);
    if (carrier !== undefined && isBefore(carrier.version, version)) return true;
    const stored = this.knowledge.carriersOf(sha);
    if (stored === undefined) {
      // Whether it is carried will be told together with the commit itself: one round instead of two.
      this.knowledge.commit(sha, span);
      return true;
    }
    // Rows that are reused come before all that are derived anew.
    return stored.some(({ row, from, until }) => this.chain.isReused(row) && span.within(from, until));
  }

  private take(carrier: Carrier, { sha, joins }: Pick<Carried, 'sha' | 'joins'>, at: number): void {
    const loser = this.carrierOf.get(sha);
    if (loser !== undefined) {
      close(loser, sha, at);
      this.enqueue(loser);
    }
    for (const watcher of this.stoppedAt.get(sha) ?? []) {
      if (isBefore(carrier.version, watcher.version)) this.enqueue(watcher);
    }
    const carried: Carried = { sha, version: carrier.version, from: at, until: FOREVER, joins };
    carrier.carries.set(sha, carried);
    this.carrierOf.set(sha, carrier);
    this.walked.get(carrier.version.row)?.carried.push(carried);
    const ever = this.carriedEver.get(sha);
    if (ever === undefined) this.carriedEver.set(sha, [carried]);
    else ever.push(carried);
  }

  private leave(carrier: Carrier, sha: string, at: number): void {
    close(carrier, sha, at);
    this.carrierOf.delete(sha);
    for (const watcher of this.stoppedAt.get(sha) ?? []) this.enqueue(watcher);
  }

  private watch(carrier: Carrier, stops: readonly string[]): void {
    for (const sha of carrier.stops) this.stoppedAt.get(sha)?.delete(carrier);
    for (const sha of stops) {
      const watchers = this.stoppedAt.get(sha);
      if (watchers === undefined) this.stoppedAt.set(sha, new Set([carrier]));
      else watchers.add(carrier);
    }
    carrier.stops = stops;
  }

  private say(row: string, found: Walk | undefined, at: number): void {
    const links = this.walked.get(row)?.links;
    const open = links?.at(-1);
    if (open?.knownUntil === FOREVER) open.knownUntil = at;
    if (open !== undefined && open.knownFrom === open.knownUntil) links?.pop();
    if (found !== undefined) links?.push({ knownFrom: at, knownUntil: FOREVER, ...found.link });
  }
}

function close(carrier: Carrier, sha: string, at: number): void {
  const carried = carrier.carries.get(sha);
  if (carried !== undefined) carried.until = at;
  carrier.carries.delete(sha);
}
