import type { AttemptView, Change } from './views.js';
import { isWitness, reportSameRollout, type Testimony, testimonyOf } from './witnesses.js';

/**
 * Attempts that are one deployment, or one after the other by the same group: they share a group, or are witnesses of
 * each other, directly or in a chain (the transitive closure).
 */
export interface Rollout extends Testimony {
  /** Service, environment and deployment: the same as long as the same report leads. */
  readonly name: string;
  readonly service: string;
  readonly environment: string;
  /** "group:<group>" or "attempt:<id>", of its members the one whose source stands first, then the least. */
  readonly deployment: string;
  readonly members: readonly Unit[];
}

/** The attempts of one explicit group, or one attempt without a group. */
interface Unit {
  readonly name: string;
  readonly service: string;
  readonly environment: string;
  readonly deployment: string;
  readonly attempts: Map<string, AttemptView>;
}

/** The rollouts of a service as they are known at an instant. Those of other services are judged by group alone. */
export class Rollouts {
  private readonly unitOfAttempt = new Map<string, Unit>();
  private readonly units = new Map<string, Unit>();
  private readonly rolloutOfUnit = new Map<Unit, Rollout>();
  /** Attempts that may be witnesses, by version: hints, confirmed one by one. */
  private readonly byVersion = new Map<string, Map<string, AttemptView>>();

  constructor(private readonly service: string) {}

  /** Takes in what changed; answers which rollouts no longer are as they were, and which took their place. */
  change(changes: readonly { readonly id: string; readonly change: Change<AttemptView> }[]): {
    readonly dissolved: ReadonlySet<Rollout>;
    readonly formed: readonly Rollout[];
  } {
    const affected = new Set<Unit>();
    for (const { id, change } of changes) this.move(id, change.view, affected);
    const dissolved = new Set<Rollout>();
    const neighbours = new Map<Unit, ReadonlySet<Unit>>();
    for (const unit of affected) {
      const rollout = this.rolloutOfUnit.get(unit);
      if (rollout) dissolved.add(rollout);
      for (const member of rollout?.members ?? []) affected.add(member);
      const near = this.neighboursOf(unit);
      neighbours.set(unit, near);
      for (const neighbour of near) affected.add(neighbour);
    }
    for (const unit of affected) {
      this.rolloutOfUnit.delete(unit);
      if (unit.attempts.size === 0) this.units.delete(unit.name);
    }
    return { dissolved, formed: this.form(affected, neighbours) };
  }

  private move(id: string, view: AttemptView | null, affected: Set<Unit>): void {
    const before = this.unitOfAttempt.get(id);
    const old = before?.attempts.get(id);
    if (before && old) {
      for (const version of this.versionsOf(old)) this.forgetVersion(version, id);
      before.attempts.delete(id);
      this.unitOfAttempt.delete(id);
      affected.add(before);
    }
    if (view === null) return;
    const unit = this.unitFor(view);
    unit.attempts.set(id, view);
    this.unitOfAttempt.set(id, unit);
    affected.add(unit);
    for (const version of this.versionsOf(view)) {
      const known = this.byVersion.get(version);
      if (known) known.set(id, view);
      else this.byVersion.set(version, new Map([[id, view]]));
    }
  }

  private forgetVersion(version: string, id: string): void {
    const known = this.byVersion.get(version);
    known?.delete(id);
    if (known?.size === 0) this.byVersion.delete(version);
  }

  private unitFor({ id, service, environment, group }: AttemptView): Unit {
    const deployment = group === null ? `attempt:${id}` : `group:${group}`;
    const name = JSON.stringify([service, environment, deployment]);
    const known = this.units.get(name);
    if (known) return known;
    const unit: Unit = { name, service, environment, deployment, attempts: new Map() };
    this.units.set(name, unit);
    return unit;
  }

  private versionsOf(attempt: AttemptView): string[] {
    const { service, sha, namedVersion } = attempt;
    if (service !== this.service || !isWitness(attempt)) return [];
    const bySha = sha === null ? [] : [`sha:${sha}`];
    return namedVersion === null ? bySha : [...bySha, `version:${namedVersion}`];
  }

  private neighboursOf(unit: Unit): Set<Unit> {
    const neighbours = new Set<Unit>();
    for (const attempt of unit.attempts.values()) {
      for (const version of this.versionsOf(attempt)) {
        for (const other of this.byVersion.get(version)?.values() ?? []) {
          const of = other.source === attempt.source ? undefined : this.unitOfAttempt.get(other.id);
          if (of && of !== unit && reportSameRollout(attempt, other)) neighbours.add(of);
        }
      }
    }
    return neighbours;
  }

  private form(affected: ReadonlySet<Unit>, neighbours: ReadonlyMap<Unit, ReadonlySet<Unit>>): Rollout[] {
    const formed: Rollout[] = [];
    const seen = new Set<Unit>();
    for (const first of affected) {
      if (seen.has(first) || first.attempts.size === 0) continue;
      const members = new Set([first]);
      for (const unit of members) for (const near of neighbours.get(unit) ?? []) members.add(near);
      for (const unit of members) seen.add(unit);
      const rollout = rolloutOf([...members]);
      for (const unit of members) this.rolloutOfUnit.set(unit, rollout);
      formed.push(rollout);
    }
    return formed;
  }
}

function rolloutOf(members: readonly Unit[]): Rollout {
  const lead = members.reduce((best, unit) => (isBefore(unit, best) ? unit : best));
  const { name, service, environment, deployment } = lead;
  const attempts = members.flatMap((unit) => [...unit.attempts.values()]).sort((a, b) => (a.id < b.id ? -1 : 1));
  return { name, service, environment, deployment, members, ...testimonyOf(attempts) };
}

function isBefore(a: Unit, b: Unit): boolean {
  const order = standingOf(a) - standingOf(b);
  return order < 0 || (order === 0 && a.deployment < b.deployment);
}

const standingOf = ({ attempts }: Unit): number => Math.min(...[...attempts.values()].map(({ standing }) => standing));
