import type { DeploymentKind } from '../../fold/deployment.js';
import { kindOf, saidKind, TargetHistory } from './kinds.js';
import { awaitsOthers, byFinish, type Occurrence, occurrencesOf, targetOf } from './occurrences.js';
import type { AttemptView, Change } from './views.js';

/** A deployment with its kind, given everything known at the instant. */
export interface Judged {
  readonly occurrence: Occurrence;
  readonly kind: DeploymentKind;
  readonly replaced: string;
}

interface Group {
  readonly service: string;
  readonly environment: string;
  readonly deployment: string;
  readonly attempts: Map<string, AttemptView>;
  occurrences: readonly Occurrence[];
}

interface Success {
  readonly id: string;
  readonly finishedAt: number;
  readonly sha: string;
  readonly group: string;
}

/**
 * The deployments of one service as they are known at an instant, kept up to date while the instant moves on.
 * In a regular history deployments finish in the order they become known, and each is only appended; whatever comes
 * late or is corrected makes the order be walked again from its begin.
 */
export class World {
  /** Finished deployments, succeeded or failed, in the order of metrics.md §2. */
  readonly finished: Judged[] = [];
  readonly running = new Map<string, Judged>();
  private readonly judged = new Map<string, Judged>();
  private readonly foreignOnes = new Map<string, Judged>();
  private readonly groups = new Map<string, Group>();
  private readonly groupOfAttempt = new Map<string, string>();
  private readonly keyOfAttempt = new Map<string, string>();
  private readonly awaiting = new Set<string>();
  private readonly successes = new Map<string, Success[]>();
  private histories = new Map<string, TargetHistory>();

