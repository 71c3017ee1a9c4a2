import type { EventLog, Position } from '@leadline/ports';
import { type StageName, stageSubscription } from '../stages.js';
import type { Generation } from '../topics.js';

type Offsets = ReadonlyMap<number, number>;
type Progress = Pick<EventLog, 'positions' | 'head'>;

const stageNames: readonly StageName[] = ['normalize', 'fold', 'derive'];

/** How far each stage of a generation has come, in the order data flows. */
export async function stageProgress(
  log: Progress,
  generation: Generation,
): Promise<{ stage: StageName; positions: Offsets; heads: Offsets }[]> {
  const progress = [];
  for (const stage of stageNames) {
    const { topic, group } = stageSubscription(generation, stage);
    // Heads after positions: a stage is never shown further behind than it is.
    const positions = await log.positions(topic, group);
    progress.push({ stage, positions, heads: await log.head(topic) });
  }
  return progress;
}

/** Whether a stage has taken everything below these offsets. */
export function hasReached(positions: Offsets, target: Offsets): boolean {
  return [...target].every(([partition, offset]) => (positions.get(partition) ?? 0) >= offset);
}

interface Awaited {
  /** What fold must reach: the heads when the delivery had been normalized. */
  events?: Offsets;
  /** What derive must reach: the heads when fold had reached that. */
  touched?: Offsets;
}

/** Deliveries that somebody waits for; the oldest are forgotten, and then begin anew. */
const MOST_AWAITED = 10_000;

/**
 * Says of a delivery whether it counts: normalize is past it, fold past every event there was then, derive past every
 * service touched by then. To be asked again until it says so.
 */
export function deliveriesReached(
  log: Progress,
  generation: () => Generation,
): (delivery: Position) => Promise<boolean> {
  const awaited = new Map<string, Awaited>();
  return async ({ partition, offset }) => {
    const current = generation();
    const key = `${current.number}/${partition}:${offset}`;
    const known = awaited.get(key) ?? {};
    remember(awaited, key, known);
    const positionsOf = (stage: StageName) => {
      const { topic, group } = stageSubscription(current, stage);
      return log.positions(topic, group);
    };
    if (known.events === undefined) {
      if (((await positionsOf('normalize')).get(partition) ?? 0) <= offset) return false;
      known.events = await log.head(current.events);
    }
    if (known.touched === undefined) {
      if (!hasReached(await positionsOf('fold'), known.events)) return false;
      known.touched = await log.head(current.touched);
    }
    return hasReached(await positionsOf('derive'), known.touched);
  };
}

function remember(awaited: Map<string, Awaited>, key: string, value: Awaited): void {
  awaited.set(key, value);
  for (const oldest of awaited.keys()) {
    if (awaited.size <= MOST_AWAITED) break;
    awaited.delete(oldest);
  }
}
