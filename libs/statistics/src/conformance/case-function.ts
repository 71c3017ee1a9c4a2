import { z } from 'zod';
import type { Interval } from '../interval.js';

/** A library function as a case calls it: JSON in, JSON in the shape of the case's expected answer out. */
export type CaseFunction = (input: unknown) => unknown;

export const numbers = z.array(z.number());

/** Wraps a function with the schema of its input; input that does not fit is a clear error. */
export function caseFunction<S extends z.ZodType>(schema: S, evaluate: (input: z.output<S>) => unknown): CaseFunction {
  return (input) => {
    const parsed = schema.safeParse(input);
    if (!parsed.success) {
      throw new TypeError(`The input of the case does not fit its function: ${z.prettifyError(parsed.error)}`);
    }
    return evaluate(parsed.data);
  };
}

export function asPair(interval: Interval | null): [number, number] | null {
  return interval && [interval.low, interval.high];
}

/** Units of a case given as two lists of equal length. */
export const unitLists = z
  .object({ k: numbers, n: numbers })
  .refine(({ k, n }) => k.length === n.length, 'k and n are lists of equal length')
  .transform(({ k, n }) => k.map((count, index) => ({ k: count, n: n[index] ?? 0 })));
