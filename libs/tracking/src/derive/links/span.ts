import { ALWAYS, FOREVER } from '@leadline/tables';
import type { Timeline } from '../../fold/timeline.js';

/**
 * An instant, and the interval around it in which everything that was read at it stays the same. Whoever derives
 * something from reads through a span knows how long the result holds, and need not look again before.
 */
export class Span {
  from = ALWAYS;
  until = FOREVER;

  constructor(readonly at: number) {}

  read<S>(timeline: Timeline<S>): S | undefined {
    let low = 0;
    let high = timeline.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((timeline[middle]?.from ?? FOREVER) <= this.at) low = middle + 1;
      else high = middle;
    }
    const next = timeline[low];
    if (next !== undefined) this.until = Math.min(this.until, next.from);
    const current = timeline[low - 1];
    if (current === undefined) return undefined;
    this.from = Math.max(this.from, current.from);
    return current.state;
  }

  /** Whether the instant has come. */
  reached(instant: number): boolean {
    if (instant <= this.at) {
      this.from = Math.max(this.from, instant);
      return true;
    }
    this.until = Math.min(this.until, instant);
    return false;
  }

  within(from: number, until: number): boolean {
    return this.reached(from) && !this.reached(until);
  }

  /** The result also rests on what another span read. */
  join(other: { readonly from: number; readonly until: number }): void {
    this.from = Math.max(this.from, other.from);
    this.until = Math.min(this.until, other.until);
  }
}

interface Segment<V> {
  readonly from: number;
  readonly until: number;
  readonly value: V;
}

/** Results by key, each remembered for the interval in which it holds. */
export class Remembered<V> {
  private readonly segments = new Map<string, Segment<V>[]>();

  at(key: string, span: Span, compute: (span: Span) => V): V {
    let known = this.segments.get(key);
    if (known === undefined) this.segments.set(key, (known = []));
    let index = known.length;
    while (index > 0 && (known[index - 1]?.from ?? FOREVER) > span.at) index--;
    const found = known[index - 1];
    if (found !== undefined && span.at < found.until) {
      span.join(found);
      return found.value;
    }
    const own = new Span(span.at);
    const value = compute(own);
    known.splice(index, 0, { from: own.from, until: own.until, value });
    span.join(own);
    return value;
  }
}
