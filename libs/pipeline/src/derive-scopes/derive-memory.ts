import { RunningVerdicts } from '@leadline/tracking';

/** Attempts of all services that are remembered together; one takes about 5 KB. */
const MOST_ATTEMPTS = 10_000;

interface Remembered {
  readonly running: RunningVerdicts;
  attempts: number;
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
  verdictsOf(service: string, attempts: number): RunningVerdicts {
    const running = this.services.get(service)?.running ?? new RunningVerdicts();
    this.forget(service);
    this.services.set(service, { running, attempts });
    this.attempts += attempts;
    for (const oldest of this.services.keys()) {
      if (this.attempts <= this.mostAttempts) break;
      this.forget(oldest);
    }
    return running;
  }

  forget(service: string): void {
    this.attempts -= this.services.get(service)?.attempts ?? 0;
    this.services.delete(service);
  }
}
