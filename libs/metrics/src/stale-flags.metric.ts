import { leftOut, shareItem } from './evidence/evidence-rule.js';
import { exposureMoments } from './flags/exposure.js';
import { type FlagRow, flagRows, flagsWith, type FlagStep } from './flags/flag-cells.js';
import { evidenceOfFlags } from './flags/release-evidence.js';
import { type MetricDefinition, noValue } from './metric.js';
import type { MetricOptions } from './options.js';

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
  aggregates: () => ({ flags: flagsWith(...columns) }),
  evidence: evidenceOfFlags('count', columns, (row, { window, asOf, options }, shownAs) => {
    const end = Math.min(window.to, asOf);
    const steps = row.steps.filter(({ at }) => at < end);
    const instant = Math.max(0, steps.at(-1)?.at ?? Math.min(...row.deployed, end));
    const shown = shownAs({ thing: 'flag', id: row.flag, instant });
    if (isThere(row, end)) return [shareItem(shown, staleFor(row, end, options) === null ? 0 : 1)];
    return row.archivedAt !== null && row.archivedAt <= end ? [leftOut(shown, 'archived')] : [];
  }),
  finish: (cells, { to }, { asOf, options }) => {
    const end = Math.min(to, asOf);
    const there = flagRows(cells, 'flags', ...columns).filter((row) => isThere(row, end));
    const ages = there.map((row) => staleFor(row, end, options)).filter((age) => age !== null);
    return {
      ...noValue,
      value: ages.length,
      n: there.length,
      numerator: ages.length,
      denominator: there.length,
      details: {
        share: there.length === 0 ? null : ages.length / there.length,
        oldestS: ages.length === 0 ? null : Math.max(...ages),
      },
    };
  },
};

/** Whether it is a flag at the end: not archived, and meant to stay, changed or deployed before. */
const isThere = ({ archivedAt, permanent, steps, deployed }: FlagRow, end: number): boolean =>
  !(archivedAt !== null && archivedAt <= end) &&
  (permanent || steps.some(({ at }) => at < end) || deployed.some((at) => at < end));

/** For how many seconds it has been stale material; null: it is not stale. */
function staleFor(
  { steps: all, permanent, deployed }: FlagRow,
  end: number,
  { staleAfterS, darkAfterS }: MetricOptions,
): number | null {
  if (permanent) return null;
  const steps = all.filter(({ at }) => at < end);
  const moments = exposureMoments(steps);
  const last = moments.at(-1);
  const wasExposed = moments.some(({ isExposed }) => isExposed);
  if (last !== undefined && wasExposed) {
    const age = (end - lastChange(steps)) / 1000;
    return (last.isFull || last.isOff) && age >= staleAfterS ? age : null;
  }
  const deployedAt = Math.min(...deployed);
  const age = (end - deployedAt) / 1000;
  return Number.isFinite(age) && age >= darkAfterS ? age : null;
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
