import type { MetricQuestion } from '../query.js';
import type { Parameters } from '../statement.js';

/** Group of what carries no flag. */
export const NO_FLAG = '(none)';

/** Flags of a deployment: of the changes it brought or took back, and those it names itself (metrics-deployment.md A). */
export function carriedFlags(held: (element: string) => string): Record<string, string> {
  return {
    held_flags: `arrayFilter(f -> ${held('f')}, carried_flags)`,
    carried: `arrayDistinct(arrayConcat(arrayMap(f -> f.flag, arrayFilter(f -> ${held('f')}, named_flags)), arrayMap(f -> f.flag, held_flags)))`,
  };
}

/** A row for each flag of what a deployment brought, and one for what of it has none. */
export const carriedBySample: Readonly<Record<string, string>> = {
  flag_group: `arrayJoin(arrayDistinct(arrayConcat(arrayMap(f -> f.flag, held_flags), ['${NO_FLAG}'])))`,
};

/**
 * Whether a sample belongs to the group and scope of flags asked for, by its own flags and not by those of its
 * companions: a condition on its identity, null where nobody asks by flag.
 */
export function sampleFlagCondition(
  { by, scope }: MetricQuestion,
  bind: Parameters,
): ((identity: string) => string) | null {
  const isGrouped = by.some(({ dimension }) => dimension === 'FLAG');
  const wanted = scope.flags?.length ? bind.bind('Array(String)', scope.flags) : null;
  if (!isGrouped && wanted === null) return null;
  const flaggedWhere = (condition: string): string => `arrayMap(f -> f.by, arrayFilter(f -> ${condition}, held_flags))`;
  return (identity) =>
    [
      ...(isGrouped
        ? [
            `(flag_group = '${NO_FLAG}') != has(${flaggedWhere(`flag_group = '${NO_FLAG}' OR f.flag = flag_group`)}, ${identity})`,
          ]
        : []),
      ...(wanted === null ? [] : [`has(${flaggedWhere(`has(${wanted}, f.flag)`)}, ${identity})`]),
    ].join(' AND ');
}
