import type { z } from 'zod';
import { type Page, type PageRequest, UnreadableReference } from './types.js';

/** Most rows of one page. */
export const MOST_ROWS_OF_A_PAGE = 1_000;

/** How many rows to ask for: one more than wanted tells whether there are others. */
export const limitOf = ({ first }: PageRequest): number => sizeOf(first) + 1;

const sizeOf = (first: number): number => Math.min(Math.max(1, Math.trunc(first)), MOST_ROWS_OF_A_PAGE);

/** Where a page ends, or what something is found by, as text that nobody need read. */
export const referenceTo = (place: unknown): string => encoded(JSON.stringify(place));

/** The same of a place that is JSON already. */
export const encoded = (json: string): string => Buffer.from(json).toString('base64url');

/**
 * The same of a part of JSON that others follow: put together they are the text of the whole. Every three bytes are four
 * characters, so the part is filled up with spaces, which may stand between any two words of JSON.
 */
export const encodedPart = (json: string): string =>
  encoded(json + ' '.repeat((3 - (Buffer.byteLength(json) % 3)) % 3));

/** @throws UnreadableReference if the text was not made by {@link referenceTo} of such a place. */
export function referredBy<T>(schema: z.ZodType<T>, argument: UnreadableReference['argument'], text: string): T {
  const parsed = schema.safeParse(jsonIn(text));
  if (!parsed.success) throw new UnreadableReference(argument, text);
  return parsed.data;
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}

/** The place `after` names; undefined: from the beginning. */
export function placeAfter<T>(schema: z.ZodType<T>, { after }: PageRequest): T | undefined {
  return after === undefined ? undefined : referredBy(schema, 'after', after);
}

/** A page of rows that were asked for with {@link limitOf}. */
export function pageOf<R, T>(
  rows: readonly R[],
  { first, after }: PageRequest,
  { place, item }: { place: (row: R) => unknown; item: (row: R) => T },
): Page<T> {
  const own = rows.slice(0, sizeOf(first));
  const cursors = own.map((row) => referenceTo(place(row)));
  return {
    items: own.map(item),
    cursors,
    endCursor: cursors.at(-1) ?? null,
    hasNext: rows.length > own.length,
    hasPrevious: after !== undefined,
  };
}

/** A page of a list that is in memory whole, in its order; `key` tells its members apart. */
export function pageOfAll<T>(
  all: readonly T[],
  request: PageRequest,
  key: (item: T) => string,
  schema: z.ZodType<string>,
): Page<T> {
  const after = placeAfter(schema, request);
  const start = after === undefined ? 0 : all.findIndex((item) => key(item) === after) + 1;
  return pageOf(all.slice(start, start + limitOf(request)), request, { place: key, item: (item) => item });
}
