import type { Named } from '../layers.js';
import type { EvidenceThing } from '../evidence/evidence-item.js';
import type { MetricQuestion } from '../query.js';
import type { Relation, ShownColumn } from '../relation.js';
import type { Parameters } from '../statement.js';
import { deployments, shownDeployments } from './relation.js';
import { rowExpressions } from './row-sql.js';
import { orderedSteps, peopleGates } from './waits.js';

/** What is held, and how one of it is shown. */
interface Held {
  readonly name: string;
  readonly thing: EvidenceThing;
  readonly own: (query: MetricQuestion, bind: Parameters) => Named;
  readonly elements: string;
  /** Tells it apart from others of its deployment. */
  readonly key: string;
  readonly columns: Readonly<Partial<Record<ShownColumn, string>>>;
}

/**
 * Rows of deployments, one for each of what they hold: the element is there under its name, and its first member is the
 * row's instant.
 */
function exploded({ name, thing, own, elements, key, columns }: Held): Relation {
  // A row that holds nothing is none of these, so it could not say that it is not the latest.
  const { latest: _latest, states: _states, ...relation } = deployments;
  return {
    ...relation,
    named: (query, bind) => ({
      ...deployments.named(query, bind),
      ...own(query, bind),
      [name]: `arrayJoin(${elements})`,
      instant: `${name}.1`,
    }),
    shown: {
      thing,
      named: shownDeployments.named,
      columns: {
        ...shownDeployments.columns,
        ...columns,
        key: `concat(${shownDeployments.columns.key}, '\n', ${key})`,
      },
    },
  };
}

/**
 * Attempts of runs: the k-th attempts of all targets are one, which has failed if any of them did; it is over if all of
 * them are. Cancelled ones are no attempts of anything: they stand apart. Members: instant, 1 if it succeeded, 1 if it is
 * over, k (0: cancelled).
 */
export const attempts: Relation = exploded({
  name: 'attempt',
  thing: 'attempt',
  own: () => ({
    tried: `arrayFilter(t -> t.status != 'cancelled', state.tries)`,
    turns: `arrayMap((t, i) -> arrayCount(u -> u.target = t.target, arraySlice(tried, 1, i)), tried, arrayEnumerate(tried))`,
    cancelled_tries: `arrayFilter(t -> t.status = 'cancelled', state.tries)`,
    run_attempts: `arrayConcat(
      arrayMap(k -> (
        arrayMax(arrayMap((t, turn) -> if(turn = k, ifNull(t.finishedAt, 0), 0), tried, turns)),
        NOT arrayExists((t, turn) -> turn = k AND t.status = 'failed', tried, turns),
        NOT arrayExists((t, turn) -> turn = k AND (t.status = 'in_progress' OR t.finishedAt IS NULL), tried, turns),
        toInt64(k)), arrayDistinct(turns)),
      arrayMap(t -> (ifNull(t.finishedAt, 0), false, false, toInt64(0)), cancelled_tries))`,
  }),
  elements: 'run_attempts',
  key: `concat(toString(attempt.4), '\n', toString(attempt.1))`,
  columns: { title: `if(attempt.4 = 0, '', concat('attempt ', toString(attempt.4)))` },
});

const gatesOfRows: Relation = exploded({
  name: 'asked_gate',
  thing: 'gate',
  own: (query, bind) => {
    const at = bind.bind('Int64', query.asOf);
    return {
      people_gates: peopleGates(query, bind),
      people_requests: `arrayMap(g -> g.id, people_gates)`,
      held_gates: `arrayFilter(g -> g.knownFrom <= ${at} AND ${at} < g.knownUntil, approvals)`,
      asked_gates: `arrayMap(g -> (g.requestedAt, if(g.decidedAt <= ${at}, g.decidedAt, NULL), g.gate, has(people_requests, g.id), g.id), held_gates)`,
    };
  },
  elements: 'asked_gates',
  key: 'asked_gate.5',
  columns: { id: 'asked_gate.5', title: 'asked_gate.3' },
});

/**
 * Gates, those of policies too. Members: when it was asked for, when it was decided (null: open), name, 1 if people
 * decide it, id. A deployment that waits for one may not have begun, or never begin.
 */
export const gates: Relation = {
  ...gatesOfRows,
  rows: (wanted, bind) => gatesOfRows.rows({ ...wanted, isThere: 'notEmpty(approvals.knownFrom)' }, bind),
};

/**
 * Deployments that were taken back, however late and whether or not that fails them, and rollouts that were aborted.
 * Members: finish, start (of an abort: the decision), what did it, and the earliest detection of what was wrong (null:
 * nobody says).
 */
export const rollbacks: Relation = {
  ...exploded({
    name: 'taken',
    thing: 'rollback',
    own: (query, bind) => {
      const at = bind.bind('Int64', query.asOf);
      const rows = rowExpressions(query, bind);
      return {
        held_reasons: rows['held_reasons'] ?? '',
        speaking_reasons: rows['speaking_reasons'] ?? '',
        steps_taken: orderedSteps(query, bind),
        signals: `arrayConcat(
          arrayMap(r -> assumeNotNull(r.detectedAt), arrayFilter(r -> r.detectedAt <= ${at}, speaking_reasons)),
          arrayMap(v -> assumeNotNull(v.finishedAt), arrayFilter(v -> v.knownFrom <= ${at} AND ${at} < v.knownUntil AND v.result = 'failed' AND v.finishedAt <= ${at}, verifications)))`,
        aborts: `arrayFilter(s -> s.action = 'aborted' AND state.status = 'failed', steps_taken)`,
        back: `arrayConcat(
          arrayMap(r -> (assumeNotNull(r.finishedAt), assumeNotNull(r.startedAt), r.by), arrayFilter(r -> r.authority = 'rollback' AND isNotNull(r.finishedAt), held_reasons)),
          arrayMap(s -> (state.finishedAt, s.at, state.id), arraySlice(aborts, 1, 1)))`,
        all_taken: `arrayMap(b -> (b.1, b.2, b.3,
          if(arrayExists(s -> s <= b.1, signals), arrayMin(arrayFilter(s -> s <= b.1, signals)), NULL)), back)`,
      };
    },
    elements: 'all_taken',
    key: 'taken.3',
    columns: {},
  }),
  // A deployment may be taken back long after its own finish.
  rows: (wanted, bind) => deployments.rows({ ...wanted, looksAhead: false, isUnbounded: true }, bind),
};
