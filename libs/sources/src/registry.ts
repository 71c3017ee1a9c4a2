import type { Source } from './source.js';

/** Every source, one line each. */
export const sources: readonly Source[] = [];

export function sourceById(id: string): Source | undefined {
  return sources.find((source) => source.id === id);
}
