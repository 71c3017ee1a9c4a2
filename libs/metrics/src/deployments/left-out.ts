import type { Exclusion } from '../evidence/evidence-rule.js';

/** Of a deployment that has not come to its end. */
const unfinished: readonly Exclusion[] = [
  ['not_production', 'NOT is_asked'],
  ['in_progress', `state.status = 'in_progress'`],
  ['cancelled', `state.status = 'cancelled'`],
];

const elsewhere: readonly Exclusion[] = [
  ['excluded_by_person', `state.verdict = 'excluded'`],
  ['outside_window', 'NOT in_window'],
];

/** Why a row of `deployments` is no deployment that users met in the window. */
export const unexposed: readonly Exclusion[] = [
  ...unfinished,
  ['exposure_unknown', 'NOT is_member AND notEmpty(state.unknownSources)'],
  ['not_exposed', 'NOT is_member'],
  ...elsewhere,
];

/** Why it is none that came to an end in the window, whatever users met. */
export const undone: readonly Exclusion[] = [...unfinished, ...elsewhere];

export const failedRollout: Exclusion = ['failed_rollout', `state.status = 'failed'`];
export const flagKind: Exclusion = ['flag', `state.kind = 'flag'`];
export const configKind: Exclusion = ['config', `state.kind = 'config'`];

/** Its kind, where that alone keeps it out. */
export const uncountedKinds: readonly Exclusion[] = [
  ['redeploy', `state.kind = 'redeploy'`],
  ['rollback', `state.kind = 'rollback'`],
  configKind,
  flagKind,
];

const FAILURES = 'Array(Tuple(String, String))';

/** Everything that says it failed, whether or not a person outranks it. */
export const failuresOf = `if(NOT is_member, CAST([], '${FAILURES}'), arrayConcat(
        if(state.verdict = 'failed', CAST([('person', '')], '${FAILURES}'), CAST([], '${FAILURES}')),
        if(failed_in_rollout, CAST([('rollout', '')], '${FAILURES}'), CAST([], '${FAILURES}')),
        arrayMap(r -> (toString(r.authority), r.by), speaking_reasons)))`;
