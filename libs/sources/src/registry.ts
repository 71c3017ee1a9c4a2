import { cloudevents } from './cloudevents/cloudevents.js';
import { github } from './github/github.js';
import { internal } from './internal.js';
import type { Source } from './source.js';

/** Every source that an endpoint can be of, one line each. */
export const sources: readonly Source[] = [cloudevents, github];

/** Whoever understands deliveries of that source; Leadline's own ("leadline") are among them, though no endpoint's. */
export function sourceById(id: string): Source | undefined {
  return id === internal.id ? internal : sources.find((source) => source.id === id);
}
