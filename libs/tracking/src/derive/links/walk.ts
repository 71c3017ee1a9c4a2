import type { LinkElement } from '@leadline/tables';
import type { ChainVersion } from './facts.js';
import { type Knowledge, predecessorsOf } from './knowledge.js';
import type { Span } from './span.js';

export type Link = Omit<LinkElement, 'knownFrom' | 'knownUntil'>;

/** What a deployment carries, given what the ones before it carried. */
export interface Walk {
  readonly carried: ReadonlySet<string>;
  /** Of them, those of a repository that joins the service: its history so far is used up, and nothing of it is new. */
  readonly joining?: ReadonlySet<string>;
  /** Commits that were looked at and left to others: whether these are carried decides the answer. */
  readonly stops: readonly string[];
  readonly link: Link;
}

export interface WalkContext {
  readonly knowledge: Knowledge;
  readonly span: Span;
  readonly maxCommits: number;
  /** Whether a deployment before this one carries the commit. */
  isCarried(sha: string): boolean;
  /** Whether there is a deployment before this one. */
  hasPredecessor(): boolean;
}

/** The commits a deployment carries for the first time: an explicit list is believed, else ancestry is walked. */
export function walk(version: ChainVersion, context: WalkContext): Walk {
  if (version.listed !== null) return believeList(version.listed, version.sha, context);
  if (version.sha === null) return nothing([], []);
  if (version.others !== undefined) return walkTogether([version.sha, ...version.others], context);
  return walkFrom(version.sha, context);
}

const walkFrom = (head: string, context: WalkContext): Walk =>
  context.isCarried(head) ? nothing([head], []) : walkAncestry(head, context);

/**
 * A deployment of several repositories carries what each of them brings. Where some of them were deployed before, one that
 * was not joins.
 */
function walkTogether(heads: readonly string[], context: WalkContext): Walk {
  const carried = new Set<string>();
  const walks: Walk[] = [];
  for (const head of heads) {
    const isCarried = (sha: string): boolean => carried.has(sha) || context.isCarried(sha);
    const one = walkFrom(head, { ...context, isCarried, maxCommits: Math.max(0, context.maxCommits - carried.size) });
    for (const sha of one.carried) carried.add(sha);
    walks.push(one);
  }
  const followsOn = walks.some(({ stops }) => stops.length > 0);
  const joining = walks.filter(({ link }) => followsOn && link.noBaseline === 1).flatMap((one) => [...one.carried]);
  const bases = walks.map(({ link }) => link.basis);
  return {
    carried,
    joining: new Set(joining),
    stops: walks.flatMap(({ stops }) => stops).filter((sha) => !carried.has(sha)),
    link: {
      basis: bases.find((basis) => basis !== 'none') ?? 'none',
      noBaseline: !followsOn && walks.some(({ link }) => link.noBaseline === 1) ? 1 : 0,
      truncated: walks.some(({ link }) => link.truncated === 1) ? 1 : 0,
      waiting: [...new Set(walks.flatMap(({ link }) => link.waiting))].sort(),
    },
  };
}

const nothing = (stops: readonly string[], waiting: string[]): Walk => ({
  carried: new Set(),
  stops,
  link: { basis: 'none', noBaseline: 0, truncated: 0, waiting },
});

/** Ancestors of the deployed commit up to those already carried, nearest first. */
function walkAncestry(head: string, context: WalkContext): Walk {
  const { knowledge, span, maxCommits } = context;
  const tip = knowledge.commit(head, span);
  if (tip === undefined) return nothing([], [head]);

  const carried = new Set<string>();
  const stops: string[] = [];
  const waiting: string[] = [];
  let byLanding = false;
  let truncated = false;
  const reached = new Set([head]);
  for (const sha of reached) {
    if (context.isCarried(sha)) {
      stops.push(sha);
      continue;
    }
    const commit = knowledge.commit(sha, span);
    if (commit === undefined) {
      waiting.push(sha);
      continue;
    }
    if (carried.size === maxCommits) {
      truncated = true;
      break;
    }
    carried.add(sha);
    byLanding ||= commit.parents === null && commit.landedAfter !== null;
    for (const predecessor of predecessorsOf(commit)) reached.add(predecessor);
  }
  const alone = tip.parents === null && tip.landedAfter === null;
  return {
    carried,
    stops,
    link: {
      basis: byLanding ? 'landing' : alone ? 'head' : 'ancestry',
      noBaseline: stops.length === 0 ? 1 : 0,
      truncated: truncated ? 1 : 0,
      waiting: waiting.sort(),
    },
  };
}

/** The commits the pipeline listed, and the deployed one, which it contains in any case. */
function believeList(listed: readonly string[], head: string | null, context: WalkContext): Walk {
  const { knowledge, span, maxCommits } = context;
  const said = new Set(head === null ? listed : [...listed, head]);
  const carried = new Set<string>();
  const edge = new Set<string>();
  const waiting: string[] = [];
  let truncated = false;
  let untold = false;
  for (const sha of said) {
    if (context.isCarried(sha)) {
      edge.add(sha);
      continue;
    }
    const commit = knowledge.commit(sha, span);
    if (commit === undefined) {
      waiting.push(sha);
      continue;
    }
    if (carried.size === maxCommits) {
      truncated = true;
      break;
    }
    carried.add(sha);
    untold ||= commit.parents === null && commit.landedAfter === null;
    for (const predecessor of predecessorsOf(commit)) if (!said.has(predecessor)) edge.add(predecessor);
  }
  const followsOn = carried.size === 0 || sharesBaseline(edge, untold, context);
  return {
    carried,
    stops: [...edge],
    link: {
      basis: 'list',
      noBaseline: followsOn ? 0 : 1,
      truncated: truncated ? 1 : 0,
      waiting: waiting.sort(),
    },
  };
}

/**
 * A list follows on from what was deployed if one of its commits, or of their predecessors, was. Where no predecessor
 * is told the pipeline is believed to have listed what is new since the deployment before, if there was one.
 */
function sharesBaseline(edge: ReadonlySet<string>, untold: boolean, context: WalkContext): boolean {
  for (const sha of edge) if (context.isCarried(sha)) return true;
  return edge.size === 0 && untold && context.hasPredecessor();
}
