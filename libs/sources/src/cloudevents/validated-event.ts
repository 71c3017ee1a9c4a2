import type { EventProblem, KnownEvent } from '@leadline/events';

/** What became of one envelope; pointers of problems begin at the envelope. */
export type ValidatedEvent =
  | { readonly outcome: 'events'; readonly id: string; readonly events: readonly KnownEvent[] }
  | { readonly outcome: 'ignored'; readonly id: string; readonly reason: string }
  | { readonly outcome: 'problems'; readonly problems: readonly EventProblem[] };
