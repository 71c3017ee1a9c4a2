import { ALWAYS } from '@leadline/tables';
import type { VerdictContent } from '../rows.js';
import { Places, type Visit } from './places.js';
import { instantOf, type Standing, standingOf } from './standing.js';
import { type Carried, nothingCarried, type Stay, type StayRow } from './stay.js';
import { overRow, rowKeyOf, standingRow } from './stay-rows.js';

/** A deployment with what it carried, by repository. */
export interface CarryingDeployment {
  /** Key of the row. */
  readonly key: string;
  readonly content: VerdictContent;
  readonly carried: ReadonlyMap<string, Carried>;
}

interface Told extends CarryingDeployment, Pick<Standing, 'state' | 'hasStood'> {
  readonly changedAt: number;
  /** One for each target, if it stands anywhere. */
  readonly visits: readonly Visit[];
}

/**
 * What stood where, for all deployments of a service, under each repository that any of them is of. Of one that stood
 * somewhere once, and in the latest state does nowhere, a row says since when. So it is for commits of a repository that
 * none of them is of: under it stands that there is more to look at.
 *
 * Deployments are told as they come and change; only rows of those, of what they replaced and of what has their commit
 * are made anew.
 */
export class Stays {
  private readonly told = new Map<string, Told>();
  private readonly places = new Places();
  /** How many deployments that stand somewhere are of each repository. */
  private readonly repositories = new Map<string, number>();
  /** Rows by the key of the deployment, or by the place where something stands now. */
  private readonly rows = new Map<string, readonly StayRow[]>();

  carriedBy(key: string): ReadonlyMap<string, Carried> | undefined {
    return this.told.get(key)?.carried;
  }

  /** Takes in deployments that are new or other than before; gives rows that are so, and those that are over as empty. */
  change(deployments: readonly CarryingDeployment[]): StayRow[] {
    const before = [...this.repositories.keys()];
    for (const deployment of deployments) this.tell(deployment);
    const { deployments: keys, places } = this.places.takeChanged();
    const isOfSame = before.length === this.repositories.size && before.every((name) => this.repositories.has(name));
    for (const { key } of isOfSame ? deployments : this.told.values()) keys.add(key);
    const changed: StayRow[] = [];
    for (const key of keys) this.exchange(key, this.rowsOver(key), changed);
    for (const place of isOfSame ? places : this.places.all()) this.exchange(place, this.rowsAt(place), changed);
    return changed;
  }

  private tell({ key, content, carried }: CarryingDeployment): void {
    const before = this.told.get(key);
    for (const visit of before?.visits ?? []) this.places.remove(visit);
    if (before !== undefined && before.visits.length > 0) this.count(before.content.repository, -1);
    const { lastInstant, state, targets, hasStood } = standingOf(content);
    let changedAt = lastInstant;
    // Under no name nothing is stored: what is read back must not tell less.
    for (const [name, { knownAt }] of carried) if (name !== '' && knownAt > changedAt) changedAt = knownAt;
    const visits = state === undefined ? [] : targets.map((target): Visit => ({ key, content, target, state }));
    for (const visit of visits) this.places.insert(visit);
    if (visits.length > 0) this.count(content.repository, 1);
    this.told.set(key, { key, content, carried, state, hasStood, changedAt, visits });
  }

  private count(repository: string, more: 1 | -1): void {
    if (repository === '') return;
    const count = (this.repositories.get(repository) ?? 0) + more;
    if (count === 0) this.repositories.delete(repository);
    else this.repositories.set(repository, count);
  }

  private exchange(of: string, now: readonly StayRow[], changed: StayRow[]): void {
    const before = new Map((this.rows.get(of) ?? []).map((row) => [rowKeyOf(row), row]));
    if (now.length === 0) this.rows.delete(of);
    else this.rows.set(of, now);
    for (const row of now) {
      const key = rowKeyOf(row);
      if (before.get(key)?.told !== row.told) changed.push(row);
      before.delete(key);
    }
    for (const row of before.values()) changed.push({ ...row, told: '' });
  }

  /** Of a deployment, all that is over. */
  private rowsOver(key: string): StayRow[] {
    const told = this.told.get(key);
    if (told === undefined) return [];
    const { content, carried, visits, state, hasStood } = told;
    const rows: StayRow[] = [];
    for (const visit of visits) {
      if (this.places.isStanding(visit)) continue;
      for (const name of this.repositories.keys()) rows.push(overRow(name, key, this.stayOf(told, visit, name)));
    }
    if (state === undefined && hasStood) {
      // Where it was the only one of its repository, it says that there was something.
      const under = new Set([...this.repositories.keys(), content.repository].filter((name) => name !== ''));
      for (const name of under) rows.push(overRow(name, key, { ...nowhere(told, name), status: 'gone' }));
    }
    for (const [name, theirs] of carried) {
      if (name === content.repository || name === '' || this.repositories.has(name)) continue;
      rows.push(overRow(name, key, { ...nowhere(told, name), changedAt: theirs.knownAt, status: 'elsewhere' }));
    }
    return rows;
  }

  /** What stands at a place, or is about to. */
  private rowsAt(place: string): StayRow[] {
    const standing = this.places.standingAt(place).flatMap((visit) => {
      const told = this.told.get(visit.key);
      return told === undefined ? [] : [{ told, visit }];
    });
    return [...this.repositories.keys()].flatMap((name) => {
      const [first, ...others] = standing.map(({ told, visit }) => this.stayOf(told, visit, name));
      return first === undefined ? [] : [standingRow(name, [first, ...others])];
    });
  }

  private stayOf({ content, changedAt, carried }: Told, visit: Visit, repository: string): Stay {
    const { target, state } = visit;
    return {
      ...identityOf(content),
      target,
      sha: state.sha,
      until: this.places.untilOf(visit),
      at: instantOf(state),
      firstAt: this.places.firstAt(state.sha),
      status: state.status === 'succeeded' ? 'succeeded' : 'in_progress',
      changedAt,
      carried: carried.get(repository) ?? nothingCarried,
    };
  }
}

function nowhere({ content, changedAt, carried }: Told, repository: string): Omit<Stay, 'status'> {
  const place = { target: '', sha: '', at: ALWAYS, until: ALWAYS, firstAt: null };
  return { ...identityOf(content), ...place, changedAt, carried: carried.get(repository) ?? nothingCarried };
}

const identityOf = ({ service, environment, tier, deployment, occurrence }: VerdictContent) => ({
  service,
  environment,
  tier,
  deployment,
  occurrence,
});
