import {
  durationsAgainstPeers,
  FEWEST_DEPLOYMENTS,
  logSeconds,
  median,
  medianOfSorted,
  PEER_Z_GATE,
} from '@leadline/statistics';
import type { ComparedDurations } from './compared-durations.js';
import type { GroupHistory } from './groups.js';
import { type Judgement, judgementOf, suspectGroup, type Test } from './judgement.js';
import { isMaterial } from './material.js';
import type { NotJudgedReason, Span } from './outlier.js';

/** Groups needed for their spread to mean anything: our decision. */
const FEWEST_PEERS = 6;

/** Typical duration of each group against those of the others; |z| of at least 3.5 as well (metrics.md 7.1 a). */
export function durationAgainstPeers(
  { measure, againstPeers: rule, within }: ComparedDurations,
  groups: readonly GroupHistory[],
  { period, isProvisional }: { period: Span; isProvisional: boolean },
): Judgement {
  const units = groups.map((group) => {
    const known = within(group, period);
    const { name, isParent } = group;
    return typeof known === 'string'
      ? { name, isParent, why: known, durations: [] }
      : { name, isParent, why: null, durations: known };
  });
  const compared = units.filter(({ isParent, durations }) => !isParent && durations.length >= FEWEST_DEPLOYMENTS);
  const results = durationsAgainstPeers(compared.map(({ durations }) => durations.map(logSeconds)));
  const byName = new Map(compared.map(({ name }, index) => [name, results[index] ?? null]));
  const typical = median(compared.map(({ durations }) => median(durations.map(logSeconds)) ?? 0)) ?? 0;
  const n = compared.reduce((sum, { durations }) => sum + durations.length, 0);
  const looked = units.map(({ name, isParent, why, durations }): NotJudgedReason | Test => {
    if (isParent) return 'contains_others';
    if (why !== null) return why;
    if (durations.length < FEWEST_DEPLOYMENTS) return 'too_few';
    if (compared.length < FEWEST_PEERS) return 'too_few_peers';
    const result = byName.get(name) ?? null;
    const value = medianOfSorted(durations);
    if (result === null || value === null) return 'no_variation';
    const { z, p } = result;
    const center = Math.exp(typical);
    if (Math.abs(z) < PEER_Z_GATE || !isMaterial(measure, center, value)) return { p, suspect: null };
    // z is a distance in standard errors, so it gives back the error and with it the limits.
    const reach = (PEER_Z_GATE * ((median(durations.map(logSeconds)) ?? 0) - typical)) / z;
    const usual = { low: Math.exp(typical - reach), high: Math.exp(typical + reach) };
    return {
      p,
      suspect: suspectGroup({
        rule,
        measure,
        group: name,
        value,
        n: durations.length,
        span: period,
        against: { of: 'peers', members: compared.length, n, center, usual, span: period },
        direction: z > 0 ? 'worse' : 'better',
        isProvisional,
      }),
    };
  });
  return judgementOf(rule, measure, looked);
}
