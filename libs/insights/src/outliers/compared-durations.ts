import { type GroupHistory, leadTimesIn, within } from './groups.js';
import type { NotJudgedReason, OutlierMeasure, OutlierRule, Span } from './outlier.js';

/** Durations that are compared, with the rules that do it. */
export interface ComparedDurations {
  readonly measure: Extract<OutlierMeasure, 'lead_time' | 'recovery'>;
  readonly againstPeers: OutlierRule;
  readonly againstHistory: OutlierRule;
  /** Those of a span in seconds, ascending; or why nothing can be said of them. */
  readonly within: (group: GroupHistory, span: Span) => readonly number[] | NotJudgedReason;
}

/** One for each deployment: the median of what it carried. */
export const leadTimes: ComparedDurations = {
  measure: 'lead_time',
  againstPeers: 'lead_time_against_peers',
  againstHistory: 'lead_time_against_history',
  within: ({ deployments }, span) => leadTimesIn(within(deployments, span)),
};

/**
 * One for each recovery that opened in the span. A recovery that is not over takes longer than it has: neither a mean nor
 * a median of logarithms can be told, and leaving it out would make a group the faster the longer it takes.
 */
export const recoveries: ComparedDurations = {
  measure: 'recovery',
  againstPeers: 'recovery_against_peers',
  againstHistory: 'recovery_against_history',
  within: (group, { from, to }) => {
    const own = group.recoveries.filter(({ at }) => at >= from && at < to);
    return own.some(({ isOpen }) => isOpen) ? 'still_open' : own.map(({ seconds }) => seconds).sort((a, b) => a - b);
  },
};
