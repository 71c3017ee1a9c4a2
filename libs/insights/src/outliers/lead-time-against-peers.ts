import {
  durationsAgainstPeers,
  FEWEST_DEPLOYMENTS,
  logSeconds,
  median,
  medianOfSorted,
  PEER_Z_GATE,
} from '@leadline/statistics';
import { type GroupHistory, leadTimesIn, within } from './groups.js';
import { type Judgement, judgementOf, type Test } from './judgement.js';
import { isMaterial } from './material.js';
import { measures, type NotJudgedReason, type Span } from './outlier.js';

/** Groups needed for their spread to mean anything: our decision. */
const FEWEST_PEERS = 6;

/** Typical lead time of each group against those of the others; |z| of at least 3.5 as well (metrics.md 7.1 a). */
export function leadTimeAgainstPeers(groups: readonly GroupHistory[], period: Span): Judgement {
  const units = groups.map(({ name, isParent, deployments }) => ({
    name,
    isParent,
    leadTimes: leadTimesIn(within(deployments, period)),
  }));
  const compared = units.filter(({ isParent, leadTimes }) => !isParent && leadTimes.length >= FEWEST_DEPLOYMENTS);
  const results = durationsAgainstPeers(compared.map(({ leadTimes }) => leadTimes.map(logSeconds)));
  const byName = new Map(compared.map(({ name }, index) => [name, results[index] ?? null]));
  const typical = median(compared.map(({ leadTimes }) => median(leadTimes.map(logSeconds)) ?? 0)) ?? 0;
  const n = compared.reduce((sum, { leadTimes }) => sum + leadTimes.length, 0);
  const looked = units.map(({ name, isParent, leadTimes }): NotJudgedReason | Test => {
    if (isParent) return 'contains_others';
    if (leadTimes.length < FEWEST_DEPLOYMENTS) return 'too_few';
    if (compared.length < FEWEST_PEERS) return 'too_few_peers';
    const result = byName.get(name) ?? null;
    const value = medianOfSorted(leadTimes);
    if (result === null || value === null) return 'no_variation';
    const { z, p } = result;
    const center = Math.exp(typical);
    if (Math.abs(z) < PEER_Z_GATE || !isMaterial('lead_time', center, value)) return { p, suspect: null };
    const { metric } = measures.lead_time;
    // z is a distance in standard errors, so it gives back the error and with it the limits.
    const reach = (PEER_Z_GATE * ((median(leadTimes.map(logSeconds)) ?? 0) - typical)) / z;
    return {
      p,
      suspect: {
        rule: 'lead_time_against_peers',
        measure: 'lead_time',
        subject: { kind: 'group', group: name },
        value,
        n: leadTimes.length,
        numerator: null,
        comparedWith: {
          of: 'peers',
          members: compared.length,
          n,
          center,
          low: Math.exp(typical - reach),
          high: Math.exp(typical + reach),
          evidence: { metric, ...period, group: null },
        },
        direction: z > 0 ? 'worse' : 'better',
        since: period.from,
        evidence: { metric, ...period, group: name },
        isProvisional: false,
      },
    };
  });
  return judgementOf('lead_time_against_peers', 'lead_time', looked);
}
