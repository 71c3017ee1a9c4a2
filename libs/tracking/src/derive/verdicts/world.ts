import { Chronicle } from './chronicle.js';
import type { Judged } from './judged.js';
import { comparedVersion, saidKind } from './kinds.js';
import { type Occurrence, occurrencesOf } from './occurrences.js';
import { type Rollout, Rollouts } from './rollouts.js';
import { Successes } from './successes.js';
import type { AttemptView, Change } from './views.js';

/**
 * The deployments of one service as they are known at an instant, kept up to date while the instant moves on: attempts
 * make rollouts, rollouts are divided into deployments, and finished deployments are judged in their order.
 */
export class World {
  readonly running = new Map<string, Judged>();
  private readonly chronicle = new Chronicle();
  private readonly rollouts: Rollouts;
  private readonly successes = new Successes();
  private readonly occurrences = new Map<Rollout, readonly Occurrence[]>();
  private readonly judged = new Map<string, Judged>();
  private readonly foreignOnes = new Map<string, Judged>();
  private readonly keyOfAttempt = new Map<string, string>();

  constructor(private readonly service: string) {
    this.rollouts = new Rollouts(service);
  }

  /** Finished deployments, succeeded or failed, in the order of metrics.md §2. */
  get finished(): readonly Judged[] {
    return this.chronicle.finished;
  }

  /** Every deployment of the service, whatever became of it. */
  get deployments(): Iterable<Judged> {
    return this.judged.values();
  }

  /** The deployment an attempt belongs to, in this service or in one that names it. */
  ofAttempt(id: string): Judged | undefined {
    const key = this.keyOfAttempt.get(id);
    return key === undefined ? undefined : this.get(key);
  }

  get(key: string): Judged | undefined {
    return this.judged.get(key) ?? this.foreignOnes.get(key);
  }

  /** Deployments of other services that name one of this service. */
  get foreign(): Iterable<Judged> {
    return this.foreignOnes.values();
  }

  /** Brings the world to the next instant; returns the keys of deployments that look different now. */
  apply(changes: readonly { readonly id: string; readonly change: Change<AttemptView> }[]): Set<string> {
    const { dissolved, formed } = this.rollouts.change(changes);
    const divided = this.successes.exchange(dissolved, formed);
    const before = new Map<string, Occurrence>();
    for (const rollout of [...dissolved, ...divided]) {
      for (const occurrence of this.occurrences.get(rollout) ?? []) before.set(occurrence.key, occurrence);
      this.forget(rollout);
    }
    const now = [...formed, ...divided].flatMap((rollout) => this.divide(rollout));
    return this.settle(before, now);
  }

  private forget(rollout: Rollout): void {
    for (const { attempts, witnesses } of this.occurrences.get(rollout) ?? []) {
      for (const { id } of [...attempts, ...witnesses]) this.keyOfAttempt.delete(id);
    }
    this.occurrences.delete(rollout);
  }

  private divide(rollout: Rollout): readonly Occurrence[] {
    const occurrences = occurrencesOf(rollout, (attempt, after, before) =>
      this.successes.hasOtherVersion(rollout, attempt, after, before),
    );
    this.occurrences.set(rollout, occurrences);
    for (const { key, attempts, witnesses } of occurrences) {
      for (const { id } of [...attempts, ...witnesses]) this.keyOfAttempt.set(id, key);
    }
    return occurrences;
  }

  /** Puts deployments in the place of what was there before. */
  private settle(before: Map<string, Occurrence>, now: readonly Occurrence[]): Set<string> {
    const dirty = new Set<string>();
    const removed: Occurrence[] = [];
    const added: Occurrence[] = [];
    for (const occurrence of now) {
      const { key } = occurrence;
      const old = before.get(key);
      before.delete(key);
      dirty.add(key);
      if (occurrence.service !== this.service) {
        this.foreignOnes.set(key, judgedAlone(occurrence));
      } else if (old && isFinished(old) && isFinished(occurrence) && samePlace(old, occurrence)) {
        this.judged.set(key, this.chronicle.replace(occurrence));
      } else {
        if (old && isFinished(old)) removed.push(old);
        if (isFinished(occurrence)) added.push(occurrence);
        this.startOrCancel(occurrence);
      }
    }
    for (const gone of before.values()) {
      dirty.add(gone.key);
      this.foreignOnes.delete(gone.key);
      if (gone.service !== this.service) continue;
      if (isFinished(gone)) removed.push(gone);
      this.running.delete(gone.key);
      this.judged.delete(gone.key);
    }
    for (const judged of this.chronicle.revise(removed, added)) {
      this.judged.set(judged.occurrence.key, judged);
      dirty.add(judged.occurrence.key);
    }
    return dirty;
  }

  private startOrCancel(occurrence: Occurrence): void {
    const judged = judgedAlone(occurrence);
    this.judged.set(occurrence.key, judged);
    if (occurrence.status === 'in_progress') this.running.set(occurrence.key, judged);
    else this.running.delete(occurrence.key);
  }
}

const isFinished = ({ status }: Occurrence): boolean => status === 'succeeded' || status === 'failed';

/** Kind of what is not compared: a rollout still running, or a deployment of another service. */
const judgedAlone = (occurrence: Occurrence): Judged => ({
  occurrence,
  kind: saidKind(occurrence) ?? 'change',
  replaced: '',
});

/** Whether two looks at a finished deployment stand at the same place in the order and compare alike. */
function samePlace(a: Occurrence, b: Occurrence): boolean {
  return (
    a.status === b.status &&
    a.finishedAt === b.finishedAt &&
    a.id === b.id &&
    a.tier === b.tier &&
    comparedVersion(a) === comparedVersion(b) &&
    a.configVersion === b.configVersion &&
    saidKind(a) === saidKind(b) &&
    a.targets.join('\n') === b.targets.join('\n')
  );
}
