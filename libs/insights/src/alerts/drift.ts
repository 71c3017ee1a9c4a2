import { counted, lastedText } from '../wording/quantities.js';
import type { Finding } from './alert.js';
import type { AlertFacts, DriftSpan } from './alert-facts.js';
import { freezesOf } from './freezes.js';
import { earlier, firstOutside, type Span } from './spans.js';

/** For so long it must have been so: a deployment that follows at once is no drift. */
const CONFIRMED_AFTER = 15 * 60_000;

/**
 * A place that lacks too many changes of the stage before it, or of a target beside it, or one of them for too long; until
 * another version is live there that does not. It waits while deployments are frozen, and while the sources that would tell
 * of them are silent: then nobody knows.
 */
export const drift = (
  { asOf, drifts, freezes, limits }: AlertFacts,
  silent: (source: string) => readonly Span[],
): Finding[] =>
  drifts.flatMap((place): Finding[] => {
    const most = limits([place.service]).DRIFT;
    const tooMany = earliestAfter(place, place.missing?.[most.changes]);
    const tooLong = earliestAfter(
      place,
      place.behindSince === null ? undefined : place.behindSince + most.behind * 1000,
    );
    const crossed = earlier(tooMany, tooLong);
    if (crossed === null) return [];
    const span = { since: crossed + CONFIRMED_AFTER, until: place.until };
    if (span.since > asOf || (span.until !== null && span.since >= span.until)) return [];
    const waits = [...freezesOf(freezes, place), ...place.sources.flatMap(silent)];
    const since = firstOutside(span, waits);
    if (since === null || since > asOf) return [];
    const { service, environment } = place;
    const end = span.until ?? asOf;
    const isMany = tooMany !== null && tooMany <= end;
    const lacked = place.missing?.length ?? 0;
    const behindFor = end - (place.behindSince ?? crossed);
    return [
      {
        rule: 'DRIFT',
        key: pairOf(place),
        since,
        until: span.until,
        severity: 'ticket',
        audience: ['developers'],
        ...(isMany
          ? {
              what: `${placeText(place)} lacks ${counted(lacked, 'change')} of ${placeText(place.from)}`,
              value: lacked,
              threshold: most.changes,
            }
          : {
              what: `${placeText(place)} lacks changes of ${placeText(place.from)} for ${lastedText(behindFor)}`,
              value: behindFor / 1000,
              threshold: most.behind,
            }),
        services: [service],
        environment,
        deployment: null,
      },
    ];
  });

const earliestAfter = ({ since }: DriftSpan, at: number | undefined): number | null =>
  at === undefined ? null : Math.max(since, at);

const placeText = ({ environment, target }: DriftSpan['from']): string =>
  target === null ? environment : `${environment} (${target})`;

const pairOf = (place: DriftSpan): string =>
  place.from.environment === place.environment
    ? `${place.service} ${placeText(place)}`
    : `${place.service} ${place.from.environment} → ${placeText(place)}`;
