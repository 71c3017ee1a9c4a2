import type { Named } from '../layers.js';
import type { MetricQuestion } from '../query.js';
import type { Relation } from '../relation.js';
import type { Parameters } from '../statement.js';
import { deployments } from './relation.js';
import { rowExpressions } from './row-sql.js';
import { orderedSteps, peopleGates } from './waits.js';

/**
 * Rows of deployments, one for each of what they hold: the element is there under its name, and its first member is the
 * row's instant.
 */
function exploded(name: string, own: (query: MetricQuestion, bind: Parameters) => Named, elements: string): Relation {
  return {
    ...deployments,
    named: (query, bind) => ({
      ...deployments.named(query, bind),
      ...own(query, bind),
      [name]: `arrayJoin(${elements})`,
      instant: `${name}.1`,
    }),
  };
}

/**
 * Attempts of runs: the k-th attempts of all targets are one, which has failed if any of them did; cancelled ones and
 * those still running are none. Members: instant, 1 if it succeeded.
 */
export const attempts: Relation = exploded(
  'attempt',
  () => ({
    tried: `arrayFilter(t -> t.status != 'cancelled', state.tries)`,
    turns: `arrayMap((t, i) -> arrayCount(u -> u.target = t.target, arraySlice(tried, 1, i)), tried, arrayEnumerate(tried))`,
    run_attempts: `arrayFilter(a -> a.3, arrayMap(k -> (
        arrayMax(arrayMap((t, turn) -> if(turn = k, ifNull(t.finishedAt, 0), 0), tried, turns)),
        NOT arrayExists((t, turn) -> turn = k AND t.status = 'failed', tried, turns),
        NOT arrayExists((t, turn) -> turn = k AND (t.status = 'in_progress' OR t.finishedAt IS NULL), tried, turns)),
      arrayDistinct(turns)))`,
  }),
  'run_attempts',
);

/** Gates of people. Members: when it was asked for, when it was decided (null: open), name. */
export const gates: Relation = exploded(
  'asked_gate',
  (query, bind) => {
    const at = bind.bind('Int64', query.asOf);
    return {
      people_gates: peopleGates(query, bind),
      asked_gates: `arrayMap(g -> (g.requestedAt, if(g.decidedAt <= ${at}, g.decidedAt, NULL), g.gate), people_gates)`,
    };
  },
  'asked_gates',
);

/**
 * Deployments that were taken back, and rollouts that were aborted. Members: finish, start (of an abort: the decision),
 * what did it, and the earliest detection of what was wrong (null: nobody says).
 */
export const rollbacks: Relation = {
  ...exploded(
    'taken',
    (query, bind) => {
      const at = bind.bind('Int64', query.asOf);
      const rows = rowExpressions(query, bind);
      return {
        speaking_reasons: rows['speaking_reasons'] ?? '',
        steps_taken: orderedSteps(query, bind),
        signals: `arrayConcat(
          arrayMap(r -> assumeNotNull(r.detectedAt), arrayFilter(r -> r.detectedAt <= ${at}, speaking_reasons)),
          arrayMap(v -> assumeNotNull(v.finishedAt), arrayFilter(v -> v.knownFrom <= ${at} AND ${at} < v.knownUntil AND v.result = 'failed' AND v.finishedAt <= ${at}, verifications)))`,
        aborts: `arrayFilter(s -> s.action = 'aborted' AND state.status = 'failed', steps_taken)`,
        back: `arrayConcat(
          arrayMap(r -> (assumeNotNull(r.finishedAt), assumeNotNull(r.startedAt), r.by), arrayFilter(r -> r.authority = 'rollback' AND isNotNull(r.finishedAt), speaking_reasons)),
          arrayMap(s -> (state.finishedAt, s.at, state.id), arraySlice(aborts, 1, 1)))`,
        all_taken: `arrayMap(b -> (b.1, b.2, b.3,
          if(arrayExists(s -> s <= b.1, signals), arrayMin(arrayFilter(s -> s <= b.1, signals)), NULL)), back)`,
      };
    },
    'all_taken',
  ),
  // A deployment may be taken back long after its own finish.
  rows: (wanted, bind) => deployments.rows({ ...wanted, looksAhead: false, isUnbounded: true }, bind),
};
