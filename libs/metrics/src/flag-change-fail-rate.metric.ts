import { failureOptions } from './options.js';
import { leftOut, shareItem } from './evidence/evidence-rule.js';
import { flagRows, flagsWith } from './flags/flag-cells.js';
import { evidenceOfFlags, isInside, isNearWindow, otherChanges, releaseShown } from './flags/release-evidence.js';
import { judgedReleases } from './flags/releases.js';
import type { MetricDefinition } from './metric.js';
import { ratioOf } from './ratio.js';

const columns = ['steps', 'named_by', 'attributed'] as const;

/** metrics-deployment.md A: releases of flags that failed. */
export const flagChangeFailRate: MetricDefinition<'FLAG_CHANGE_FAIL_RATE'> = {
  id: 'FLAG_CHANGE_FAIL_RATE',
  title: 'Flag change fail rate',
  summary: 'Share of releases by feature flag that failed: named by an incident, or turned back within a day.',
  unit: 'RATIO',
  better: 'LOWER',
  source: 'https://dora.dev/guides/dora-metrics/',
  relation: 'flags',
  settlesLate: true,
  looksAhead: true,
  judgedBy: failureOptions,
  row: () => ({}),
  aggregates: (query) => ({ flags: flagsWith(query, ...columns) }),
  evidence: evidenceOfFlags('share', [...columns, 'elsewhere'], (row, point, shownAs) => [
    ...otherChanges(row, point, shownAs),
    ...judgedReleases(row, point.options).flatMap((release) => {
      const shown = shownAs({ ...releaseShown(release), failures: release.failures });
      const incidents = release.incidents.map(({ id }) => id);
      if (isInside(release.startedAt, point)) return [{ ...shareItem(shown, release.failed ? 1 : 0), incidents }];
      return isNearWindow(release, point) ? [{ ...leftOut(shown, 'outside_window'), incidents }] : [];
    }),
  ]),
  finish: (cells, { from, to }, query) => {
    const releases = flagRows(cells, columns, to, query)
      .flatMap((row) => judgedReleases(row, query.options))
      .filter(({ startedAt }) => startedAt >= from && startedAt < to);
    return ratioOf(releases.filter(({ failed }) => failed).length, releases.length, {
      inferred: releases.filter(({ inferredOnly }) => inferredOnly).length,
    });
  },
};
