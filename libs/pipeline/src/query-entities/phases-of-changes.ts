import {
  type ChangePart,
  type ChangeParts,
  partsOfChanges,
  type PartBoundary,
  type PartGate,
  phasedRowsStatement,
  type PhasedRow,
  phaseReference,
  type PointReference,
} from '@leadline/metrics';
import type { Analytics } from '@leadline/ports';
import type { EventReference } from './delivery.types.js';
import type { DeploymentKey } from './deployment.types.js';
import { type TellingEvent, tellersOf, tellingEvents, withOriginals } from './telling-events.js';

/** A boundary with the events that told it, oldest first; none where what was told is no longer kept. */
export interface ToldBoundary extends PartBoundary {
  readonly toldBy: readonly EventReference[];
}

export interface ToldGate extends PartGate {
  readonly requestedBy: readonly EventReference[];
  readonly decidedBy: readonly EventReference[];
}

/** A phase of the lead time of a change, with who told its boundaries. */
export interface ToldPart extends Omit<ChangePart, 'from' | 'to' | 'gates'> {
  readonly from: ToldBoundary | null;
  readonly to: ToldBoundary | null;
  readonly gates: readonly ToldGate[];
}

/** The lead time of a change in its phases, with who told what. */
export interface ToldPhases {
  readonly change: string;
  readonly seconds: number;
  readonly parts: readonly ToldPart[];
}

/** A change or commit as evidence of lead time names it, and the deployment that brought it. */
export interface PhasedSample {
  readonly key: string;
  readonly change: string;
  readonly deployment: DeploymentKey;
}

/**
 * The phases of samples of a point of lead time, by their keys. A commit has those of the pull request that the same
 * deployment closed with it, one pushed directly its own; what is no sample of phases is not in the answer.
 */
export async function phasesOfSamples(
  analytics: Analytics,
  point: PointReference,
  samples: readonly PhasedSample[],
): Promise<ReadonlyMap<string, ToldPhases>> {
  if (samples.length === 0) return new Map();
  const reference = phaseReference(point, point.group, 'total');
  const keys = [...new Set(samples.map(({ deployment }) => keyOf(deployment)))];
  const rows = await analytics.query<PhasedRow>(phasedRowsStatement(reference, keys));
  const found = new Map(rows.flatMap((row) => partsOfChanges(row).map((one) => [`${keyOf(row)}\n${one.change}`, one])));
  const changeOf = new Map(
    rows.flatMap((row) => row.commits.map(([sha, change]) => [`${keyOf(row)}\ncommit:${sha}`, change])),
  );
  const brought = samples.flatMap(({ key, change, deployment }) => {
    const own = `${keyOf(deployment)}\n${change}`;
    const closed = found.get(own) ?? found.get(`${keyOf(deployment)}\n${changeOf.get(own) ?? ''}`);
    return closed === undefined ? [] : [[key, closed] as const];
  });
  const wanted = await withOriginals(analytics, brought);
  const events = await tellingEvents(
    analytics,
    wanted.map(([, parts]) => parts),
  );
  return new Map(wanted.map(([key, parts]) => [key, toldOf(parts, events)]));
}

const keyOf = ({ service, environment, deployment, occurrence }: DeploymentKey): string =>
  [service, environment, deployment, occurrence].join('\n');

function toldOf({ change, seconds, parts, ...of }: ChangeParts, events: readonly TellingEvent[]): ToldPhases {
  const tellers = tellersOf({ change, ...of }, events);
  const told = (bound: PartBoundary | null): ToldBoundary | null =>
    bound && { ...bound, toldBy: tellers(bound.what, bound.toldAt) };
  const gate = (one: PartGate): ToldGate => ({
    ...one,
    requestedBy: tellers({ gate: one.id }, one.requestedAt),
    decidedBy: one.decidedAt === null ? [] : tellers({ gate: one.id }, one.decidedAt),
  });
  return {
    change,
    seconds,
    parts: parts.map((part) => ({
      ...part,
      from: told(part.from),
      to: told(part.to),
      gates: part.gates.map(gate),
    })),
  };
}
