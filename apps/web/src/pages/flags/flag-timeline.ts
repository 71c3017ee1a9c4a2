import type { Moment, Span, TimelineRow } from '../../charts/timeline-chart.js';
import { exposureText } from '../../entities/flag-words.js';
import type { FlagPageQuery } from '../../generated/graphql.js';

export type Flag = FlagPageQuery['flags']['nodes'][number];
export type FlagChange = Flag['changes'][number];

/** A span shorter than this share of the time shown has no room for its words; the table beneath has them. */
const ROOM = 0.07;

/**
 * What each environment saw of a flag from `from` to `to` (epoch milliseconds): a bar for each exposure above zero,
 * filled where everybody saw it, and a mark where a change was said to have failed. Environments in the order in which the flag names them.
 */
export function flagTimeline({ exposures, changes }: Flag, from: number, to: number): readonly TimelineRow[] {
  return exposures.flatMap(({ environment }): TimelineRow[] => {
    const own = changes
      .filter((change) => change.environment === environment && Date.parse(change.at) < to)
      .toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at));
    const spans = own.flatMap((change, index): Span[] => {
      const next = own[index + 1];
      const begin = Math.max(from, Date.parse(change.at));
      const end = next === undefined ? to : Math.min(to, Date.parse(next.at));
      if (end <= from || begin >= end || change.exposure === 0) return [];
      const hasRoom = (end - begin) / (to - from) >= ROOM || next === undefined;
      const isForAll = change.exposure !== null && change.exposure >= 100;
      const text = hasRoom ? exposureText(change.exposure) : '';
      return [{ from: begin, to: end, kind: isForAll ? 'work' : 'part', text }];
    });
    const moments = own.flatMap(({ at, failed }): Moment[] =>
      failed === true && Date.parse(at) >= from ? [{ at: Date.parse(at), kind: 'incident', text: 'failed' }] : [],
    );
    return spans.length + moments.length === 0 ? [] : [{ label: environment, spans, moments }];
  });
}
