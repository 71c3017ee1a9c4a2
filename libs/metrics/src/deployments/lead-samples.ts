import { carrierClasses } from '@leadline/tables';
import type { LeftOutReason } from '../evidence/evidence-item.js';
import type { MetricOptions } from '../options.js';
import type { MetricQuestion } from '../query.js';
import type { Parameters } from '../statement.js';
import { sampleFlagCondition } from './carried-flags.js';
import { countedKinds } from './row-sql.js';

/** What a deployment carried and which of it are lead-time samples, as expressions over its row. */
export interface LeadSamples {
  /** Array: everything it carried that was known at asOf. */
  readonly held: string;
  /** Array: of these, the samples. */
  readonly samples: string;
  /** Array: instants at which the clocks of the samples open. Reads of what is stored only the members it needs. */
  readonly openings: string;
  /** Why an element `e` is no sample, by conditions of which the first that holds says it. */
  readonly exclusions: readonly (readonly [reason: LeftOutReason, condition: string])[];
  /** "change:<repository>#<number>" or "commit:<sha>" of an element. */
  readonly identity: (element: string) => string;
  /** Instant at which the clock of an element opens, epoch milliseconds. */
  readonly opening: (element: string) => string;
}

/** Samples are commits, or for the unit `change` pull requests and direct pushes (metrics.md 3.2, "Units"). */
export function leadSamples(query: MetricQuestion, bind: Parameters): LeadSamples {
  return query.options.unit === 'change' ? changeSamples(query, bind) : commitSamples(query, bind);
}

/** Lead times of a deployment from those of what it carried: its one is the middle of them, where it is the unit. */
export const samplesOf = (carried: string, { unit }: MetricOptions): string =>
  unit === 'deployment'
    ? `if(empty(${carried}), [], [arrayReduce('quantileExactInclusive(0.5)', ${carried})])`
    : carried;

function changeSamples(query: MetricQuestion, bind: Parameters): LeadSamples {
  const columns = { commit: 'firstCommitAt', first_commit: 'firstCommitAt', pr_opened: 'openedAt', merged: 'mergedAt' };
  const identity = (element: string): string => `${element}.change`;
  const holds = holdsAt(query, bind, identity);
  const exclusions = exclusionsUnder(query.options);
  const opening = (element: string): string => `${element}.${columns[query.options.start]}`;
  return fromList('changes', { holds, exclusions, identity, opening });
}

function commitSamples(query: MetricQuestion, bind: Parameters): LeadSamples {
  const { options } = query;
  const column = {
    commit: options.repairSquash ? 'repairedAt' : 'committedAt',
    first_commit: 'firstCommitAt',
    pr_opened: 'openedAt',
    merged: 'mergedAt',
  }[options.start];
  const identity = (element: string): string => `concat('commit:', ${element}.sha)`;
  const holds = holdsAt(query, bind, identity);
  if (options.identity === 'sha') {
    const opening = (element: string): string => `${element}.${column}`;
    return fromList('commits', { holds, exclusions: exclusionsUnder(options), identity, opening });
  }
  const held = `arrayFilter(e -> ${holds}, commits)`;
  const patchColumn = `patch${column[0]!.toUpperCase()}${column.slice(1)}`;
  const shipped = `e.patchId != '' AND bitAnd(e.patchShipped, ${bind.bind('UInt16', countedMask(options))}) != 0`;
  const exclusions = [...exclusionsUnder(options), ['same_patch', shipped] as const];
  const fresh = without(exclusions, held);
  const patchOf = (element: string): string => `if(${element}.patchId = '', ${element}.sha, ${element}.patchId)`;
  // One deployment may carry several commits of one patch: they are one sample.
  const samples = `arrayFilter((e, i) -> indexOf(arrayMap(o -> ${patchOf('o')}, ${fresh}), ${patchOf('e')}) = i, ${fresh}, arrayEnumerate(${fresh}))`;
  const opening = (element: string): string =>
    `if(${element}.patchId = '', ${element}.${column}, ${element}.${patchColumn})`;
  const openings = `arrayMap(e -> ${opening('e')}, ${samples})`;
  return { held, samples, openings, exclusions, identity, opening };
}

/** Samples that each element of a list decides by itself. */
function fromList(
  list: 'commits' | 'changes',
  { holds, ...rest }: Pick<LeadSamples, 'exclusions' | 'identity' | 'opening'> & { readonly holds: string },
): LeadSamples {
  const held = `arrayFilter(e -> ${holds}, ${list})`;
  const isSample = [`(${holds})`, ...rest.exclusions.map(([, condition]) => `NOT (${condition})`)].join(' AND ');
  const openings = `arrayFilter((opening, is_sample) -> is_sample, ${byMembers(list, rest.opening('e'))}, ${byMembers(list, isSample)})`;
  return { held, samples: without(rest.exclusions, held), openings, ...rest };
}

/**
 * What an expression over each element `e` of a list gives, from lists of the members it uses: ClickHouse keeps them
 * apart, and an element's SHA and texts are most of its bytes.
 */
function byMembers(list: string, expression: string): string {
  const used = [...new Set(Array.from(expression.matchAll(/\be\.(\w+)/g), ([, member]) => member))];
  const parameters = used.map((member) => `e_${member}`).join(', ');
  const lists = used.map((member) => `${list}.${member}`).join(', ');
  return `arrayMap((${parameters}) -> ${expression.replaceAll(/\be\.(\w+)/g, 'e_$1')}, ${lists})`;
}

/** Whether an element was held at asOf and, where numbers are asked by flag, carries the flag itself. */
function holdsAt(query: MetricQuestion, bind: Parameters, identity: (element: string) => string): string {
  const at = bind.bind('Int64', query.asOf);
  const ofFlag = sampleFlagCondition(query, bind);
  const and = ofFlag === null ? '' : ` AND ${ofFlag(identity('e'))}`;
  return `e.knownFrom <= ${at} AND ${at} < e.knownUntil${and}`;
}

function exclusionsUnder(options: MetricOptions): LeadSamples['exclusions'] {
  const baseline = {
    all: [],
    exclude: [['no_baseline', 'held_links.noBaseline = 1'] as const],
    head_only: [['no_baseline', 'held_links.noBaseline = 1 AND e.head = 0'] as const],
  }[options.firstDeployment];
  return [
    ...baseline,
    ...(options.includeBots ? [] : [['bot', 'e.bot = 1'] as const]),
    ...(options.includeMergeCommits ? [] : [['merge_commit', 'e.merge = 1'] as const]),
  ];
}

function without(exclusions: LeadSamples['exclusions'], elements: string): string {
  if (exclusions.length === 0) return elements;
  return `arrayFilter(e -> NOT (${exclusions.map(([, condition]) => `(${condition})`).join(' OR ')}), ${elements})`;
}

/** Bits of the classes of deployments that are in C: what an uncounted deployment carried is not shipped yet. */
function countedMask(options: MetricOptions): number {
  const kinds: readonly string[] = countedKinds(options);
  return carrierClasses.reduce((mask, name, bit) => (kinds.includes(name) ? mask | (1 << bit) : mask), 0);
}
