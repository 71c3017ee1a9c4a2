/** What is known of something from an instant on, until the next moment. `from` is in epoch milliseconds, or ALWAYS. */
export interface Moment<S> {
  readonly from: number;
  readonly state: S;
}

/** Ascending by `from`; before the first moment nothing is known. */
export type Timeline<S> = readonly Moment<S>[];
