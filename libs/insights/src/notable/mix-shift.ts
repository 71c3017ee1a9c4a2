import type { ServiceShare } from './figures.js';

/** How much of a change of a pooled rate comes from services being deployed in other proportions. */
export interface MixShift {
  /** The rate now, had the services kept the proportions of before. */
  readonly rateWithOldMix: number;
  /** Share of the change that the mix explains; beyond 1 or below 0 it hid or reversed what the services did. */
  readonly share: number;
}

/**
 * Recomputes the rate now with the proportions of before (Simpson's paradox, metrics.md 5). A service that has no
 * deployments now keeps its old rate; one that had none before has no old proportion. Null where nothing changed.
 */
export function mixShift(services: readonly ServiceShare[]): MixShift | null {
  const sum = (read: (share: ServiceShare) => number): number =>
    services.reduce((total, share) => total + read(share), 0);
  const [nowN, beforeN] = [sum(({ now }) => now.n), sum(({ before }) => before.n)];
  if (nowN === 0 || beforeN === 0) return null;
  const rateNow = sum(({ now }) => now.k) / nowN;
  const rateBefore = sum(({ before }) => before.k) / beforeN;
  if (rateNow === rateBefore) return null;
  const rateWithOldMix = sum(({ now, before }) => {
    if (before.n === 0) return 0;
    return (before.n / beforeN) * (now.n === 0 ? before.k / before.n : now.k / now.n);
  });
  return { rateWithOldMix, share: (rateNow - rateWithOldMix) / (rateNow - rateBefore) };
}