  constructor(private readonly service: string) {}

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
    const touched = new Set<string>();
    for (const { id, change } of changes) this.move(id, change.view, touched);
    const dirty = new Set<string>();
    const added: Occurrence[] = [];
    let isRegular = true;
    for (const name of touched) {
      const group = this.groups.get(name)!;
      if (!this.regroup(name, group, dirty, added)) isRegular = false;
    }
    added.sort(byFinish);
    const last = this.finished.at(-1);
    if (last && added[0] && byFinish(last.occurrence, added[0]) > 0) isRegular = false;
    if (isRegular) for (const occurrence of added) this.append(occurrence);
    else this.rebuild(dirty);
    return dirty;
  }

  private move(id: string, view: AttemptView | null, touched: Set<string>): void {
    const before = this.groupOfAttempt.get(id);
    if (before !== undefined) {
      const group = this.groups.get(before)!;
      this.forgetSuccess(group.attempts.get(id)!);
      group.attempts.delete(id);
      this.keyOfAttempt.delete(id);
      this.groupOfAttempt.delete(id);
      touched.add(before);
    }
    if (view === null) return;
    const { service, environment, group: said } = view;
    const deployment = said === null ? `attempt:${id}` : `group:${said}`;
    const name = JSON.stringify([service, environment, deployment]);
    const group = this.groups.get(name) ?? { service, environment, deployment, attempts: new Map(), occurrences: [] };
    this.groups.set(name, group);
    group.attempts.set(id, view);
    this.groupOfAttempt.set(id, name);
    touched.add(name);
    if (this.rememberSuccess(view, name)) for (const other of this.awaiting) touched.add(other);
  }

  /** Splits a group anew. False: something that others were compared with is different now. */
  private regroup(name: string, group: Group, dirty: Set<string>, added: Occurrence[]): boolean {
    const before = new Map(group.occurrences.map((occurrence) => [occurrence.key, occurrence]));
    this.split(name, group);
    let isRegular = true;
    for (const occurrence of group.occurrences) {
      const old = before.get(occurrence.key);
      before.delete(occurrence.key);
      dirty.add(occurrence.key);
      if (occurrence.service !== this.service) {
        this.foreignOnes.set(occurrence.key, judgedAlone(occurrence));
      } else if (old && isFinished(old)) {
        if (isFinished(occurrence) && samePlace(old, occurrence)) this.replace(occurrence);
        else isRegular = false;
      } else if (isFinished(occurrence)) {
        this.running.delete(occurrence.key);
        added.push(occurrence);
      } else {
        this.startOrCancel(occurrence);
      }
    }
    for (const gone of before.values()) {
      dirty.add(gone.key);
      if (isFinished(gone) && gone.service === this.service) isRegular = false;
      this.running.delete(gone.key);
      this.judged.delete(gone.key);
      this.foreignOnes.delete(gone.key);
    }
    return isRegular;
  }

  private split(name: string, group: Group): void {
    const attempts = [...group.attempts.values()];
    group.occurrences = occurrencesOf(group, attempts, (attempt, after, before) =>
      (this.successes.get(placeOf(attempt)) ?? []).some(
        (other) =>
          other.group !== name && other.finishedAt > after && other.finishedAt < before && other.sha !== attempt.sha,
      ),
    );
    for (const { key, attempts: own } of group.occurrences) for (const { id } of own) this.keyOfAttempt.set(id, key);
    if (awaitsOthers(attempts)) this.awaiting.add(name);
    else this.awaiting.delete(name);
  }

  private startOrCancel(occurrence: Occurrence): void {
    const judged = judgedAlone(occurrence);
    this.judged.set(occurrence.key, judged);
    if (occurrence.status === 'in_progress') this.running.set(occurrence.key, judged);
    else this.running.delete(occurrence.key);
  }

  private append(occurrence: Occurrence): void {
    const historyOf = (target: string): TargetHistory => {
      const place = JSON.stringify([occurrence.environment, target]);
      const known = this.histories.get(place) ?? new TargetHistory();
      this.histories.set(place, known);
      return known;
    };
    const judged: Judged = { occurrence, ...kindOf(occurrence, historyOf) };
    this.finished.push(judged);
    this.judged.set(occurrence.key, judged);
    if (occurrence.status === 'succeeded' && judged.kind !== 'flag') {
      for (const target of occurrence.targets) historyOf(target).succeed(occurrence);
    }
  }

  private replace(occurrence: Occurrence): void {
    const old = this.judged.get(occurrence.key)!;
    const judged = { ...old, occurrence };
    this.judged.set(occurrence.key, judged);
    this.finished[this.finished.lastIndexOf(old)] = judged;
  }

  private rebuild(dirty: Set<string>): void {
    const before = new Map(this.finished.map((judged) => [judged.occurrence.key, judged]));
    this.finished.length = 0;
    this.running.clear();
    this.judged.clear();
    this.histories = new Map();
    const over: Occurrence[] = [];
    for (const [name, group] of this.groups) {
      if (group.service !== this.service) continue;
      const keys = group.occurrences.map(({ key }) => key);
      if (group.attempts.size > 1) this.split(name, group);
      for (const key of keys) if (!group.occurrences.some((one) => one.key === key)) dirty.add(key);
      for (const occurrence of group.occurrences) {
        if (isFinished(occurrence)) over.push(occurrence);
        else this.startOrCancel(occurrence);
      }
    }
    for (const occurrence of over.sort(byFinish)) this.append(occurrence);
    for (const { occurrence, kind, replaced } of this.finished) {
      const old = before.get(occurrence.key);
      if (old?.occurrence !== occurrence || old.kind !== kind || old.replaced !== replaced) dirty.add(occurrence.key);
    }
  }

  private rememberSuccess(view: AttemptView, group: string): boolean {
    const { id, status, finishedAt, sha, kind } = view;
    if (status !== 'succeeded' || finishedAt === null || sha === null || kind === 'flag') return false;
    const place = placeOf(view);
    const known = this.successes.get(place);
    if (known) known.push({ id, finishedAt, sha, group });
    else this.successes.set(place, [{ id, finishedAt, sha, group }]);
    return true;
  }

  private forgetSuccess(view: AttemptView): void {
    if (view.status !== 'succeeded') return;
    const known = this.successes.get(placeOf(view)) ?? [];
    const index = known.findLastIndex(({ id }) => id === view.id);
    if (index >= 0) known.splice(index, 1);
  }
}

const placeOf = (attempt: AttemptView): string =>
  JSON.stringify([attempt.service, attempt.environment, targetOf(attempt)]);

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
    a.sha === b.sha &&
    a.configVersion === b.configVersion &&
    saidKind(a) === saidKind(b) &&
    a.targets.join('\n') === b.targets.join('\n')
  );
}
