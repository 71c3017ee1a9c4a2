import { RunningVerdicts } from '@leadline/tracking';
import { KnownScope } from './known-scope.js';

/** Attempts of all services that are remembered together: a year at a hundred a day. One takes about 10 KB. */
const MOST_ATTEMPTS = 40_000;

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

  constructor(private readonly mostAttempts: number = MOST_ATTEMPTS) {}

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
