/** A span of time, epoch milliseconds; `until` null: it goes on. */
export interface Span {
  readonly since: number;
  readonly until: number | null;
}

/** What was found at an instant; null: nothing is wrong any more. */
export interface Moment<Reading> {
  readonly at: number;
  readonly wrong: Reading | null;
}

/** Spans in which something was wrong, each with its last reading. Moments are in the order of time. */
export function wrongSpans<Reading>(moments: readonly Moment<Reading>[]): (Span & { readonly reading: Reading })[] {
  const spans: (Span & { readonly reading: Reading })[] = [];
  for (const { at, wrong } of moments) {
    const last = spans.at(-1);
    const open = last?.until === null ? last : undefined;
    if (open !== undefined) spans.pop();
    if (wrong !== null) spans.push({ since: open?.since ?? at, until: null, reading: wrong });
    // What several reports of one instant say together is what counts.
    else if (open !== undefined && open.since < at) spans.push({ ...open, until: at });
  }
  return spans;
}

/** The span, over at `end` at the latest; null: it did not begin before. */
export function endedBy<S extends Span>(span: S, end: number | null): S | null {
  if (end === null) return span;
  return end <= span.since ? null : { ...span, until: span.until === null ? end : Math.min(span.until, end) };
}

export const covers = ({ since, until }: Span, at: number): boolean => since <= at && (until === null || at < until);

/** First instant of the span that none of the others covers; null: there is none. */
export function firstOutside(span: Span, others: readonly Span[]): number | null {
  let at = span.since;
  for (;;) {
    const covering = others.find((other) => covers(other, at));
    if (covering === undefined) return at;
    if (covering.until === null || (span.until !== null && covering.until >= span.until)) return null;
    at = covering.until;
  }
}

/** First instant of the span that one of the others covers; null: there is none. */
export function firstWithin(span: Span, others: readonly Span[]): number | null {
  const instants = others
    .map((other) => ({ at: Math.max(span.since, other.since), other }))
    .filter(({ at, other }) => covers(span, at) && covers(other, at))
    .map(({ at }) => at);
  return instants.length === 0 ? null : Math.min(...instants);
}

/** The earlier of two instants that may not be. */
export function earlier(one: number | null, other: number | null): number | null {
  if (one === null || other === null) return one ?? other;
  return Math.min(one, other);
}
