import { byFinishThenStart } from './occurrences.js';
import type { Rollout } from './rollouts.js';
import { type AttemptView, targetOf } from './views.js';

interface Success {
  /** Id of the attempt. */
  readonly id: string;
  readonly place: string;
  readonly finishedAt: number;
  readonly sha: string;
  /** Name of its rollout. */
  readonly rollout: string;
}

/** Between a first success on a target and a later attempt of the same rollout there another version may have come. */
interface Retry {
  readonly rollout: Rollout;
  readonly after: number;
  readonly before: number;
}

/** Which versions succeeded where and when, and whose division into deployments depends on it. */
export class Successes {
  private readonly byPlace = new Map<string, Success[]>();
  private readonly retries = new Map<string, Map<string, Retry>>();

  /** Rollouts in place of others; answers those of the rest that have to be divided anew. */
  exchange(dissolved: Iterable<Rollout>, formed: Iterable<Rollout>): Set<Rollout> {
    const removed = new Map<string, Success>();
    for (const rollout of dissolved) {
      for (const { place } of retriesOf(rollout)) this.retries.get(place)?.delete(rollout.name);
      for (const success of successesOf(rollout)) removed.set(success.id, success);
    }
    const added: Success[] = [];
    for (const rollout of formed) {
      for (const success of successesOf(rollout)) {
        if (isSame(success, removed.get(success.id))) removed.delete(success.id);
        else added.push(success);
      }
    }
    for (const success of removed.values()) this.remove(success);
    for (const success of added) this.insert(success);
    const touched = new Set<Rollout>();
    for (const { place, finishedAt } of [...removed.values(), ...added]) {
      for (const { rollout, after, before } of this.retries.get(place)?.values() ?? []) {
        if (finishedAt > after && finishedAt < before) touched.add(rollout);
      }
    }
    for (const rollout of formed) this.remember(rollout);
    return touched;
  }

  /** Whether on the attempt's target another rollout put another SHA between two finishes. */
  hasOtherVersion(rollout: Rollout, attempt: AttemptView, after: number, before: number): boolean {
    const known = this.byPlace.get(placeOf(attempt)) ?? [];
    for (let index = lowerBound(known, after); index < known.length; index++) {
      const { finishedAt, sha, rollout: by } = known[index]!;
      if (finishedAt >= before) return false;
      if (finishedAt > after && by !== rollout.name && sha !== attempt.sha) return true;
    }
    return false;
  }

  private remember(rollout: Rollout): void {
    for (const { place, after, before } of retriesOf(rollout)) {
      const known = this.retries.get(place) ?? new Map<string, Retry>();
      this.retries.set(place, known);
      known.set(rollout.name, { rollout, after, before });
    }
  }

  private insert(success: Success): void {
    const known = this.byPlace.get(success.place) ?? [];
    this.byPlace.set(success.place, known);
    known.splice(lowerBound(known, success.finishedAt), 0, success);
  }

  private remove({ place, finishedAt, id }: Success): void {
    const known = this.byPlace.get(place) ?? [];
    for (let index = lowerBound(known, finishedAt); index < known.length; index++) {
      if (known[index]!.id !== id) continue;
      known.splice(index, 1);
      return;
    }
  }
}

function successesOf(rollout: Rollout): Success[] {
  return rollout.counted.flatMap((attempt) => {
    const { id, status, finishedAt, sha, kind } = attempt;
    if (status !== 'succeeded' || finishedAt === null || sha === null || kind === 'flag') return [];
    return [{ id, place: placeOf(attempt), finishedAt, sha, rollout: rollout.name }];
  });
}

function isSame(a: Success, b: Success | undefined): boolean {
  return b?.place === a.place && b.finishedAt === a.finishedAt && b.sha === a.sha && b.rollout === a.rollout;
}

/** Per target: from its first success to the last later attempt. */
function retriesOf({ counted }: Rollout): { place: string; after: number; before: number }[] {
  if (counted.length < 2) return [];
  const retries = new Map<string, { place: string; after: number; before: number }>();
  const succeeded = new Map<string, number>();
  for (const attempt of counted.filter(({ status }) => status !== 'cancelled').sort(byFinishThenStart)) {
    const place = placeOf(attempt);
    const after = succeeded.get(place);
    if (after !== undefined) retries.set(place, { place, after, before: attempt.finishedAt ?? Infinity });
    else if (attempt.status === 'succeeded') succeeded.set(place, attempt.finishedAt ?? -Infinity);
  }
  return [...retries.values()];
}

const placeOf = (attempt: AttemptView): string =>
  JSON.stringify([attempt.service, attempt.environment, targetOf(attempt)]);

/** Index of the first success that finished at the instant or later. */
function lowerBound(successes: readonly Success[], finishedAt: number): number {
  let low = 0;
  let high = successes.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (successes[middle]!.finishedAt < finishedAt) low = middle + 1;
    else high = middle;
  }
  return low;
}
