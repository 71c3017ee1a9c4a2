import type { Named } from '../layers.js';
import {
  countingOptions,
  defaultOptions,
  failureOptions,
  type MetricOptions,
  openingOptions,
  withOptions,
} from '../options.js';
import type { MetricQuestion } from '../query.js';
import type { Parameters } from '../statement.js';

/** A member of the column `latest`, and the name whose value it holds as of the end of time. */
interface LatestMember {
  readonly type: string;
  readonly of: string;
  /** Options that decide it: it holds what they give by default. */
  readonly decidedBy?: readonly (keyof MetricOptions)[];
}

const name = 'LowCardinality(String)';
const state = (member: string, type: string): LatestMember => ({ type, of: `state.${member}` });

export const latestMembers: Readonly<Record<string, LatestMember>> = {
  status: state('status', name),
  exposed: state('exposed', 'UInt8'),
  unknownSources: state('unknownSources', 'Array(String)'),
  kind: state('kind', name),
  verdict: state('verdict', name),
  planned: state('planned', 'UInt8'),
  remedial: state('remedial', 'UInt8'),
  startedAt: state('startedAt', 'Int64'),
  finishedAt: state('finishedAt', 'Int64'),
  targets: state('targets', 'Array(String)'),
  teams: { type: `Array(${name})`, of: 'owning_teams', decidedBy: ['deployInstant'] },
  noBaseline: { type: 'UInt8', of: 'held_links.noBaseline' },
  openings: { type: 'Array(Int64)', of: 'lead_openings', decidedBy: openingOptions },
  counted: { type: 'UInt8', of: 'is_counted', decidedBy: countingOptions },
  failed: { type: 'UInt8', of: 'is_failed', decidedBy: failureOptions },
  inferredAlone: { type: 'UInt8', of: 'is_failed_by_inference_alone', decidedBy: failureOptions },
  failedAt: { type: 'Int64', of: 'failed_at', decidedBy: ['assumeExposed'] },
  retried: { type: 'UInt8', of: 'recovers_by_retry', decidedBy: failureOptions },
  incidents: {
    type: 'Array(Tuple(String, Int64, Nullable(Int64), Nullable(Int64)))',
    of: 'stored_incidents',
    decidedBy: failureOptions,
  },
};

/** Something that is true of a row or not. */
interface LatestBit {
  /** Its bit in `latest_bits`, from 0 on. */
  readonly place: number;
  readonly decidedBy?: readonly (keyof MetricOptions)[];
}

type BitName =
  | 'is_there'
  | 'is_in_production'
  | 'is_counted'
  | 'is_failed'
  | 'is_failed_by_inference_alone'
  | 'recovers_by_retry'
  | 'has_succeeded'
  | 'is_rollback'
  | 'is_unplanned_repair'
  | 'is_of_unknown_exposure'
  | 'lacks_baseline';

/**
 * What of a row is true, in the column `latest_bits`: the name whose value each bit holds. With FINAL every column that is
 * read is filtered by itself, so that a dozen of small ones cost more than the rest of a page.
 *
 * Places stay: rows are stored by them, and processes of two versions read the same rows. What is new takes the next one.
 */
export const latestBits: Readonly<Record<BitName, LatestBit>> = {
  is_there: { place: 0 },
  is_in_production: { place: 1 },
  is_counted: { place: 2, decidedBy: countingOptions },
  is_failed: { place: 3, decidedBy: failureOptions },
  is_failed_by_inference_alone: { place: 4, decidedBy: failureOptions },
  recovers_by_retry: { place: 5, decidedBy: failureOptions },
  has_succeeded: { place: 6 },
  is_rollback: { place: 7, decidedBy: ['assumeExposed'] },
  is_unplanned_repair: { place: 8 },
  is_of_unknown_exposure: { place: 9, decidedBy: ['assumeExposed'] },
  lacks_baseline: { place: 10 },
};

const bitNames = Object.keys(latestBits) as BitName[];

/** Whether something is true of a row, by its latest state. */
export const latestBit = (name: BitName): string => `bitTest(latest_bits, ${latestBits[name].place})`;

export const isDefaultIn =
  (options: MetricOptions) =>
  (option: keyof MetricOptions): boolean =>
    JSON.stringify(options[option]) === JSON.stringify(defaultOptions[option]);

/** Options under which what is stored is what is asked for: the one sample of a deployment is made of those of its commits. */
export const asStored = (options: MetricOptions): MetricOptions =>
  options.unit === 'deployment' ? withOptions(options, { unit: 'commit' }) : options;

/**
 * The names that the columns `latest` and `latest_bits` answer, for rows of which nothing changes after asOf
 * (`is_latest`): what holds of such a row is what holds at the end of time. What options decide it answers for their
 * defaults.
 */
export function latestNames({ options, asOf, by, scope }: MetricQuestion, bind: Parameters): Named {
  const asksByFlag = by.some(({ dimension }) => dimension === 'FLAG') || (scope.flags ?? []).length > 0;
  const isDefault = isDefaultIn(asStored(options));
  const members = Object.entries(latestMembers).filter(
    ([member, { decidedBy = [] }]) => decidedBy.every(isDefault) && !(member === 'openings' && asksByFlag),
  );
  const bits = bitNames.filter((name) => (latestBits[name].decidedBy ?? []).every(isDefault));
  return {
    is_latest: `latest.from <= ${bind.bind('Int64', asOf)}`,
    known_repository: 'repository',
    known_others: 'other_repositories',
    known_flags: 'flags',
    ...Object.fromEntries(members.map(([member, { of }]) => [of, `latest.${member}`])),
    ...Object.fromEntries(bits.map((name) => [name, latestBit(name)])),
  };
}
