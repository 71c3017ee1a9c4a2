import { garwood95 } from '@leadline/statistics';
import { daysBetween } from './civil-time.js';
import { leftOut, sampleItem } from './evidence/evidence-rule.js';
import { flagRows, flagsWith } from './flags/flag-cells.js';
import { evidenceOfFlags, isInside, isNearWindow, otherChanges, releaseShown } from './flags/release-evidence.js';
import { releasesOf } from './flags/releases.js';
import { type MetricDefinition, noValue } from './metric.js';

/** metrics-deployment.md A: how often flags are released to users. */
export const flagReleaseFrequency: MetricDefinition<'FLAG_RELEASE_FREQUENCY'> = {
  id: 'FLAG_RELEASE_FREQUENCY',
  title: 'Flag release frequency',
  summary: 'Releases by feature flag in production per civil day; a ramp of several steps is one release.',
  unit: 'PER_DAY',
  better: 'NEITHER',
  source: 'https://dora.dev/capabilities/continuous-delivery/',
  relation: 'flags',
  looksAhead: true,
  row: () => ({}),
  aggregates: (query) => ({ flags: flagsWith(query, 'steps') }),
  evidence: evidenceOfFlags('per_day', ['steps', 'elsewhere'], (row, point, shownAs) => [
    ...otherChanges(row, point, shownAs),
    ...releasesOf(row, point.options).flatMap((release) => {
      const shown = shownAs(releaseShown(release));
      if (isInside(release.startedAt, point)) return [sampleItem(shown, null)];
      return isNearWindow(release, point) ? [leftOut(shown, 'outside_window')] : [];
    }),
  ]),
  finish: (cells, { from, to }, query) => {
    const { window, asOf, options } = query;
    const end = Math.min(to, asOf);
    const releases = flagRows(cells, ['steps'], to, query).flatMap((row) => releasesOf(row, options));
    const isOwn = ({ at }: { at: number }): boolean => at >= from && at < to;
    const count = releases.filter(({ startedAt }) => isOwn({ at: startedAt })).length;
    // What happens at asOf is known, and no time has passed to divide it by.
    if (end <= from) return { ...noValue, n: count, numerator: count };
    const days = daysBetween(window, from, end);
    const interval = garwood95(count);
    return {
      ...noValue,
      value: count / days,
      n: count,
      numerator: count,
      denominator: days,
      low: interval.low / days,
      high: interval.high / days,
      details: { days, steps: releases.flatMap(({ widenings }) => widenings.filter(isOwn)).length },
    };
  },
};
