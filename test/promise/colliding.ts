import fc from 'fast-check';

/** Begin of every world; all its instants are whole hours after it, so that they collide. */
export const BEGIN = Date.parse('2026-03-02T00:00:00Z');
export const HOUR = 3_600_000;
/** Last instant of a world, in hours. */
export const LAST_HOUR = 24;

/** What an event says. */
export type Data = Readonly<Record<string, unknown>>;

export const at = (hour: number): string => new Date(BEGIN + hour * HOUR).toISOString();
export const hour = fc.integer({ min: 0, max: LAST_HOUR });
export const services = ['api', 'web'];
export const shas = ['A', 'B', 'C', 'D', 'E'];
export const ids = ['d1', 'd2', 'd3', 'd4', 'd5', 'd6', 'd7'];
export const incidents = ['i1', 'i2', 'i3'];
export const flagChanges = ['f1', 'f2', 'f3', 'f4', 'f5'];
export const flags = ['dark-mode', 'one-click'];

export const one = <T>(...values: T[]): fc.Arbitrary<T> => fc.constantFrom(...values);
export const some = <T>(values: readonly T[], most: number): fc.Arbitrary<T[]> =>
  fc.uniqueArray(one(...values), { minLength: 1, maxLength: most });
export const sometimes = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(value, { nil: undefined, freq: 2 });
export const rarely = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(value, { nil: undefined, freq: 1 });

/** Half of the events say when they were known; some are old revisions that arrive late. */
export const envelope = { occurredAt: sometimes(hour.map(at)), revision: sometimes(fc.integer({ min: -1, max: 3 })) };
