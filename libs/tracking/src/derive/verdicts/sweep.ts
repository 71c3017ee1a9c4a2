import type { BaseElement, NamedBefore, ReasonElement } from '@leadline/tables';
import type { AttemptState } from '../../fold/deployment.js';
import { type IncidentState, isOutsideProduction } from '../../fold/incident.js';
import type { Timeline } from '../../fold/timeline.js';
import { type Base, baseOf } from './base.js';
import { ElementLog } from './element-log.js';
import { ExposureVariants } from './exposure.js';
import { attributed, namedByFix, namedByIncident } from './links-said.js';
import { type Named, namedIn } from './named.js';
import type { Occurrence } from './occurrences.js';
import { neverCounts, type Reason, ReasonLedger } from './reasons.js';
import { isProduction, isRollback, rollbackBlames } from './rollbacks.js';
import type { AttemptView, Change, IncidentView } from './views.js';
import type { Judged } from './judged.js';
import { World } from './world.js';

/** What one service's verdicts are derived from: its attempts and incidents, and those of others that name them. */
export interface VerdictFacts {
  readonly service: string;
  readonly attempts: readonly Timeline<AttemptState>[];
  readonly incidents: readonly Timeline<IncidentState | null>[];
}

export interface VerdictRow {
  readonly key: string;
  readonly environment: string;
  readonly tier: string;
  readonly deployment: string;
  readonly ordinal: number;
  readonly named: Named;
  readonly namedBefore: readonly NamedBefore[];
  readonly base: readonly BaseElement[];
  readonly reasons: readonly ReasonElement[];
  /** What it looked like over time, for whoever needs more than the row holds: the chain of versions. */
  readonly looks: readonly { readonly at: number; readonly judged: Judged | null }[];
}

export interface Verdicts {
  /** Sources that do not tell about exposure: bit positions of the reasons' variants. */
  readonly exposureSources: readonly string[];
  readonly rows: readonly VerdictRow[];
}

/** Something changed its look at an instant. */
export interface Spoken<V> {
  readonly id: string;
  readonly change: Change<V>;
}

export interface Instant {
  readonly at: number;
  readonly attempts: Spoken<AttemptView>[];
  readonly incidents: Spoken<IncidentView>[];
}

interface RowLog {
  readonly occurrence: Occurrence;
  readonly base: ElementLog<Base>;
  readonly reasons: ElementLog<Reason>;
  readonly looks: { at: number; judged: Judged | null }[];
  /** As it was given out, if nothing has changed since. */
  row?: VerdictRow | undefined;
}

function rowOf({ occurrence, base, reasons, looks }: RowLog): VerdictRow {
  return {
    key: occurrence.key,
    environment: occurrence.environment,
    tier: occurrence.tier,
    deployment: occurrence.deployment,
    ordinal: occurrence.ordinal,
    ...namedIn(looks, occurrence),
    base: base.elements(),
    reasons: reasons.elements(),
    looks: [...looks],
  };
}

/**
 * Kinds of a service's deployments and why each may have failed, with the intervals in which that was known
 * (metrics.md §2 and 3.3): one sweep over the instants at which anything became known. Options are left to the reader.
 */
export class Sweep {
  private readonly service: string;
  private readonly world: World;
  private readonly variants: ExposureVariants;
  private readonly ledger = new ReasonLedger();
  private readonly incidents = new Map<string, IncidentView>();
  private readonly rows = new Map<string, RowLog>();
  /** Who names an attempt: incidents by "incident:<id>", deployments by their key. */
  private readonly namers = new Map<string, Set<string>>();
  private latestImpact = -Infinity;
  private latestRollbackStart = -Infinity;

  constructor({ service, attempts }: VerdictFacts) {
    this.service = service;
    this.world = new World(service);
    this.variants = new ExposureVariants(attempts);
  }

  /** What rests on all attempts there are stays as it is. */
  goesOnWith({ attempts }: VerdictFacts): boolean {
    return new ExposureVariants(attempts).sources.join('\n') === this.variants.sources.join('\n');
  }

  advance({ at, attempts, incidents }: Instant): void {
    const changed = this.world.apply(attempts);
    const dirty = new Set(changed);
    const speakers = new Set<string>();
    for (const key of changed) this.rememberNames(key, speakers);
    for (const { id, change } of incidents) this.rememberIncident(id, change.view, speakers);
    for (const { id } of attempts) this.askNamersOf(id, speakers);
    for (const key of changed) this.askNamersOfDeployment(key, speakers);
    if (this.touchesAttribution(changed)) for (const id of this.incidents.keys()) speakers.add(`incident:${id}`);
    if (this.touchesRollbacks(changed)) {
      this.ledger.set('rollbacks', rollbackBlames(this.world, this.service, this.variants), dirty);
    }
    for (const speaker of speakers) this.speak(speaker, dirty);
    for (const key of dirty) this.record(key, at);
  }

