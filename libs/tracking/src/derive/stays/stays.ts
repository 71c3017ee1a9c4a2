import { compareText } from '@leadline/events';
import { ALWAYS, type BaseElement, FOREVER } from '@leadline/tables';
import type { VerdictContent } from '../rows.js';
import { instantOf, standingOf } from './standing.js';
import { type Carried, type KeyedStay, nothingCarried, type Stay, type StayRow } from './stay.js';
import { rowsOf } from './stay-rows.js';

/** A deployment with what it carried, by repository. */
export interface CarryingDeployment {
  /** Key of the row. */
  readonly key: string;
  readonly content: VerdictContent;
  readonly carried: ReadonlyMap<string, Carried>;
}

/**
 * What stood where, for all deployments of a service, under each repository that any of them is of. Of one that stood
 * somewhere once, and in the latest state does nowhere, a row says since when. So it is for commits of a repository that
 * none of them is of: under it stands that there is more to look at.
 */
export function staysOf(deployments: readonly CarryingDeployment[]): StayRow[] {
  const visits: Visit[] = [];
  const away: Omit<Visit, 'target' | 'state'>[] = [];
  for (const { key, content, carried } of deployments) {
    const { lastInstant, state, targets, hasStood } = standingOf(content);
    let changedAt = lastInstant;
    for (const { knownAt } of carried.values()) if (knownAt > changedAt) changedAt = knownAt;
    if (state !== undefined)
      for (const target of targets) visits.push({ key, content, carried, changedAt, target, state });
    else if (hasStood) away.push({ key, content, carried, changedAt });
  }
  const repositories = new Set(visits.map(({ content }) => content.repository).filter((name) => name !== ''));
  const gone = away.map((told) => ({
    ...told,
    stay: { ...nowhere, ...identityOf(told.content), status: 'gone' as const },
  }));
  const stood = [...withWhatCameAfter(visits), ...gone];
  const under = new Map([...repositories].map((name) => [name, stood.map((told) => stayUnder(name, told))]));
  const add = (name: string, told: KeyedStay): void => {
    if (name === '' || repositories.has(name)) return;
    const known = under.get(name);
    if (known) known.push(told);
    else under.set(name, [told]);
  };
  // Where it was the only one of its repository, it says that there was something.
  for (const told of gone) add(told.content.repository, stayUnder(told.content.repository, told));
  for (const { key, content, carried } of deployments) {
    for (const [name, theirs] of carried) {
      if (name === content.repository) continue;
      const told = { ...nowhere, ...identityOf(content), changedAt: theirs.knownAt, carried: theirs };
      add(name, { key, stay: { ...told, status: 'elsewhere' } });
    }
  }
  return [...under].flatMap(([name, told]) => rowsOf(name, told));
}

const staysUnder = new WeakMap<Stood, Map<string, KeyedStay>>();

/** The same object for the same of the same stay. */
function stayUnder(repository: string, { key, changedAt, carried, stay }: Told & { readonly stay: Stood }): KeyedStay {
  const theirs = carried.get(repository) ?? nothingCarried;
  const under = staysUnder.get(stay) ?? new Map<string, KeyedStay>();
  const known = under.get(repository);
  if (known?.key === key && known.stay.changedAt === changedAt && known.stay.carried === theirs) return known;
  const keyed = { key, stay: { ...stay, changedAt, carried: theirs } };
  staysUnder.set(stay, under.set(repository, keyed));
  return keyed;
}

const nowhere = { target: '', sha: '', at: ALWAYS, until: ALWAYS, firstAt: null };

const identityOf = ({ service, environment, tier, deployment, occurrence }: VerdictContent) => ({
  service,
  environment,
  tier,
  deployment,
  occurrence,
});

interface Visit {
  readonly key: string;
  readonly content: VerdictContent;
  readonly target: string;
  readonly state: BaseElement;
  readonly changedAt: number;
  readonly carried: ReadonlyMap<string, Carried>;
}

type Told = Pick<Visit, 'key' | 'changedAt' | 'carried'>;
type Stood = Omit<Stay, 'changedAt' | 'carried'>;

function withWhatCameAfter(visits: readonly Visit[]): (Told & { readonly stay: Stood })[] {
  const ordered = visits.toSorted(
    (a, b) =>
      instantOf(a.state) - instantOf(b.state) ||
      compareText(a.content.deployment, b.content.deployment) ||
      a.content.occurrence - b.content.occurrence,
  );
  const firsts = new Map<string, number>();
  for (const { content, state } of ordered) {
    if (content.tier !== 'production' || state.status !== 'succeeded' || firsts.has(state.sha)) continue;
    firsts.set(state.sha, state.finishedAt);
  }
  const next = new Map<string, number>();
  return ordered.toReversed().map(({ key, content, target, state, changedAt, carried }) => {
    const place = `${content.environment}\n${target}`;
    const until = next.get(place) ?? FOREVER;
    if (state.status === 'succeeded') next.set(place, state.finishedAt);
    const stay = stoodAt({ content, target, state }, until, firsts.get(state.sha) ?? null);
    return { key, changedAt, carried, stay };
  });
}

const stoodOf = new WeakMap<VerdictContent, Map<string, Stood>>();

/** The same object for the same of the same deployment. */
function stoodAt(
  { content, target, state }: Pick<Visit, 'content' | 'target' | 'state'>,
  until: number,
  firstAt: number | null,
): Stood {
  const targets = stoodOf.get(content) ?? new Map<string, Stood>();
  const known = targets.get(target);
  if (known?.until === until && known.firstAt === firstAt) return known;
  const status = state.status === 'succeeded' ? 'succeeded' : 'in_progress';
  const at = instantOf(state);
  const stay: Stood = { ...identityOf(content), target, sha: state.sha, until, at, firstAt, status };
  stoodOf.set(content, targets.set(target, stay));
  return stay;
}
