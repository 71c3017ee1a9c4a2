/** The only way to know what time it is. */
export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
}
