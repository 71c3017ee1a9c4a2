import { tables } from '@leadline/tables';
import { type Named, neededFor, wholeOf, wordsIn } from '../layers.js';
import type { MetricOptions } from '../options.js';
import type { MetricQuestion } from '../query.js';
import type { Parameters } from '../statement.js';
import { asStored, isDefaultIn, latestBits, latestMembers, latestNames } from './latest.js';
import { samplesOf } from './lead-samples.js';

/** The narrow table: of each deployment what pages of numbers need of its latest state. `states-table.ts` says of what. */
export const STATES = 'deployment_states';

/** Columns of the narrow table, and their types. */
export const stateColumns = {
  environment: 'LowCardinality(String)',
  service: 'LowCardinality(String)',
  deployment: 'String',
  occurrence: 'Int64',
  repository: 'LowCardinality(String)',
  other_repositories: 'Array(String)',
  tags: 'Map(String, String)',
  /** Teams that own the service at some time, without those above them. */
  ever_owned_by: 'Array(LowCardinality(String))',
  first_instant: 'Int64',
  last_instant: 'Int64',
  /** The last instant at which anything known of it began or ended. */
  latest_from: 'Int64',
  latest_bits: 'UInt16',
  latest_started: 'Int64',
  latest_finished: 'Int64',
  latest_teams: 'Array(LowCardinality(String))',
  /** Lead times, seconds, and how many of them were none. */
  latest_samples: 'Array(Float64)',
  latest_invalid: 'UInt32',
  /** Of a counted failure, else empty: where recovery opens without an incident, and its incidents. */
  latest_failed: 'Int64',
  latest_incidents: 'Array(Tuple(String, Int64, Nullable(Int64), Nullable(Int64)))',
  version: 'UInt64',
} as const;

export const stateKey = ['environment', 'service', 'deployment', 'occurrence'] as const;

/** Options that decide lead-time samples, beside those that say where their clocks open. */
const samplesDecidedBy = [
  ...(latestMembers['openings']?.decidedBy ?? []),
  'clockSkewToleranceS',
  'deployInstant',
] as const satisfies readonly (keyof MetricOptions)[];

/** Names that columns answer which hold what `latest` holds. */
const sameAsLatest: Named = {
  'state.startedAt': 'latest_started',
  'state.finishedAt': 'latest_finished',
  owning_teams: 'latest_teams',
};

/** The same of counted failures: where options call other rows so, columns have nothing of these. */
const ofFailures: Named = { failed_at: 'latest_failed', stored_incidents: 'latest_incidents' };

/** The names that the narrow table answers, for rows of which nothing changes after asOf (`is_latest`). */
export function stateNames(question: MetricQuestion, bind: Parameters): Named {
  const latest = latestNames(question, bind);
  const knowsFailures = ['is_counted', 'is_failed'].every((name) => Object.hasOwn(latest, name));
  const columns: Named = { ...sameAsLatest, ...(knowsFailures ? ofFailures : {}) };
  const held = Object.entries(latest).flatMap(([of, expression]): [string, string][] => {
    const column = columns[of];
    if (column !== undefined) return [[of, column]];
    return Object.hasOwn(latestBits, of) ? [[of, expression]] : [];
  });
  const { options } = question;
  const haveSamples = Object.hasOwn(latest, 'lead_openings') && samplesDecidedBy.every(isDefaultIn(asStored(options)));
  return {
    ...Object.fromEntries(held),
    known_repository: 'repository',
    known_others: 'other_repositories',
    is_latest: `latest_from <= ${bind.bind('Int64', question.asOf)}`,
    ...(haveSamples ? { lead_samples: samplesOf('latest_samples', options), lead_invalid: 'latest_invalid' } : {}),
  };
}

/** Whether the narrow table has everything of a deployment that a text needs, directly or through names. */
export function haveStates(usedBy: string, named: Named): boolean {
  const words = wordsIn([usedBy, ...Object.values(neededFor(usedBy, named))].join(' '));
  return [...words]
    .map(wholeOf)
    .every((word) => !Object.hasOwn(tables.deployments.columns, word) || Object.hasOwn(stateColumns, word));
}
