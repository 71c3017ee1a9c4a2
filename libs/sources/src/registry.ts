import { cloudevents } from './cloudevents/cloudevents.js';
import { github } from './github/github.js';
import type { Source } from './source.js';

/** Every source, one line each. */
export const sources: readonly Source[] = [cloudevents, github];

export function sourceById(id: string): Source | undefined {
  return sources.find((source) => source.id === id);
}
