import { duration } from '../format/duration.js';
import { NBSP, percent } from '../format/number.js';
import type { FlagFactsFragment, FlagListQuery } from '../generated/graphql.js';

export type StaleFlag = FlagListQuery['staleFlags']['flags'][number];

/** "off", "25 %", "on for all", "on, for how many is not known". */
export function exposureText(exposure: number | null): string {
  if (exposure === null) return 'on, for how many is not known';
  if (exposure <= 0) return 'off';
  return exposure >= 100 ? 'on for all' : `${percent(exposure / 100)}${NBSP}%`;
}

/** Why the code of a flag could go. */
export function staleText({ reason, ageS }: Pick<StaleFlag, 'reason' | 'ageS'>): string {
  switch (reason) {
    case 'SETTLED':
      return `settled everywhere for ${duration(ageS)}: its code could go`;
    case 'NEVER_EXPOSED':
      return `deployed ${duration(ageS)} ago and never on for anybody`;
  }
}

/** What production sees of it, in order of environments; null: it was never changed there. */
export function productionText({ exposures }: Pick<FlagFactsFragment, 'exposures'>): string | null {
  const production = exposures.filter(({ tier }) => tier === 'production');
  if (production.length === 0) return null;
  const texts = new Set(production.map(({ exposure }) => exposureText(exposure)));
  if (texts.size === 1) return [...texts][0] ?? null;
  return production.map(({ environment, exposure }) => `${environment}: ${exposureText(exposure)}`).join(', ');
}
