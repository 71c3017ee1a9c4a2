import { RunningVerdicts } from '@leadline/tracking';
import { KnownScope } from './known-scope.js';

/** Attempts of all services that are remembered together, where nobody says how much heap there is. */
const FEW_ATTEMPTS = 10_000;
/** A year at a hundred a day. */
const MOST_ATTEMPTS = 40_000;
const BYTES_OF_ATTEMPT = 14_000;
/** Of the heap: beside it stand rows in use, batches on their way, and answers. */
const SHARE_OF_HEAP = 1 / 8;

/** How many attempts to remember where the heap may grow to so many bytes. */
export function attemptsToRemember(heapBytes: number): number {
  const fitting = Math.floor((heapBytes * SHARE_OF_HEAP) / BYTES_OF_ATTEMPT);
  return Math.min(MOST_ATTEMPTS, Math.max(FEW_ATTEMPTS, fitting));
}

/** What is remembered of one service. */
export interface RememberedScope {
  /** What was judged when it was derived last. */
  readonly running: RunningVerdicts;
  readonly known: KnownScope;
}

interface Remembered {
  readonly scope: RememberedScope;
  readonly attempts: number;
}

/**
 * What derive remembers of the services it derived last, so that an event more costs an event more and not the whole
 * history. It may forget at any time: everything in it follows from the facts it is given.
 */
export class DeriveMemory {
  /** In the order of their last use. */
  private readonly services = new Map<string, Remembered>();
  private attempts = 0;

  constructor(private readonly mostAttempts: number = FEW_ATTEMPTS) {}

  /** To derive a service that has so many attempts now. */
  of(service: string, attempts: number): RememberedScope {
    const scope = this.services.get(service)?.scope ?? { running: new RunningVerdicts(), known: new KnownScope() };
    this.forget(service);
    this.services.set(service, { scope, attempts });
    this.attempts += attempts;
    for (const oldest of this.services.keys()) {
      if (this.attempts <= this.mostAttempts) break;
      this.forget(oldest);
    }
    return scope;
  }

  /** Whether nobody has to ask what is stored of where its deployments stood. */
  knowsStays(service: string): boolean {
    return this.services.get(service)?.scope.known.knowsStays ?? false;
  }

  forget(service: string): void {
    this.attempts -= this.services.get(service)?.attempts ?? 0;
    this.services.delete(service);
  }
}
