import { type Cells, type MetricDefinition, noValue } from './metric.js';

/** How far one place (a target of an environment of a service) is behind another, as numbers are made of it. */
export interface ComparedPlace {
  /** null: not known, or one of the two was never deployed to. */
  readonly changesBehind: number | null;
  readonly changesAhead: number | null;
  readonly secondsBehind: number | null;
  readonly configDiffers: boolean | null;
}

/** Name of the cell that brings the places of a group. */
export const COMPARED_PLACES = 'drift_places';

/** metrics-deployment.md C: live in the source and not in the destination. A state: at the end of the window. */
export const drift: MetricDefinition<'DRIFT'> = {
  id: 'DRIFT',
  title: 'Drift',
  summary: 'Changes that are live in the stage before and not yet in an environment, counted for each of its targets.',
  unit: 'COUNT',
  better: 'LOWER',
  source: 'https://dora.dev/capabilities/continuous-delivery/',
  relation: 'places',
  looksAhead: false,
  row: () => ({}),
  aggregates: () => ({}),
  finish: (cells) => {
    const places = cells.flatMap((row: Cells) => row['places'] as readonly ComparedPlace[]);
    const known = places.filter(({ changesBehind }) => changesBehind !== null);
    const behind = known.map(({ changesBehind }) => changesBehind ?? 0);
    const seconds = places.flatMap(({ secondsBehind }) => secondsBehind ?? []);
    const none = known.length === 0;
    return {
      ...noValue,
      value: none ? null : sum(behind),
      n: known.length,
      details: {
        secondsBehind: seconds.length === 0 ? null : Math.max(...seconds),
        changesAhead: none ? null : sum(known.map(({ changesAhead }) => changesAhead ?? 0)),
        configDiffers: none ? null : known.filter(({ configDiffers }) => configDiffers === true).length,
        unknown: places.length - known.length,
      },
    };
  },
};

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
