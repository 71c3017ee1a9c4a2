import type { Topic } from '@leadline/ports';

/** A generation of everything that is derived from deliveries: topics, consumer groups and a database of its own. */
export interface Generation {
  readonly number: number;
  readonly events: Topic;
  readonly touched: Topic;
  readonly database: string;
  readonly groups: { readonly normalize: string; readonly fold: string; readonly derive: string };
}

export function generation(number: number): Generation {
  return {
    number,
    events: `events.g${number}`,
    touched: `touched.g${number}`,
    database: `leadline_g${number}`,
    groups: { normalize: `normalize.g${number}`, fold: `fold.g${number}`, derive: `derive.g${number}` },
  };
}
