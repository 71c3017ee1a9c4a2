import DataLoader from 'dataloader';

/** Something by its id, as it was known at an instant. */
export interface Asked {
  readonly id: string;
  readonly asOf: number;
}

export type AskedLoader<T, A extends Asked = Asked> = DataLoader<A, T | undefined, string>;

/** Most that one statement is asked for. */
const MOST_AT_ONCE = 500;

/** Reads all that is asked for together in the same statements, and nothing twice in a request. */
export function askedLoader<T, A extends Asked = Asked>(
  find: (asked: readonly A[], asOf: number) => Promise<ReadonlyMap<string, T>>,
): AskedLoader<T, A> {
  const loadAll = async (asked: readonly A[]): Promise<(T | undefined)[]> => {
    const found = new Map<number, ReadonlyMap<string, T>>();
    for (const asOf of new Set(asked.map((one) => one.asOf))) {
      const together = asked.filter((one) => one.asOf === asOf);
      found.set(asOf, await find(together, asOf));
    }
    return asked.map(({ id, asOf }) => found.get(asOf)?.get(id));
  };
  return new DataLoader(loadAll, { cacheKeyFn: ({ id, asOf }) => `${asOf} ${id}`, maxBatchSize: MOST_AT_ONCE });
}

export const idsOf = (asked: readonly Asked[]): string[] => asked.map(({ id }) => id);
