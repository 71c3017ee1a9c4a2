import type { RefusalRecord } from '../control/refusal-record.js';

export type RefusalReason = 'unauthorized' | 'stale';

/** However long somebody knocks at an endpoint with a wrong key, `control` is told no more often. */
const TOLD_EVERY_MS = 15 * 60_000;

/**
 * Counts what this process refuses, by endpoint, until `control` is told. Names are those of endpoints that could be on,
 * so there are never many, whatever is asked for.
 */
export class RefusalTally {
  readonly #counts = new Map<string, RefusalRecord>();
  readonly #toldAt = new Map<string, number>();

  constructor(private readonly isEndpoint: (name: string) => boolean) {}

  /** @param now epoch milliseconds */
  count(endpoint: string, reason: RefusalReason, now: number): void {
    if (!this.isEndpoint(endpoint)) return;
    const before = this.#counts.get(endpoint) ?? { unauthorized: 0, stale: 0 };
    this.#counts.set(endpoint, {
      kind: 'hooks_refused',
      endpoint,
      at: new Date(now).toISOString(),
      unauthorized: before.unauthorized + (reason === 'unauthorized' ? 1 : 0),
      stale: before.stale + (reason === 'stale' ? 1 : 0),
    });
  }

  /** What `control` was not told yet. */
  get untold(): readonly RefusalRecord[] {
    return [...this.#counts.values()];
  }

  /** Takes what is to be told now: at once what is new, then four times an hour. `Infinity`: all, as at the end. */
  take(now: number): readonly RefusalRecord[] {
    const due = this.untold.filter(({ endpoint }) => now - (this.#toldAt.get(endpoint) ?? -Infinity) >= TOLD_EVERY_MS);
    for (const { endpoint } of due) {
      this.#counts.delete(endpoint);
      this.#toldAt.set(endpoint, now);
    }
    return due;
  }

  /** Of what could not be told nothing is lost. */
  putBack({ endpoint, at, unauthorized, stale }: RefusalRecord): void {
    const since = this.#counts.get(endpoint);
    this.#counts.set(endpoint, {
      kind: 'hooks_refused',
      endpoint,
      at: since?.at ?? at,
      unauthorized: unauthorized + (since?.unauthorized ?? 0),
      stale: stale + (since?.stale ?? 0),
    });
  }
}
