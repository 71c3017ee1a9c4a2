import { useMemo } from 'preact/hooks';
import { civilDateAt, mondayOf } from '../address/civil-time.js';
import { useNavigation, useTimeWindow } from '../address/navigation.js';
import { windowInput } from '../address/time-window.js';
import { useQuestion } from '../api/use-question.js';
import type { WeekMarks } from '../charts/week-marks.js';
import { trendMarksQuery, type TrendMarksQuery } from '../generated/graphql.js';

/** Incidents that began in a week and flags that were switched in production in it, by the Monday of the week. */
export function useTrendMarks(): ReadonlyMap<string, WeekMarks> {
  const { address } = useNavigation();
  const { route, view } = address;
  const window = useTimeWindow();
  const team = route?.page === 'team' ? route.key : view.team;
  const service = route?.page === 'service' ? route.key : view.service;
  const flag = route?.page === 'flag' ? route.key : view.flag;
  const { from, to } = windowInput(window.history, window.timeZone);
  const question = useQuestion(
    trendMarksQuery,
    {
      from,
      to,
      teams: team === null ? null : [team],
      services: service === null ? null : [service],
      flags: flag === null ? null : [flag],
      asOf: view.asOf,
    },
    { refreshes: false },
  );
  const answer = question.state === 'answered' ? question.answer : null;
  // Incidents know nothing of flags.
  const withIncidents = flag === null;
  return useMemo(
    () => (answer === null ? new Map() : weekMarks(answer, window.timeZone, { withIncidents })),
    [answer, window.timeZone, withIncidents],
  );
}

export function weekMarks(
  { incidents, flagChanges }: TrendMarksQuery,
  timeZone: string,
  { withIncidents }: { readonly withIncidents: boolean },
): ReadonlyMap<string, WeekMarks> {
  const marks = new Map<string, { incidents: number; flags: number }>();
  const of = (instant: string): { incidents: number; flags: number } => {
    const monday = mondayOf(civilDateAt(Date.parse(instant), timeZone));
    const known = marks.get(monday) ?? { incidents: 0, flags: 0 };
    marks.set(monday, known);
    return known;
  };
  for (const { startedAt, counts } of withIncidents ? incidents.nodes : []) if (counts) of(startedAt).incidents += 1;
  for (const { at, tier } of flagChanges.nodes) if (tier === 'production') of(at).flags += 1;
  return marks;
}
