import { leftOut, sampleItem } from './evidence/evidence-rule.js';
import { type Cells, type MetricDefinition, noValue } from './metric.js';
import type { ComparedPlace } from './places.js';

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
  evidence: {
    form: 'compared',
    made: 'sum',
    item: ({ shown, compared }) => {
      const row = { shown, failures: [] };
      if (compared === null) return leftOut(row, 'never_deployed');
      const { changesBehind } = compared;
      return changesBehind === null ? leftOut(row, 'commits_unknown') : sampleItem(row, changesBehind);
    },
  },
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
