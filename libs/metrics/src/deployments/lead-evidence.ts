import { type CountedEntries, ENTRY } from '../evidence/evidence-rule.js';
import type { LeftOutReason } from '../evidence/evidence-item.js';
import type { MetricQuestion } from '../query.js';
import type { Parameters } from '../statement.js';
import { leadSamples } from './lead-samples.js';
import { uncountedKinds, unexposed } from './left-out.js';

const quoted = (reason: LeftOutReason): string => `'${reason}'`;
/** Of a deployment that counts and has no samples: the one entry that says why. */
export const withoutAny = (reason: string): string =>
  `CAST([('left_out', ${reason}, '', NULL, NULL, NULL, NULL, NULL, [])], 'Array(${ENTRY})')`;

/** Why one carried nothing. */
export const whyNothing = `multiIf(
        state.status = 'failed', ${quoted('failed_rollout')},
        held_links.noBaseline = 1, ${quoted('no_baseline')},
        held_links.basis = 'head' OR notEmpty(held_links.waiting), ${quoted('commits_unknown')},
        ${quoted('nothing_new')})`;

/** Samples of the deployments in C, each with its clock; a deployment without any says why. */
export function leadTimeEntries(query: MetricQuestion, bind: Parameters): CountedEntries {
  const { held, samples, exclusions, identity, opening } = leadSamples(query, bind);
  const tolerance = bind.bind('Float64', -query.options.clockSkewToleranceS);
  const seconds = `(instant - ${opening('e')}) / 1000`;
  const perElement = `CAST(arrayMap((e, why) ->
        (if(why = '', 'sample', 'left_out'), why, ${identity('e')}, ${opening('e')}, instant,
          if(why = '', greatest(${seconds}, 0), NULL), NULL, NULL, []),
        lead_held, lead_reasons), 'Array(${ENTRY})')`;
  const perDeployment = `CAST([('sample', '', '', NULL, instant, lead_samples[1], NULL, NULL, [])], 'Array(${ENTRY})')`;
  return {
    named: {
      lead_held: held,
      lead_identities: `arrayMap(e -> ${identity('e')}, ${samples})`,
      lead_reasons: `arrayMap(e -> multiIf(${[
        ...exclusions.map(([reason, condition]) => `${condition}, ${quoted(reason)}`),
        `NOT has(lead_identities, ${identity('e')}), ${quoted('same_patch')}`,
        `${seconds} < ${tolerance}, ${quoted('negative_duration')}`,
      ].join(', ')}, ''), lead_held)`,
      why_nothing: whyNothing,
    },
    counted: 'in_window AND is_counted',
    reasons: [...unexposed, ...uncountedKinds],
    elements:
      query.options.unit === 'deployment'
        ? `multiIf(notEmpty(lead_samples), ${perDeployment}, empty(lead_reasons), ${withoutAny('why_nothing')}, ${withoutAny('lead_reasons[1]')})`
        : `if(empty(lead_held), ${withoutAny('why_nothing')}, ${perElement})`,
  };
}