  result(): Verdicts {
    const rows: VerdictRow[] = [];
    for (const log of this.rows.values()) rows.push((log.row ??= rowOf(log)));
    return { exposureSources: this.variants.sources, rows };
  }

  private rememberNames(key: string, speakers: Set<string>): void {
    const occurrence = this.world.get(key)?.occurrence;
    speakers.add(key);
    if (!occurrence) return;
    const named = occurrence.rollbackOf === null ? occurrence.fixes : [...occurrence.fixes, occurrence.rollbackOf];
    for (const id of named) this.isNamedBy(id, key);
  }

  /** Who names an attempt speaks again: it may now be part of another deployment. */
  private askNamersOf(id: string, speakers: Set<string>): void {
    for (const one of this.namers.get(id) ?? []) speakers.add(one);
  }

  private askNamersOfDeployment(key: string, speakers: Set<string>): void {
    if (this.namers.size === 0) return;
    for (const judged of [this.rows.get(key)?.looks.at(-1)?.judged, this.world.get(key)]) {
      if (!judged) continue;
      const { attempts, witnesses } = judged.occurrence;
      for (const { id } of [...attempts, ...witnesses]) this.askNamersOf(id, speakers);
    }
  }

  private rememberIncident(id: string, view: IncidentView | null, speakers: Set<string>): void {
    speakers.add(`incident:${id}`);
    if (view === null) {
      this.incidents.delete(id);
      return;
    }
    this.incidents.set(id, view);
    if (view.startedAt > this.latestImpact) this.latestImpact = view.startedAt;
    for (const named of view.causedBy) this.isNamedBy(named, `incident:${id}`);
  }

  private isNamedBy(id: string, speaker: string): void {
    const known = this.namers.get(id);
    if (known) known.add(speaker);
    else this.namers.set(id, new Set([speaker]));
  }

  /** A deployment that had started at an impact may now be the one to blame, or no longer be. */
  private touchesAttribution(changed: ReadonlySet<string>): boolean {
    for (const key of changed) {
      const before = this.rows.get(key)?.looks.at(-1)?.judged;
      for (const judged of [before, this.world.get(key)]) {
        if (!judged || judged.occurrence.finishedAt === null || !isProduction(judged)) continue;
        const startedAt = judged.occurrence.startedAt ?? judged.occurrence.finishedAt;
        if (startedAt <= this.latestImpact) return true;
      }
    }
    return false;
  }

  /** A rollback, or something that had started when a rollback did. */
  private touchesRollbacks(changed: ReadonlySet<string>): boolean {
    let touches = false;
    for (const key of changed) {
      const before = this.rows.get(key)?.looks.at(-1)?.judged;
      const now = this.world.get(key);
      for (const judged of [before, now]) {
        if (!judged) continue;
        const startedAt = judged.occurrence.startedAt ?? judged.occurrence.finishedAt;
        if (isRollback(judged)) {
          touches = true;
          if (startedAt !== null && startedAt > this.latestRollbackStart) this.latestRollbackStart = startedAt;
        }
        if (startedAt !== null && startedAt < this.latestRollbackStart) touches = true;
        const { attempts, witnesses } = judged.occurrence;
        if ([...attempts, ...witnesses].some(({ id }) => this.namers.has(id))) touches = true;
      }
    }
    return touches;
  }

  private speak(speaker: string, dirty: Set<string>): void {
    if (!speaker.startsWith('incident:')) {
      const fix = this.world.get(speaker);
      this.ledger.set(speaker, fix ? namedByFix(fix, this.world, this.service, this.variants) : [], dirty);
      return;
    }
    const incident = this.incidents.get(speaker.slice('incident:'.length));
    this.ledger.set(speaker, incident ? this.blamedBy(incident) : [], dirty);
  }

  private blamedBy(incident: IncidentView) {
    if (neverCounts(incident)) return [];
    if (incident.causedBy.length > 0) return namedByIncident(incident, this.world, this.service, this.variants.all);
    const isUnlinked = incident.causedByFlagChange.length === 0 && incident.service === this.service;
    return isUnlinked && !isOutsideProduction(incident) ? attributed(incident, this.world, this.variants) : [];
  }

  private record(key: string, at: number): void {
    const judged = this.world.get(key) ?? null;
    if (judged && judged.occurrence.service !== this.service) return;
    const log = this.rows.get(key) ?? (judged && this.begin(key, judged));
    if (!log) return;
    log.row = undefined;
    const base = judged && baseOf(judged);
    log.base.set(base ? [base] : [], at);
    log.reasons.set(this.ledger.of(key), at);
    if (log.looks.at(-1)?.judged !== judged) log.looks.push({ at, judged });
  }

  private begin(key: string, { occurrence }: Judged): RowLog {
    const log: RowLog = { occurrence, base: new ElementLog(), reasons: new ElementLog(), looks: [] };
    this.rows.set(key, log);
    return log;
  }
}
