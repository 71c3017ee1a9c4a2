import type { UsedUp } from '@leadline/tables';
import type { Carried } from './carriers.js';
import { settle } from './settle.js';

/** A commit that is a sample of the service for queries as of [knownFrom, knownUntil). */
interface Sampled {
  readonly sha: string;
  readonly knownFrom: number;
  readonly knownUntil: number;
}

/** What a deployment carried while it was no sample of the service, by SHA and time. */
export function usedUpIn(
  carried: readonly Pick<Carried, 'sha' | 'from' | 'until'>[],
  samples: readonly Sampled[],
): UsedUp[] {
  const sampled = new Map<string, Sampled[]>();
  for (const sample of samples) {
    const known = sampled.get(sample.sha);
    if (known === undefined) sampled.set(sample.sha, [sample]);
    else known.push(sample);
  }
  const usedUp: UsedUp[] = [];
  for (const { sha, from, until } of carried) {
    let at = from;
    // In order of time, as they are settled.
    for (const { knownFrom, knownUntil } of sampled.get(sha) ?? []) {
      if (knownUntil <= at || knownFrom >= until) continue;
      if (knownFrom > at) usedUp.push({ knownFrom: at, knownUntil: knownFrom, sha });
      at = knownUntil;
    }
    if (at < until) usedUp.push({ knownFrom: at, knownUntil: until, sha });
  }
  return usedUp.length === 0 ? usedUp : settle(usedUp, ({ sha }) => sha);
}
