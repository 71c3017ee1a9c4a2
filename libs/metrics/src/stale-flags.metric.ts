import { leftOut, shareItem } from './evidence/evidence-rule.js';
import { exposureMoments } from './flags/exposure.js';
import { type FlagRow, flagRows, flagsWith, type FlagStep } from './flags/flag-cells.js';
import { evidenceOfFlags } from './flags/release-evidence.js';
import { type Cells, type MetricDefinition, noValue } from './metric.js';
import type { MetricOptions } from './options.js';
import type { MetricQuestion } from './query.js';

const columns = ['steps', 'said', 'deployed'] as const;

/** metrics-deployment.md A: flags whose code could go. A state: at the end of the window. */
export const staleFlags: MetricDefinition<'STALE_FLAGS'> = {
  id: 'STALE_FLAGS',
  title: 'Stale flags',
  summary: 'Feature flags that have been fully on or off for 30 days, or deployed for 90 days and never on.',
  unit: 'COUNT',
  better: 'LOWER',
  source: 'https://martinfowler.com/articles/feature-toggles.html',
  relation: 'flags',
  looksAhead: true,
  row: () => ({}),
  aggregates: (query) => ({ flags: flagsWith(query, ...columns) }),
  evidence: evidenceOfFlags('count', columns, (row, { window, asOf, options }, shownAs) => {
    const end = Math.min(window.to, asOf);
    const steps = row.steps.filter(({ at }) => at < end);
    const instant = Math.max(0, steps.at(-1)?.at ?? Math.min(...row.deployed, end));
    const shown = shownAs({ thing: 'flag', id: row.flag, instant });
    if (isThere(row, end)) return [shareItem(shown, staleSince(row, end, options) === null ? 0 : 1)];
    return row.archivedAt !== null && row.archivedAt <= end ? [leftOut(shown, 'archived')] : [];
  }),
  finish: (cells, { to }, query) => {
    const { stale, total } = staleFlagsIn(cells, to, query);
    return {
      ...noValue,
      value: stale.length,
      n: total,
      numerator: stale.length,
      denominator: total,
      details: {
        share: total === 0 ? null : stale.length / total,
        oldestS: stale.length === 0 ? null : Math.max(...stale.map(({ ageS }) => ageS)),
      },
    };
  },
};

/** Whether it is a flag at the end: not archived, and meant to stay, changed or deployed before. */
const isThere = ({ archivedAt, permanent, steps, deployed }: FlagRow, end: number): boolean =>
  !(archivedAt !== null && archivedAt <= end) &&
  (permanent || steps.some(({ at }) => at < end) || deployed.some((at) => at < end));

/** settled: on or off for all for long. never_exposed: deployed long ago, and never on for anybody. */
export type StaleReason = 'settled' | 'never_exposed';

/** A flag whose code could go. */
export interface StaleFlag {
  readonly flag: string;
  readonly reason: StaleReason;
  /** Its last change; of one that was never on, the first deployment that carried it. Epoch milliseconds. */
  readonly since: number;
  /** Seconds from then to the end of the question. */
  readonly ageS: number;
  /** What each environment sees of it since its last change there, by name. */
  readonly environments: readonly { readonly environment: string; readonly exposure: number; readonly since: number }[];
}

/** The flags that are there at the end, and those of them that are stale, longest first. */
export function staleFlagsIn(
  cells: readonly Cells[],
  to: number,
  query: Pick<MetricQuestion, 'asOf' | 'options' | 'window'>,
): { readonly stale: readonly StaleFlag[]; readonly total: number } {
  const end = Math.min(to, query.asOf);
  const there = flagRows(cells, columns, to, query).filter((row) => isThere(row, end));
  const stale = there.map((row) => staleSince(row, end, query.options)).filter((flag) => flag !== null);
  return {
    stale: stale.sort((a, b) => b.ageS - a.ageS || (a.flag < b.flag ? -1 : 1)),
    total: there.length,
  };
}

/** Since when it has been stale material; null: it is not stale. */
function staleSince(
  { flag, steps: all, permanent, deployed }: FlagRow,
  end: number,
  { staleAfterS, darkAfterS }: MetricOptions,
): StaleFlag | null {
  if (permanent) return null;
  const steps = all.filter(({ at }) => at < end);
  const moments = exposureMoments(steps);
  const last = moments.at(-1);
  const wasExposed = moments.some(({ isExposed }) => isExposed);
  const staleFor = (reason: StaleReason, since: number, leastS: number): StaleFlag | null => {
    const ageS = (end - since) / 1000;
    return ageS >= leastS ? { flag, reason, since, ageS, environments: lastExposures(steps) } : null;
  };
  if (last !== undefined && wasExposed) {
    return last.isFull || last.isOff ? staleFor('settled', lastChange(steps), staleAfterS) : null;
  }
  return deployed.length === 0 ? null : staleFor('never_exposed', Math.min(...deployed), darkAfterS);
}

function lastExposures(steps: readonly FlagStep[]): StaleFlag['environments'] {
  const latest = new Map(steps.map(({ environment, exposure, at: since }) => [environment, { exposure, since }]));
  return [...latest]
    .map(([environment, seen]) => ({ environment, ...seen }))
    .sort((a, b) => (a.environment < b.environment ? -1 : 1));
}

/** The last step that made a difference. */
function lastChange(steps: readonly FlagStep[]): number {
  const exposures = new Map<string, number>();
  let changedAt = -Infinity;
  for (const { environment, exposure, at } of steps) {
    if (exposure !== (exposures.get(environment) ?? 0)) changedAt = at;
    exposures.set(environment, exposure);
  }
  return changedAt;
}
