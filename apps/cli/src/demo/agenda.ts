/** What is going to happen, in order of time; what happens may add to it. */
export interface Agenda {
  /** The instant of what is happening. */
  now(): number;
  /** An instant that has passed means now. */
  at(instant: number, happening: () => void): void;
  /** Lets everything happen up to and including the instant. */
  run(until: number): void;
}

interface Entry {
  readonly at: number;
  readonly happening: () => void;
}

export function createAgenda(start: number): Agenda {
  /** Latest first, so that the next one is at the end. */
  const entries: Entry[] = [];
  let now = start;
  return {
    now: () => now,
    at: (instant, happening) => {
      const at = Math.max(instant, now);
      let [low, high] = [0, entries.length];
      while (low < high) {
        const middle = (low + high) >> 1;
        if ((entries[middle] as Entry).at > at) low = middle + 1;
        else high = middle;
      }
      // Of two at one instant, the one added first happens first.
      entries.splice(low, 0, { at, happening });
    },
    run: (until) => {
      for (let next = entries.at(-1); next !== undefined && next.at <= until; next = entries.at(-1)) {
        entries.pop();
        now = next.at;
        next.happening();
      }
    },
  };
}
