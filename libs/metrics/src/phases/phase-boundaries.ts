import type { LeftOutReason } from '../evidence/evidence-item.js';
import { type PhaseName, phaseNames } from './phase-names.js';

/** What bounds phases. */
export const boundaryNames = [
  'firstCommit',
  'ready',
  'firstReview',
  'approval',
  'merge',
  'push',
  'start',
  'finish',
] as const;
export type BoundaryName = (typeof boundaryNames)[number];

/** Where a phase begins or ends. Instants in epoch milliseconds. */
export interface PartBoundary {
  readonly what: BoundaryName;
  /** Where it stands. */
  readonly at: number;
  /** When it was, as somebody told: earlier where it moved up to the boundary before it. */
  readonly toldAt: number;
}

/** An approval of a person that the deployment waited for. */
export interface PartGate {
  readonly id: string;
  readonly gate: string;
  readonly requestedAt: number;
  /** null: undecided. */
  readonly decidedAt: number | null;
}

/** A phase of the lead time of one change. */
export interface ChangePart {
  readonly phase: PhaseName;
  /** null: it is not known. */
  readonly seconds: number | null;
  /** Why it is not known. */
  readonly reason: LeftOutReason | null;
  /** null: the phase is not known, or is made of gates. */
  readonly from: PartBoundary | null;
  readonly to: PartBoundary | null;
  /** Of the wait for approval: what it is made of, each as far as it lies between landing and finish. */
  readonly gates: readonly PartGate[];
}

/** The lead time of one change in its phases: they add up to the total. */
export interface ChangeParts {
  /** "change:<repository>#<number>" or "commit:<sha>". */
  readonly change: string;
  readonly seconds: number;
  readonly parts: readonly ChangePart[];
  /** SHAs of the change in this deployment. */
  readonly shas: readonly string[];
  /** Ids of the attempts of the deployment. */
  readonly attempts: readonly string[];
}

/** A deployment with its changes, as `phasedRowsStatement` returns it. Arrays of changes go with each other. */
export interface PhasedRow {
  readonly service: string;
  readonly environment: string;
  readonly deployment: string;
  readonly occurrence: number;
  readonly changes: readonly string[];
  /** Total, phases in their order, whether a boundary is missing. */
  readonly seconds: readonly (readonly (number | null)[])[];
  /** First commit, ready, first review, approval, merge or push. */
  readonly told: readonly (readonly [number, number | null, number | null, number | null, number | null])[];
  readonly gates: readonly (readonly [id: string, gate: string, requestedAt: number, decidedAt: number | null])[];
  readonly started_at: number | null;
  readonly finished_at: number;
  readonly attempts: readonly string[];
  readonly commits: readonly (readonly [sha: string, change: string])[];
}

/** What the changes of a deployment spent in which phase, with what bounds each. */
export function partsOfChanges(row: PhasedRow): ChangeParts[] {
  return row.changes.map((change, index): ChangeParts => {
    const [total = 0, ...seconds] = row.seconds[index] ?? [];
    const bounds = boundsOf(row, change, index);
    const shas = row.commits.filter(([, of]) => of === change).map(([sha]) => sha);
    return {
      change,
      seconds: total ?? 0,
      parts: phaseNames.map((phase, place) => partOf(phase, seconds[place] ?? null, bounds, row)),
      shas: change.startsWith('commit:') ? [change.slice('commit:'.length)] : shas,
      attempts: row.attempts,
    };
  });
}

/** Boundaries of a change, moved up where they are early; one that is not known is missing. */
interface Bounds extends Readonly<Partial<Record<BoundaryName, PartBoundary>>> {
  readonly isRequest: boolean;
  /** The last that is known before the deployment, and before the approval. */
  readonly landed: PartBoundary;
  readonly reviewed: PartBoundary;
}

function boundsOf(row: PhasedRow, change: string, index: number): Bounds {
  const [firstAt, readyAt = null, reviewAt = null, approvedAt = null, landedAt = null] = row.told[index] ?? [0];
  const isRequest = !change.startsWith('commit:');
  const firstCommit: PartBoundary = { what: 'firstCommit', at: firstAt, toldAt: firstAt };
  let last = firstCommit;
  const next = (what: BoundaryName, toldAt: number | null): PartBoundary | undefined => {
    if (toldAt === null) return undefined;
    last = { what, at: Math.max(last.at, toldAt), toldAt };
    return last;
  };
  const ready = next('ready', readyAt);
  const firstReview = next('firstReview', reviewAt);
  const reviewed = last;
  const approval = next('approval', approvedAt);
  const landing = next(isRequest ? 'merge' : 'push', landedAt);
  const landed = last;
  const start = next('start', row.started_at);
  const finish: PartBoundary = { what: 'finish', at: row.finished_at, toldAt: row.finished_at };
  const known = { firstCommit, ready, firstReview, approval, start, finish, [isRequest ? 'merge' : 'push']: landing };
  const told = Object.entries(known).filter(([, bound]) => bound !== undefined);
  return { ...Object.fromEntries(told), isRequest, landed, reviewed };
}

type Span = readonly [from: PartBoundary | undefined, to: PartBoundary | undefined];

const spans: Readonly<Record<PhaseName, (bounds: Bounds) => Span>> = {
  coding: ({ isRequest, firstCommit, ready, firstReview, push }) => [
    firstCommit,
    isRequest ? (ready ?? firstReview) : push,
  ],
  pickup: ({ ready, firstReview }) => [ready, firstReview],
  review: ({ reviewed, approval, merge }) => [reviewed, approval ?? merge],
  mergeWait: ({ approval, merge }) => [approval, merge],
  deployWait: ({ landed, start, finish }) => [landed, start ?? finish],
  approvalWait: () => [undefined, undefined],
  deploy: ({ start, finish }) => [start, finish],
};

function partOf(phase: PhaseName, seconds: number | null, bounds: Bounds, row: PhasedRow): ChangePart {
  if (seconds === null) return { phase, seconds, reason: reasonOf(phase, bounds), from: null, to: null, gates: [] };
  const [from = null, to = null] = spans[phase](bounds);
  const gates =
    phase === 'approvalWait'
      ? row.gates.map(([id, gate, requestedAt, decidedAt]) => ({ id, gate, requestedAt, decidedAt }))
      : [];
  return { phase, seconds, reason: null, from, to, gates };
}

/** The same in which SQL tells why a part of a sample is not known. */
function reasonOf(phase: PhaseName, { isRequest, firstReview, approval }: Bounds): LeftOutReason {
  switch (phase) {
    case 'approvalWait':
      return 'no_gate';
    case 'deploy':
      return 'start_unknown';
    case 'pickup':
      if (!isRequest) return 'pushed_directly';
      return firstReview === undefined ? 'not_reviewed' : 'boundary_unknown';
    case 'mergeWait':
      if (!isRequest) return 'pushed_directly';
      return approval === undefined ? 'not_approved' : 'boundary_unknown';
    case 'review':
      return isRequest ? 'boundary_unknown' : 'pushed_directly';
    case 'coding':
    case 'deployWait':
      return 'boundary_unknown';
  }
}
