import { leadSamples } from '../deployments/lead-samples.js';
import { uncountedKinds, unexposed } from '../deployments/left-out.js';
import { withoutAny, whyNothing } from '../deployments/lead-evidence.js';
import type { LeftOutReason } from '../evidence/evidence-item.js';
import { type CountedEntries, ENTRY, type EvidenceOfRows, firstReason } from '../evidence/evidence-rule.js';
import { rowsOfPoint } from '../evidence/evidence-statement.js';
import type { PointReference } from '../evidence/point-reference.js';
import type { MetricQuestion } from '../query.js';
import { Parameters, type SqlStatement } from '../statement.js';
import { begin } from './lead-time-phases.js';
import { type PhasePart, phaseParts } from './phase-names.js';

/**
 * What a part of lead time is made of: every change that a counted deployment brought, with what the part took of it. One
 * whose part is not known is a sample of 0, as means over all of them are, and says why.
 */
export const phaseRule = (part: PhasePart): EvidenceOfRows => ({
  form: 'rows',
  made: 'mean',
  of: (query, bind) => phaseEntries(part, query, bind),
});

function phaseEntries(part: PhasePart, query: MetricQuestion, bind: Parameters): CountedEntries {
  const { held, exclusions } = leadSamples(query, bind);
  const tolerance = bind.bind('Float64', -query.options.clockSkewToleranceS);
  const position = phaseParts.indexOf(part) + 1;
  const isTooEarly = `(phase_close - e.firstCommitAt) / 1000 < ${tolerance}`;
  return {
    named: {
      phase_held: held,
      phase_reasons: `arrayMap(e -> ${firstReason([...exclusions, ['negative_duration', isTooEarly]])}, phase_held)`,
      phase_changes: `arrayMap((e, why) -> e.change, arrayFilter((e, why) -> why = '', phase_held, phase_reasons), arrayFilter(why -> why = '', phase_reasons))`,
      phase_spans: `arrayMap((b, ready, reviewed, approved, landed) -> ${spanOf[part]}, phase_said, phase_ready, phase_reviewed, phase_approved, phase_landed)`,
      phase_unknown: `arrayMap((b, s) -> if(isNotNull(s.${position}), '', ${firstReason(whyUnknown[part])}), phase_said, phase_samples)`,
      phase_commits: 'arrayMap(c -> (c.sha, c.change), commits)',
      why_nothing: whyNothing,
    },
    counted: 'in_window AND is_counted',
    reasons: [...unexposed, ...uncountedKinds],
    elements: `if(empty(phase_held), ${withoutAny('why_nothing')}, arrayConcat(
        CAST(arrayMap((change, s, span, why) ->
          ('sample', why, change, span.1, span.2, ifNull(s.${position}, 0), NULL, NULL, []),
          phase_changes, phase_samples, phase_spans, phase_unknown), 'Array(${ENTRY})'),
        CAST(arrayMap((e, why) -> ('left_out', why, e.change, e.firstCommitAt, phase_close, NULL, NULL, NULL, []),
          arrayFilter((e, why) -> why != '', phase_held, phase_reasons),
          arrayFilter(why -> why != '', phase_reasons)), 'Array(${ENTRY})')))`,
  };
}

const isKnown = (member: number): string => `isNotNull(b.${member})`;
const within = 'phase_waits';

/** Where a part begins and ends, as a pair; where it is not known what lies there is not shown. */
const spanOf: Readonly<Record<PhasePart, string>> = {
  total: '(b.1, phase_close)',
  coding: `(b.1, multiIf(NOT b.6, landed, ${isKnown(2)}, ready, reviewed))`,
  pickup: '(ready, reviewed)',
  review: `(reviewed, if(${isKnown(4)}, approved, landed))`,
  mergeWait: '(approved, landed)',
  deployWait: `(landed, ${begin})`,
  approvalWait: `(greatest(landed, arrayMin(arrayPushBack(arrayMap(w -> w.1, ${within}), phase_close))),
      greatest(landed, arrayMax(arrayPushBack(arrayMap(w -> w.2, ${within}), landed))))`,
  deploy: `(${begin}, phase_close)`,
};

const direct = ['pushed_directly', 'NOT b.6'] as const;
const otherwise = ['boundary_unknown', 'true'] as const;

/** Why a part of a change is not known. */
const whyUnknown: Readonly<Record<PhasePart, readonly (readonly [LeftOutReason, string])[]>> = {
  total: [],
  coding: [otherwise],
  pickup: [direct, ['not_reviewed', `NOT ${isKnown(3)}`], otherwise],
  review: [direct, otherwise],
  mergeWait: [direct, ['not_approved', `NOT ${isKnown(4)}`], otherwise],
  deployWait: [],
  approvalWait: [['no_gate', 'true']],
  deploy: [['start_unknown', 'true']],
};

/**
 * Of deployments of a point the changes they brought with everything that bounds their phases: rows as
 * `partsOfChanges` reads them.
 *
 * @param keys Deployments, as the keys of their rows are shown: service, environment, deployment and occurrence by line.
 */
export function phasedRowsStatement(point: PointReference, keys: readonly string[]): SqlStatement {
  const bind = new Parameters();
  const rows = rowsOfPoint(
    { ...point, phase: 'total' },
    bind,
    { of: (query) => phaseEntries('total', query, bind), isEverywhere: false },
    {
      columns: {
        changes: 'phase_changes',
        seconds: 'phase_samples',
        told: `arrayMap(b -> (b.1, b.2, b.3, b.4, b.5), phase_said)`,
        gates: 'arrayMap(g -> (g.id, g.gate, g.requestedAt, g.decidedAt), phase_people)',
        started_at: 'phase_begin',
        finished_at: 'phase_close',
        attempts: 'state.attempts',
        commits: 'phase_commits',
      },
      conditions: [`${ROW_KEY} IN ${bind.bind('Array(String)', keys)}`],
    },
  );
  const columns = ['changes', 'seconds', 'told', 'gates', 'started_at', 'finished_at', 'attempts', 'commits'];
  const sql = `
SELECT e_service AS service, e_environment AS environment, e_deployment AS deployment, e_occurrence AS occurrence,
  ${columns.map((name) => `e_${name} AS ${name}`).join(', ')}
FROM ${rows}
LIMIT ${keys.length}`;
  return { sql, params: bind.values };
}

const ROW_KEY = `concat(service, '\\n', environment, '\\n', deployment, '\\n', toString(occurrence))`;
