/** Something that lasted; instants in epoch milliseconds. */
export interface Lasting<T> {
  readonly from: number;
  /** null: it goes on. */
  readonly to: number | null;
  readonly what: T;
}

/** Things that lasted, to be asked which of them a run met. */
export class Lastings<T> {
  private readonly byStart: readonly Lasting<T>[];
  /** By place: the latest end up to it. */
  private readonly latestEnds: readonly number[];

  constructor(all: readonly Lasting<T>[]) {
    this.byStart = [...all].sort((a, b) => a.from - b.from);
    let latest = -Infinity;
    this.latestEnds = this.byStart.map(({ to }) => (latest = Math.max(latest, to ?? Infinity)));
  }

  /** Those that a run met, touching ends apart. What lasted no time at all is met within the run, ends included. */
  during(start: number, finish: number): T[] {
    const met: T[] = [];
    for (let place = this.startedBy(finish) - 1; place >= 0; place -= 1) {
      if ((this.latestEnds[place] ?? -Infinity) < start) break;
      const lasting = this.byStart[place];
      if (lasting !== undefined && meets(lasting, start, finish)) met.push(lasting.what);
    }
    return met.reverse();
  }

  /** How many had begun. */
  private startedBy(instant: number): number {
    let [low, high] = [0, this.byStart.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.byStart[middle]?.from ?? Infinity) <= instant) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function meets({ from, to }: Lasting<unknown>, start: number, finish: number): boolean {
  const end = to ?? Infinity;
  if (from === end) return start <= from && from <= finish;
  if (start === finish) return from <= start && start < end;
  return from < finish && start < end;
}
