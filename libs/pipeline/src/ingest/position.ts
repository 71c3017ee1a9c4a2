import type { Position } from '@leadline/ports';

/** "partition:offset", as answers and `/readyz?after=` write it. */
export function formatPosition({ partition, offset }: Position): string {
  return `${partition}:${offset}`;
}

/** Reads "partition:offset"; undefined for anything else. */
export function parsePosition(text: string): Position | undefined {
  const [, partition, offset] = /^(\d{1,9}):(\d{1,15})$/.exec(text) ?? [];
  return partition === undefined ? undefined : { partition: Number(partition), offset: Number(offset) };
}
