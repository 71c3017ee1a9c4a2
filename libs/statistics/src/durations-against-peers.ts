import { twoSidedNormalP } from './normal.js';
import { median } from './quantile.js';
import { medianAbsoluteDeviation, SIGMA_PER_MAD, SIGMA_PER_MEAN_DEVIATION } from './robust-scale.js';

/** Deployments a service needs before its durations are compared with those of others. */
export const FEWEST_DEPLOYMENTS = 6;
/** Peers differ with heavier tails than a normal distribution: a small p-value alone does not make an outlier. */
export const PEER_Z_GATE = 3.5;

export interface PeerComparison {
  /** Distance of the unit's median log duration from that of its peers, in standard errors of that distance. */
  readonly z: number;
  /** Two-sided; goes into the family of its scan, and counts only where |z| >= {@link PEER_Z_GATE} too. */
  readonly p: number;
}

interface Center {
  readonly middle: number;
  readonly error: number;
}

/**
 * Median log duration of each unit against all, with the unit's own uncertainty. In the order of the input; null for a
 * unit with fewer than six values and for all when the units cannot be told apart in spread.
 *
 * z = (m_i - median m) / sqrt(tau^2 + s_i^2) with s_i the standard error of a median, sqrt(pi/2) sigma_i / sqrt(n_i), and
 * tau the robust spread between units beyond those errors.
 *
 * @param logDurations natural logarithms of per-deployment durations, one list a unit.
 */
export function durationsAgainstPeers(logDurations: readonly (readonly number[])[]): (PeerComparison | null)[] {
  const centers = logDurations.map(centerOf);
  const eligible = centers.filter((center) => center !== null);
  const middles = eligible.map(({ middle }) => middle);
  const overall = median(middles);
  const spread = medianAbsoluteDeviation(middles);
  const typicalError = median(eligible.map(({ error }) => error ** 2));
  if (overall === null || spread === null || typicalError === null) {
    return centers.map(() => null);
  }
  const tauSquared = Math.max(0, (SIGMA_PER_MAD * spread) ** 2 - typicalError);
  return centers.map((center) => {
    const total = center === null ? 0 : tauSquared + center.error ** 2;
    if (center === null || total === 0) {
      return null;
    }
    const z = (center.middle - overall) / Math.sqrt(total);
    return { z, p: twoSidedNormalP(z) };
  });
}

function centerOf(values: readonly number[]): Center | null {
  const middle = median(values);
  const mad = medianAbsoluteDeviation(values);
  if (values.length < FEWEST_DEPLOYMENTS || middle === null || mad === null) {
    return null;
  }
  return { middle, error: (SIGMA_PER_MEAN_DEVIATION * SIGMA_PER_MAD * mad) / Math.sqrt(values.length) };
}
