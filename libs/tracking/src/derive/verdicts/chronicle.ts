import type { Judged } from './judged.js';
import { kindOf, TargetHistory } from './kinds.js';
import { byFinish, type Occurrence } from './occurrences.js';

/**
 * The finished deployments of a service in the order of metrics.md §2, each with its kind by comparison with what was
 * live before it. In a regular history each is only appended; what comes late, or is known better, makes the order be
 * walked again from its place on.
 */
export class Chronicle {
  readonly finished: Judged[] = [];
  /** How to take each of them back. */
  private readonly undo: (readonly (() => void)[])[] = [];
  private readonly histories = new Map<string, TargetHistory>();

  /** Takes some deployments out and puts others in; answers all that are new or look different now. */
  revise(removed: readonly Occurrence[], added: readonly Occurrence[]): Judged[] {
    const [first] = [...removed, ...added].sort(byFinish);
    if (first === undefined) return [];
    const index = this.placeOf(first);
    if (index === this.finished.length) return added.toSorted(byFinish).map((occurrence) => this.append(occurrence));
    const tail = this.rewind(index);
    const gone = new Set(removed.map(({ key }) => key));
    const before = new Map(tail.map((judged) => [judged.occurrence.key, judged]));
    const kept = tail.map(({ occurrence }) => occurrence).filter(({ key }) => !gone.has(key));
    return [...kept, ...added].sort(byFinish).flatMap((occurrence) => {
      const judged = this.append(occurrence, before.get(occurrence.key));
      return judged === before.get(occurrence.key) ? [] : [judged];
    });
  }

  /** The same deployment, of which more is known that changes neither its place nor what it compares as. */
  replace(occurrence: Occurrence): Judged {
    const index = this.placeOf(occurrence);
    const judged = { ...this.finished[index]!, occurrence };
    this.finished[index] = judged;
    return judged;
  }

  private rewind(index: number): Judged[] {
    for (let position = this.finished.length - 1; position >= index; position--) {
      for (const takeBack of this.undo[position] ?? []) takeBack();
    }
    this.undo.length = Math.min(this.undo.length, index);
    return this.finished.splice(index);
  }

  private append(occurrence: Occurrence, before?: Judged): Judged {
    const historyOf = (target: string): TargetHistory => {
      const place = JSON.stringify([occurrence.environment, target]);
      const known = this.histories.get(place) ?? new TargetHistory();
      this.histories.set(place, known);
      return known;
    };
    const { kind, replaced } = kindOf(occurrence, historyOf);
    const isSame = before?.occurrence === occurrence && before.kind === kind && before.replaced === replaced;
    const judged = isSame ? before : { occurrence, kind, replaced };
    this.finished.push(judged);
    const becomesLive = occurrence.status === 'succeeded' && kind !== 'flag';
    this.undo.push(becomesLive ? occurrence.targets.map((target) => historyOf(target).succeed(occurrence)) : []);
    return judged;
  }

  /** Index of the first deployment at this place in the order or after it. */
  private placeOf(occurrence: Occurrence): number {
    let low = 0;
    let high = this.finished.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (byFinish(this.finished[middle]!.occurrence, occurrence) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
