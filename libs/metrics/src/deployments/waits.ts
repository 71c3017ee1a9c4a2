import type { MetricQuestion } from '../query.js';
import type { Parameters } from '../statement.js';

/** A gate as one sees it at asOf: what is not decided yet is a person's to decide. */
export function peopleGates({ asOf }: MetricQuestion, bind: Parameters): string {
  const at = bind.bind('Int64', asOf);
  return `arrayFilter(g -> g.knownFrom <= ${at} AND ${at} < g.knownUntil AND (g.by = 'person' OR ${undecided(at)}), approvals)`;
}

const undecided = (at: string): string => `(g.decidedAt IS NULL OR g.decidedAt > ${at})`;

/** Intervals in which people's gates were open, an undecided one until `end`; not disjoint. */
export function gateSpans({ asOf }: MetricQuestion, bind: Parameters, gates: string, end: string): string {
  const at = bind.bind('Int64', asOf);
  return `arrayMap(g -> (g.requestedAt, if(${undecided(at)}, ${end}, least(assumeNotNull(g.decidedAt), ${end}))), ${gates})`;
}

/** Intervals in which a person had paused the rollout, until its next step, else until `end`. */
export function pauseSpans(steps: string, end: string): string {
  return `arrayMap(i -> (${steps}[i].at, if(i < length(${steps}), least(${steps}[i + 1].at, ${end}), ${end})),
      arrayFilter(i -> ${steps}[i].action = 'paused' AND ${steps}[i].manual = 1, arrayEnumerate(${steps})))`;
}

/** Steps of the rollout in their order. */
export function orderedSteps({ asOf }: MetricQuestion, bind: Parameters): string {
  const at = bind.bind('Int64', asOf);
  return `arraySort(s -> (s.at, s.id), arrayFilter(s -> s.knownFrom <= ${at} AND ${at} < s.knownUntil, rollout_steps))`;
}

/** Sorted intervals made disjoint: each begins where those before it have ended. */
export const disjoint = (sorted: string): string =>
  `arrayMap((w, i) -> (greatest(w.1, arrayMax(arrayPushFront(arrayMap(v -> v.2, arraySlice(${sorted}, 1, i - 1)), w.1))), w.2),
      ${sorted}, arrayEnumerate(${sorted}))`;

/** Seconds between two instants that lie in disjoint intervals. */
export const secondsWithin = (spans: string, from: string, to: string): string =>
  `(arraySum(w -> greatest(0, least(w.2, ${to}) - greatest(w.1, ${from})), ${spans}) / 1000)`;
