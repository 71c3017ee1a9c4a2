import { plainName } from '../wording/plain-name.js';
import { counted, lastedText, valueText } from '../wording/quantities.js';
import type { DigestInput } from './digest-input.js';

const DAY_MS = 86_400_000;
/** For so long a failure may still become known: numbers of failures may still change. */
const PROVISIONAL_DAYS = 7;
const WINDOW_DAYS = 28;
const MOST_NAMED = 3;

/** How far the numbers can be relied on. `concerns`: what somebody should look after. */
export function qualityOf({ quality, to, asOf }: DigestInput): {
  readonly sentences: readonly string[];
  readonly concerns: readonly string[];
} {
  const { withLeadTime, silent, quarantined, behind } = quality;
  const concerns = [
    ...silent
      .slice(0, MOST_NAMED)
      .map(({ endpoint, since }) => `Nothing came from ${plainName(endpoint, 40)} for ${lastedText(asOf - since)}.`),
    ...(silent.length > MOST_NAMED
      ? [`${counted(silent.length - MOST_NAMED, 'more source is', 'more sources are')} silent.`]
      : []),
    ...(behind === 0 ? [] : [`${counted(behind, 'record')} had arrived and did not count yet.`]),
  ];
  const provisional = Math.ceil(PROVISIONAL_DAYS - (asOf - to) / DAY_MS);
  const facts = [
    ...(withLeadTime.n === 0
      ? []
      : [`${valueText(withLeadTime.k / withLeadTime.n, 'RATIO')} of deployments have a lead time.`]),
    quarantined === 0
      ? 'Nothing is in quarantine.'
      : `${counted(quarantined, 'delivery is', 'deliveries are')} in quarantine.`,
    ...(provisional <= 0
      ? []
      : [`Failures of the last ${Math.min(provisional, WINDOW_DAYS)} of ${WINDOW_DAYS} days may still become known.`]),
  ];
  return { sentences: [...concerns, ...facts], concerns };
}
