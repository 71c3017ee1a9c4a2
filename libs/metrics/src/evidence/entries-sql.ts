import { leadSamples } from '../deployments/lead-samples.js';
import type { MetricQuestion } from '../query.js';
import type { MetricId } from '../registry.js';
import type { Parameters } from '../statement.js';
import type { LeftOutReason } from './evidence-item.js';

type Named = Readonly<Record<string, string>>;

/** Entries of a row: part, reason, change, opening and closing instant, seconds. */
const ENTRIES = 'Array(Tuple(String, String, String, Nullable(Int64), Nullable(Int64), Nullable(Float64)))';

const quoted = (reason: LeftOutReason | ''): string => `'${reason}'`;
const ofRow = (part: string, reason: string): string =>
  `CAST([(${part}, ${reason}, '', NULL, NULL, NULL)], '${ENTRIES}')`;

/**
 * Why a row is no part of the number, by the same named expressions the number is made of; its kind where that alone
 * keeps it out.
 */
const whyLeftOut = `multiIf(
        NOT is_asked, 'not_production',
        state.status = 'in_progress', 'in_progress',
        state.status = 'cancelled', 'cancelled',
        NOT is_member AND notEmpty(state.unknownSources), 'exposure_unknown',
        NOT is_member, 'not_exposed',
        state.verdict = 'excluded', 'excluded_by_person',
        NOT in_window, 'outside_window',
        toString(state.kind))`;

/**
 * How a row of `deployments` becomes entries of a metric's evidence: an expression `entries`, and what it is made of.
 * A metric that is made of episodes has none.
 */
export const entriesOf: Readonly<
  Partial<Record<MetricId, (query: MetricQuestion, bind: Parameters) => Named & { readonly entries: string }>>
> = {
  DEPLOYMENT_FREQUENCY: () => ({
    is_part: 'is_asked AND in_window AND is_counted',
    entries: ofRow(`if(is_part, 'sample', 'left_out')`, `if(is_part, '', ${whyLeftOut})`),
  }),

  CHANGE_FAIL_RATE: ({ options }) => ({
    is_part: 'is_asked AND in_fail_rate',
    spoken_against: `is_member AND state.verdict = 'ok' AND (failed_in_rollout OR notEmpty(speaking_reasons))`,
    entries: ofRow(
      `multiIf(NOT is_part, 'left_out', is_failed, 'numerator', 'denominator')`,
      `multiIf(
        ${options.excludeFixOnly ? `NOT is_part AND is_asked AND in_window AND is_counted, ${quoted('fix_only')},` : ''}
        NOT is_part, ${whyLeftOut},
        spoken_against, ${quoted('marked_ok')}, '')`,
    ),
  }),

  DEPLOYMENT_REWORK_RATE: () => ({
    is_part: 'is_asked AND in_rework',
    entries: ofRow(
      `multiIf(NOT is_part, 'left_out', state.remedial = 1 AND state.planned = 0, 'numerator', 'denominator')`,
      `multiIf(NOT is_part, ${whyLeftOut}, state.remedial = 1 AND state.planned = 1, ${quoted('planned')}, '')`,
    ),
  }),

  CHANGE_LEAD_TIME: leadTimeEntries,
};

/** Samples of the deployments in C, each with its clock; a deployment without any says why. */
function leadTimeEntries(query: MetricQuestion, bind: Parameters): Named & { readonly entries: string } {
  const { held, samples, exclusions, identity, opening } = leadSamples(query, bind);
  const tolerance = bind.bind('Float64', -query.options.clockSkewToleranceS);
  const seconds = `(instant - ${opening('e')}) / 1000`;
  const named = {
    is_part: 'is_asked AND in_window AND is_counted',
    lead_held: held,
    lead_identities: `arrayMap(e -> ${identity('e')}, ${samples})`,
    lead_reasons: `arrayMap(e -> multiIf(${[
      ...exclusions.map(([reason, condition]) => `${condition}, ${quoted(reason)}`),
      `NOT has(lead_identities, ${identity('e')}), ${quoted('same_patch')}`,
      `${seconds} < ${tolerance}, ${quoted('negative_duration')}`,
    ].join(', ')}, ''), lead_held)`,
    why_nothing: `multiIf(
        state.status = 'failed', ${quoted('failed_rollout')},
        held_links.noBaseline = 1, ${quoted('no_baseline')},
        held_links.basis = 'head' OR notEmpty(held_links.waiting), ${quoted('commits_unknown')},
        ${quoted('nothing_new')})`,
  };
  if (query.options.unit === 'deployment') {
    const sample = `CAST([('sample', '', '', NULL, instant, lead_samples[1])], '${ENTRIES}')`;
    const none = `multiIf(NOT is_part, ${whyLeftOut}, empty(lead_reasons), why_nothing, lead_reasons[1])`;
    return { ...named, entries: `if(is_part AND notEmpty(lead_samples), ${sample}, ${ofRow(`'left_out'`, none)})` };
  }
  const perElement = `CAST(arrayMap((e, why) ->
        (if(why = '', 'sample', 'left_out'), why, ${identity('e')}, ${opening('e')}, instant, if(why = '', greatest(${seconds}, 0), ${seconds})),
        lead_held, lead_reasons), '${ENTRIES}')`;
  return {
    ...named,
    entries: `multiIf(
        NOT is_part, ${ofRow(`'left_out'`, whyLeftOut)},
        empty(lead_held), ${ofRow(`'left_out'`, 'why_nothing')},
        ${perElement})`,
  };
}
