/** Full: what the goals are about. Quick: whether the bench works at all; its figures mean little. */
export type Size = 'full' | 'quick';

/** Least or greatest value that is good enough, and for some the value that is hoped for. */
export type Goal = ({ readonly atLeast: number } | { readonly atMost: number }) & { readonly wanted?: number };

/** "of …" and "times" are ratios of two things measured in turns; everything else depends on the machine. */
export type Unit =
  | 'of B'
  | 'of JSON.parse'
  | 'times'
  | 'ms'
  | 's'
  | 'MB'
  | 'per second'
  | 'requests/s'
  | 'µs/request'
  | 'µs/body'
  | 'flags'
  | 'deliveries'
  | 'rows'
  | '%';

export interface Figure {
  readonly figure: string;
  readonly measured: number;
  readonly unit: Unit;
  /** Absent: for information. */
  readonly goal?: Goal;
}

/** What is asked of a bench beside its size. */
export interface Wishes {
  /** How many events, where a bench can take another number than its size says. */
  readonly events?: number;
}

/** What a bench found, and with how much of everything it did. */
export interface Measured {
  readonly parameters: Readonly<Record<string, string | number>>;
  readonly figures: readonly Figure[];
}

export interface Bench {
  readonly name: string;
  /** What is measured, in one line. */
  readonly about: string;
  /** Rejects when nothing could be measured. `say` tells how far it is. */
  readonly run: (size: Size, say: (progress: string) => void, wishes: Wishes) => Promise<Measured>;
}

export function isMet(measured: number, goal: Goal): boolean {
  return 'atLeast' in goal ? measured >= goal.atLeast : measured <= goal.atMost;
}
