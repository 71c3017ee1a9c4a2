/** `first`: 1 to {@link MOST_ROWS_OF_A_PAGE}, else it is clipped. `after`: the `endCursor` of the page before. */
export interface PageRequest {
  readonly first: number;
  readonly after?: string | undefined;
}

export interface Page<T> {
  readonly items: readonly T[];
  /** Of each item, in their order: what `after` takes to go on behind it. */
  readonly cursors: readonly string[];
  /** Of the last item; null: the page is empty. */
  readonly endCursor: string | null;
  readonly hasNext: boolean;
  /** Whether the page was asked for behind another one. */
  readonly hasPrevious: boolean;
}

/** Nothing, and nothing after it. */
export const emptyPage = { items: [], cursors: [], endCursor: null, hasNext: false, hasPrevious: false } as const;

/** The cursor or id was not made by Leadline: the caller's mistake, to be shown with the name of the argument. */
export class UnreadableReference extends Error {
  constructor(
    readonly argument: 'after' | 'id' | 'point',
    readonly text: string,
  ) {
    super(`${argument} is nothing that Leadline gave out: ${text.slice(0, 80)}`);
    this.name = 'UnreadableReference';
  }
}
