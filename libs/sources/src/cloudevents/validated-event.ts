import type { EventProblem, KnownEvent } from '@leadline/events';

/** What became of one envelope; pointers of problems begin at the envelope. */
export type ValidatedEvent =
  | { readonly outcome: 'events'; readonly id: string; readonly events: readonly KnownEvent[] }
  /** It says nothing that Leadline measures; `kept`: the event it is told again from, none where it is too long. */
  | {
      readonly outcome: 'ignored';
      readonly id: string;
      readonly reason: string;
      readonly kept: readonly KnownEvent[];
    }
  | { readonly outcome: 'problems'; readonly problems: readonly EventProblem[] };
