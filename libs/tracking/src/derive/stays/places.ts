import { compareText } from '@leadline/events';
import { type BaseElement, FOREVER } from '@leadline/tables';
import type { VerdictContent } from '../rows.js';
import { instantOf } from './standing.js';

/** A deployment at one of its targets. */
export interface Visit {
  /** Of the deployment's row. */
  readonly key: string;
  readonly content: VerdictContent;
  readonly target: string;
  readonly state: BaseElement;
}

/** Of each place of a service which deployments came there, in order. Remembers what they change for others. */
export class Places {
  private readonly visits = new Map<string, Visit[]>();
  /** All with a commit. */
  private readonly bySha = new Map<string, Set<Visit>>();
  /** When a commit was first in production, before anything of it changed. */
  private readonly firstBefore = new Map<string, number | null>();
  private changed = { deployments: new Set<string>(), places: new Set<string>() };

  insert(visit: Visit): void {
    const { sha } = visit.state;
    this.rememberFirst(sha);
    const alike = this.bySha.get(sha);
    if (alike) alike.add(visit);
    else this.bySha.set(sha, new Set([visit]));
    const place = placeOf(visit);
    const visits = this.visits.get(place) ?? [];
    this.visits.set(place, visits);
    const index = indexIn(visits, visit);
    visits.splice(index, 0, visit);
    this.mark(visit);
    this.markBefore(visits, index);
  }

  remove(visit: Visit): void {
    const { sha } = visit.state;
    this.rememberFirst(sha);
    const alike = this.bySha.get(sha);
    alike?.delete(visit);
    if (alike?.size === 0) this.bySha.delete(sha);
    const visits = this.visits.get(placeOf(visit)) ?? [];
    const index = indexIn(visits, visit);
    if (visits[index] !== visit) throw new Error(`${visit.key} did not come to ${placeOf(visit)}`);
    visits.splice(index, 1);
    this.mark(visit);
    this.markBefore(visits, index);
  }

  /** Keys of deployments and places of which something may be other than when this was asked before. */
  takeChanged(): { readonly deployments: Set<string>; readonly places: ReadonlySet<string> } {
    for (const [sha, first] of this.firstBefore) {
      if (this.firstAt(sha) !== first) for (const visit of this.bySha.get(sha) ?? []) this.mark(visit);
    }
    this.firstBefore.clear();
    const { changed } = this;
    this.changed = { deployments: new Set(), places: new Set() };
    return changed;
  }

  all(): Iterable<string> {
    return this.visits.keys();
  }

  /** When the next version came there; FOREVER: none did. */
  untilOf(visit: Visit): number {
    const visits = this.visits.get(placeOf(visit)) ?? [];
    for (let index = indexIn(visits, visit) + 1; index < visits.length; index += 1) {
      const { state } = visits[index]!;
      if (state.status === 'succeeded') return state.finishedAt;
    }
    return FOREVER;
  }

  isStanding(visit: Visit): boolean {
    return this.untilOf(visit) === FOREVER;
  }

  /** What came there last, and what is about to, the latest first. */
  standingAt(place: string): Visit[] {
    const standing: Visit[] = [];
    for (const visit of this.visits.get(place)?.toReversed() ?? []) {
      standing.push(visit);
      if (visit.state.status === 'succeeded') break;
    }
    return standing;
  }

  /** When a commit first was in production; null: never. */
  firstAt(sha: string): number | null {
    let first: number | null = null;
    for (const { content, state } of this.bySha.get(sha) ?? []) {
      if (content.tier !== 'production' || state.status !== 'succeeded') continue;
      if (first === null || state.finishedAt < first) first = state.finishedAt;
    }
    return first;
  }

  private rememberFirst(sha: string): void {
    if (!this.firstBefore.has(sha)) this.firstBefore.set(sha, this.firstAt(sha));
  }

  private mark(visit: Visit): void {
    this.changed.deployments.add(visit.key);
    this.changed.places.add(placeOf(visit));
  }

  /** What was there until the visit at an index came, or until the next one where it is gone. */
  private markBefore(visits: readonly Visit[], index: number): void {
    for (let before = index - 1; before >= 0; before -= 1) {
      const visit = visits[before]!;
      this.mark(visit);
      if (visit.state.status === 'succeeded') return;
    }
  }
}

const placeOf = ({ content, target }: Visit): string => JSON.stringify([content.environment, target]);

function inOrder(a: Visit, b: Visit): number {
  return (
    instantOf(a.state) - instantOf(b.state) ||
    compareText(a.content.deployment, b.content.deployment) ||
    a.content.occurrence - b.content.occurrence
  );
}

/** Of the first at its place in the order or after it. */
function indexIn(visits: readonly Visit[], visit: Visit): number {
  let low = 0;
  let high = visits.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (inOrder(visits[middle]!, visit) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
