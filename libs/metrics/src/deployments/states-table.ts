import { changeLeadTime } from '../change-lead-time.metric.js';
import { writtenOut } from '../layers.js';
import { Literals } from '../statement.js';
import { ofTheEndOfTime } from './end-of-time.js';
import { latestBit } from './latest.js';
import { stateColumns, stateKey, STATES } from './states.js';

/** A table that the warehouse fills by itself from each row that is written to another. */
export interface FilledTable {
  readonly name: string;
  readonly from: 'deployments';
  readonly columns: Readonly<Record<string, string>>;
  readonly key: readonly string[];
  /** What each column holds of a row of `from`, in their order. */
  readonly expressions: Readonly<Record<string, string>>;
}

/**
 * The narrow table of states: of each row of `deployments` its key and version, and what pages read of its latest state.
 * Expressions are written out from those of the metrics, over columns that are computed when the row is written.
 */
export function statesTable(): FilledTable {
  const named = {
    ...changeLeadTime.row(ofTheEndOfTime, new Literals()),
    instant: 'latest.finishedAt',
    lead_openings: 'latest.openings',
  };
  const isFailure = `${latestBit('is_counted')} AND ${latestBit('is_failed')}`;
  const computed: Readonly<Partial<Record<keyof typeof stateColumns, string>>> = {
    ever_owned_by: 'arrayDistinct(owners.team)',
    latest_from: 'latest.from',
    latest_started: 'latest.startedAt',
    latest_finished: 'latest.finishedAt',
    latest_teams: 'latest.teams',
    latest_samples: writtenOut('lead_samples', named),
    latest_invalid: writtenOut('lead_invalid', named),
    latest_failed: `if(${isFailure}, latest.failedAt, 0)`,
    latest_incidents: `if(${isFailure}, latest.incidents, [])`,
  };
  const names = Object.keys(stateColumns) as (keyof typeof stateColumns)[];
  return {
    name: STATES,
    from: 'deployments',
    columns: stateColumns,
    key: stateKey,
    expressions: Object.fromEntries(names.map((name) => [name, computed[name] ?? name])),
  };
}
