import type { Clock } from '@leadline/ports';

/**
 * How long the present may stand still where nothing is stored. What only time changes is shown late by as much: the
 * elapsed share of a day that is not over, how long an open incident has lasted, an instant a sender dated ahead.
 */
export const MOST_STILL_MS = 60_000;

interface Instant {
  readonly at: number;
  readonly revision: string;
}

/**
 * The instant of questions that name none, in epoch milliseconds. It stands still until something is stored, or for a
 * minute: who asks the same then asks the very same statement, and is answered from memory. What has been stored before
 * a question is always within it. Answers say it as `computedAt`.
 */
export class Present {
  #held: Instant | undefined;
  #askedAt = 0;

  constructor(
    private readonly clock: Clock,
    /** Changes whenever something is stored. */
    private readonly revision: () => Promise<string>,
  ) {}

  async now(): Promise<number> {
    // Not every question needs the warehouse; those that do say themselves that it is not there.
    const revision = await this.revision().catch(() => null);
    const now = this.clock.now();
    this.#askedAt = now;
    if (revision === null) return now;
    if (this.#held?.revision !== revision || !isLately(this.#held.at, now)) this.#held = { at: now, revision };
    return this.#held.at;
  }

  /** When somebody asked last, in epoch milliseconds; 0: nobody has. */
  get askedAt(): number {
    return this.#askedAt;
  }

  /** Lets the present be the instant of answers that are there already, unless something was stored since. */
  async moveTo(instant: Instant): Promise<boolean> {
    if ((await this.revision()) !== instant.revision || !isLately(instant.at, this.clock.now())) return false;
    if (this.#held?.revision === instant.revision && this.#held.at > instant.at) return false;
    this.#held = instant;
    return true;
  }
}

/** A clock that was set back makes no present out of the future. */
const isLately = (at: number, now: number): boolean => at <= now && now - at < MOST_STILL_MS;
