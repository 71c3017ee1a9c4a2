import { canonicalJson } from '@leadline/events';
import type { AttemptState } from '../../fold/deployment.js';
import type { IncidentState } from '../../fold/incident.js';
import type { Timeline } from '../../fold/timeline.js';
import { type Instant, type Spoken, Sweep, type VerdictFacts, type Verdicts } from './sweep.js';
import { attemptChanges, type AttemptView, incidentChanges, type IncidentView } from './views.js';

/** Verdicts of a service from all there is to know of it. */
export function deriveVerdicts(facts: VerdictFacts): Verdicts {
  return new RunningVerdicts().derive(facts);
}

/**
 * Verdicts of one service, derived again and again. Where the facts only went on, later than everything that was known,
 * the sweep goes on too; else it begins anew. A timeline that is the same object has not changed, and a row that did not
 * change is the same object.
 */
export class RunningVerdicts {
  private sweep: Sweep | undefined;
  private until = -Infinity;
  private attempts = new Told(attemptSaid);
  private incidents = new Told(incidentSaid);

  /** The same object while the sweep goes on: rows keep their places then, and further ones follow them. */
  get basis(): object | undefined {
    return this.sweep;
  }

  derive(facts: VerdictFacts): Verdicts {
    const attempts = this.attempts.next(facts.attempts);
    const incidents = this.incidents.next(facts.incidents);
    const later = this.sweep?.goesOnWith(facts) ? laterSaid(this.until, attempts, incidents) : null;
    const sweep = (later && this.sweep) ?? new Sweep(facts);
    if (later === null) this.until = -Infinity;
    // Half-way through, nobody could go on with it.
    this.sweep = undefined;
    for (const instant of instantsOf(later ?? { attempts: attempts.all(), incidents: incidents.all() })) {
      sweep.advance(instant);
      this.until = instant.at;
    }
    this.sweep = sweep;
    this.attempts = attempts;
    this.incidents = incidents;
    return sweep.result();
  }
}

interface Said {
  readonly attempts: readonly Spoken<AttemptView>[];
  readonly incidents: readonly Spoken<IncidentView>[];
}

/** What timelines say, by timeline. */
class Told<S, V> {
  private readonly said = new Map<Timeline<S>, readonly Spoken<V>[]>();
  /** What timelines said that are not there any more, by the id of whom they told of. */
  private readonly gone = new Map<string, readonly Spoken<V>[]>();
  private readonly added: (readonly Spoken<V>[])[] = [];
  private isAmbiguous = false;

  constructor(private readonly saidBy: (timeline: Timeline<S>) => readonly Spoken<V>[]) {}

  /** The same for these timelines, and what is new about them. */
  next(timelines: readonly Timeline<S>[]): Told<S, V> {
    const next = new Told(this.saidBy);
    for (const timeline of timelines) {
      const known = this.said.get(timeline);
      const said = known ?? this.saidBy(timeline);
      next.said.set(timeline, said);
      if (known === undefined) next.added.push(said);
    }
    for (const [timeline, said] of this.said) {
      if (next.said.has(timeline)) continue;
      const id = said[0]?.id ?? '';
      next.isAmbiguous ||= next.gone.has(id);
      next.gone.set(id, said);
    }
    return next;
  }

  all(): readonly Spoken<V>[] {
    return [...this.said.values()].flat();
  }

  /** What is said now and was not before, if it is all that changed and lies after the instant. */
  later(than: number): readonly Spoken<V>[] | null {
    const later: Spoken<V>[] = [];
    const gone = new Map(this.gone);
    for (const said of this.added) {
      const id = said[0]?.id ?? '';
      const before = gone.get(id) ?? [];
      gone.delete(id);
      if (!before.every((one, index) => canonicalJson(one) === canonicalJson(said[index]))) return null;
      const more = said.slice(before.length);
      if (more.some(({ change }) => change.at <= than)) return null;
      later.push(...more);
    }
    return gone.size === 0 && !this.isAmbiguous ? later : null;
  }
}

function laterSaid(
  than: number,
  attempts: Told<AttemptState, AttemptView>,
  incidents: Told<IncidentState | null, IncidentView>,
): Said | null {
  const later = { attempts: attempts.later(than), incidents: incidents.later(than) };
  return later.attempts === null || later.incidents === null
    ? null
    : { attempts: later.attempts, incidents: later.incidents };
}

function instantsOf({ attempts, incidents }: Said): Instant[] {
  const instants = new Map<number, Instant>();
  const at = (instant: number): Instant => {
    const known = instants.get(instant) ?? { at: instant, attempts: [], incidents: [] };
    instants.set(instant, known);
    return known;
  };
  for (const spoken of attempts) at(spoken.change.at).attempts.push(spoken);
  for (const spoken of incidents) at(spoken.change.at).incidents.push(spoken);
  return [...instants.values()].sort((a, b) => a.at - b.at);
}

function attemptSaid(timeline: Timeline<AttemptState>): Spoken<AttemptView>[] {
  const id = timeline[0]?.state.id ?? '';
  return attemptChanges(timeline).map((change) => ({ id, change }));
}

function incidentSaid(timeline: Timeline<IncidentState | null>): Spoken<IncidentView>[] {
  const id = timeline.find(({ state }) => state !== null)?.state?.id ?? '';
  const gone = timeline.filter(({ state }) => state === null).map(({ from }) => ({ at: from, view: null }));
  const seen = incidentChanges(knownStretches(timeline));
  const changes = [...seen.filter(({ at: from }) => stateAt(timeline, from) !== null), ...gone];
  return changes.map((change) => ({ id, change }));
}

const knownStretches = (timeline: Timeline<IncidentState | null>): Timeline<IncidentState> =>
  timeline.flatMap(({ from, state }) => (state === null ? [] : [{ from, state }]));

const stateAt = <S>(timeline: Timeline<S>, at: number): S | null =>
  timeline.findLast(({ from }) => from <= at)?.state ?? null;
