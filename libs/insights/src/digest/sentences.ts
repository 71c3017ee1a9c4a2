import { shortTitles } from '../notable/figures.js';
import type { Digest } from './digest.js';

/** What mail programs show beside the subject: the second thing to know. */
export function preheaderOf({ changed, disturbances, lead }: Digest): string {
  return changed[1]?.text ?? (disturbances.items.length > 0 ? disturbances.summary : lead);
}

/** The five numbers in one line. */
export function quietNumbers({ metrics }: Digest): string {
  return `${metrics.map(({ metric, value }) => `${shortTitles[metric]} ${value}`).join(' · ')}.`;
}

/** Clauses as sentences of one line: "Fail rate of week 45 is 7.9 %, not 7.1 %." */
export const sentencesOf = (clauses: readonly string[]): string => `${clauses.join('; ')}.`;
