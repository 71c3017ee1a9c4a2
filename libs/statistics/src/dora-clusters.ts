import type { Level } from './levels.js';

/** How a year's numbers were obtained. */
export type Provenance =
  /** Read in the report of the year. */
  | 'report'
  /** Agrees in several public copies of the report. */
  | 'secondary';

/** Median answers of one cluster of respondents. */
export interface DoraCluster {
  readonly name: 'elite' | 'high' | 'medium' | 'low' | 'misguided';
  /** Share of respondents in per cent; null where the report gives none. */
  readonly sharePercent: number | null;
  readonly deploymentFrequency: Level;
  readonly leadTime: Level;
  /** Until 2022 "time to restore", from 2023 "failed deployment recovery time": other questions, not comparable. */
  readonly recovery: Level;
  /** In per cent: a band of the survey until 2022, a number from 2023. */
  readonly changeFailRate: { readonly from: number; readonly to: number };
  readonly note?: string;
}

export type DoraYear =
  | {
      readonly kind: 'clusters';
      readonly provenance: Provenance;
      readonly clusters: readonly DoraCluster[];
      readonly note?: string;
    }
  /** No clusters that telemetry could be held against. */
  | { readonly kind: 'none'; readonly note: string };

const band = (from: number, to: number): DoraCluster['changeFailRate'] => ({ from, to });
const percent = (value: number): DoraCluster['changeFailRate'] => ({ from: value, to: value });

function cluster(
  name: DoraCluster['name'],
  sharePercent: number | null,
  [deploymentFrequency, leadTime, recovery]: readonly [Level, Level, Level],
  changeFailRate: DoraCluster['changeFailRate'],
  note?: string,
): DoraCluster {
  const medians = { name, sharePercent, deploymentFrequency, leadTime, recovery, changeFailRate };
  return note === undefined ? medians : { ...medians, note };
}

/**
 * Clusters of the State of DevOps reports by year, as levels 1 to 6. They are medians of what respondents answered, not
 * telemetry, and no ladder: in 2024 the medium cluster fails less often than the high one.
 */
export const DORA_CLUSTERS: Readonly<Record<number, DoraYear>> = {
  2018: {
    kind: 'clusters',
    provenance: 'report',
    clusters: [
      cluster('elite', 7, [6, 6, 6], band(0, 15)),
      cluster('high', 48, [5, 4, 5], band(0, 15), 'includes elite'),
      cluster('medium', 37, [3, 3, 5], band(0, 15)),
      cluster('low', 15, [3, 2, 3], band(46, 60)),
      cluster('misguided', null, [2, 2, 2], band(16, 30)),
    ],
  },
  2019: {
    kind: 'clusters',
    provenance: 'report',
    clusters: [
      cluster('elite', 20, [6, 5, 6], band(0, 15)),
      cluster('high', 23, [4, 4, 5], band(0, 15)),
      cluster('medium', 44, [3, 3, 5], band(0, 15)),
      cluster('low', 12, [2, 2, 3], band(46, 60)),
    ],
  },
  2020: { kind: 'none', note: 'No clusters were published, only a paper on return on investment.' },
  2021: {
    kind: 'clusters',
    provenance: 'report',
    clusters: [
      cluster('elite', 26, [6, 6, 6], band(0, 15)),
      cluster('high', 40, [3, 4, 5], band(16, 30)),
      cluster('medium', 28, [2, 2, 4], band(16, 30)),
      cluster('low', 7, [1, 1, 1], band(16, 30)),
    ],
  },
  2022: {
    kind: 'clusters',
    provenance: 'secondary',
    clusters: [
      cluster('high', 11, [6, 4, 5], band(0, 15)),
      cluster('medium', 69, [3, 3, 4], band(16, 30)),
      cluster('low', 19, [2, 2, 3], band(46, 60)),
    ],
    note: 'No elite cluster; besides these, four clusters named starting, flowing, slowing and retiring.',
  },
  2023: {
    kind: 'clusters',
    provenance: 'secondary',
    clusters: [
      cluster('elite', 18, [6, 5, 6], percent(5), 'read in the infographic of the year'),
      cluster('high', 31, [4, 4, 5], percent(10)),
      cluster('medium', 33, [3, 3, 4], percent(15)),
      cluster('low', 17, [3, 3, 2], percent(64)),
    ],
  },
  2024: {
    kind: 'clusters',
    provenance: 'secondary',
    clusters: [
      cluster('elite', 19, [6, 5, 6], percent(5)),
      cluster('high', 22, [4, 4, 5], percent(20)),
      cluster('medium', 35, [3, 3, 5], percent(10)),
      cluster('low', 25, [2, 2, 3], percent(40)),
    ],
    note: 'Medium fails less than high: the clusters are no ladder.',
  },
  2025: {
    kind: 'none',
    note: 'Clusters were given up for seven team profiles from eight factors, four of which only a survey can tell.',
  },
};
