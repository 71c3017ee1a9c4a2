import type { Analytics, Statement } from '@leadline/ports';

/** Rows are counted up to here: the bound of every query. */
export const MOST_COUNTED = 1_000_000;

/** How many rows a statement would give. */
export async function countOf(analytics: Analytics, { sql, params }: Statement): Promise<number> {
  const counted = `SELECT count() AS total\nFROM (${sql})`;
  const [row] = await analytics.query<{ total: number }>({ sql: counted, params });
  return row?.total ?? 0;
}
