import { ALWAYS, type BaseElement, type CommitElement, FOREVER, type TableRow } from '@leadline/tables';
import type { VerdictContent } from './rows.js';

/** A version at one place: where it went, or is about to, and what came after it. */
export interface Stay {
  readonly service: string;
  readonly environment: string;
  readonly tier: string;
  /** '' where it names none. */
  readonly target: string;
  readonly deployment: string;
  readonly occurrence: number;
  readonly sha: string;
  /** `gone`: it stood somewhere once. `elsewhere`: commits of this repository came with a deployment of another. */
  readonly status: 'succeeded' | 'in_progress' | 'gone' | 'elsewhere';
  /** Its finish; of one in progress its start. */
  readonly at: number;
  /** When the next version came there; FOREVER: none did. */
  readonly until: number;
  /** When the service brought this commit to production first; null: never. */
  readonly firstAt: number | null;
  /** The last instant at which any of this became known. */
  readonly changedAt: number;
  readonly carried: Carried;
}

/** Commits of one repository that a deployment carried for the first time, in the latest state. */
export interface Carried {
  readonly shas: readonly string[];
  /** The last instant at which any of them became known, or turned out to be another's; ALWAYS: none ever was. */
  readonly knownAt: number;
  /** The latest of their committer dates. */
  readonly committedAt: number;
}

export type StayRow = Omit<TableRow<'stays'>, 'version'>;

/** A deployment with what it carried, by repository. */
export interface CarryingDeployment {
  /** Key of the row. */
  readonly key: string;
  readonly content: VerdictContent;
  readonly carried: ReadonlyMap<string, Carried>;
}

const nothingCarried: Carried = { shas: [], knownAt: ALWAYS, committedAt: ALWAYS };

/** @param repositoryOf '' where it is not told: such commits are taken for the deployment's own. */
export function carriedIn(
  commits: readonly CommitElement[],
  own: string,
  repositoryOf: (sha: string) => string,
): Map<string, Carried> {
  const found = new Map<string, { shas: string[]; knownAt: number; committedAt: number }>();
  for (const { sha, knownFrom, knownUntil, committedAt } of commits) {
    const repository = repositoryOf(sha) || own;
    const carried = found.get(repository) ?? { shas: [], knownAt: ALWAYS, committedAt: ALWAYS };
    found.set(repository, carried);
    carried.knownAt = Math.max(carried.knownAt, knownUntil === FOREVER ? knownFrom : knownUntil);
    if (knownUntil !== FOREVER) continue;
    carried.shas.push(sha);
    carried.committedAt = Math.max(carried.committedAt, committedAt);
  }
  return found;
}

/** Reads back what {@link staysOf} told; null: the text is of something else. */
export function staysIn(text: string): Stay[] | null {
  if (!text.startsWith('["stays",')) return null;
  const [, ...told] = JSON.parse(text) as ['stays', ...Text[]];
  return told.map(([service, environment, tier, target, deployment, occurrence, sha, status, ...instants]) => {
    const [at, until, firstAt, changedAt, shas, knownAt, committedAt] = instants;
    const place = { service, environment, tier, target, deployment, occurrence, sha, status };
    return { ...place, at, until, firstAt, changedAt, carried: { shas, knownAt, committedAt } };
  });
}

type Text = [
  ...[string, string, string, string, string, number, string, Stay['status']],
  ...[number, number, number | null, number, readonly string[], number, number],
];

function textOf(stay: Stay): Text {
  const { service, environment, tier, target, deployment, occurrence, sha, status, carried } = stay;
  const { at, until, firstAt, changedAt } = stay;
  return [
    ...([service, environment, tier, target, deployment, occurrence, sha, status] as const),
    ...([at, until, firstAt, changedAt, carried.shas, carried.knownAt, carried.committedAt] as const),
  ];
}

function untoldRow(repository: string, { key, stay }: KeyedStay): Omit<StayRow, 'told'> {
  const { service, environment, target, status, until, changedAt, carried } = stay;
  const place = status === 'gone' || status === 'elsewhere' ? '' : JSON.stringify([environment, target]);
  const last_instant = Math.max(until, changedAt, carried.committedAt);
  return { repository, last_instant, service, place, row: key };
}

/** A service's deployments are told anew with each that comes, and nearly all stays are over and as they were. */
const overRows = new WeakMap<KeyedStay, StayRow>();

function overRow(repository: string, keyed: KeyedStay): StayRow {
  const known = overRows.get(keyed);
  if (known !== undefined) return known;
  const row = { ...untoldRow(repository, keyed), told: JSON.stringify(['stays', textOf(keyed.stay)]) };
  overRows.set(keyed, row);
  return row;
}

/** Of one repository: what stands at a place now in one row, everything else in a row of its own. */
function rowsOf(repository: string, stays: readonly { readonly key: string; readonly stay: Stay }[]): StayRow[] {
  const standing = new Map<string, { row: Omit<StayRow, 'told'>; texts: Text[] }>();
  const rows: StayRow[] = [];
  for (const keyed of stays) {
    if (keyed.stay.until < FOREVER) {
      rows.push(overRow(repository, keyed));
      continue;
    }
    const row = untoldRow(repository, keyed);
    const known = standing.get(row.place);
    if (known) known.texts.push(textOf(keyed.stay));
    else standing.set(row.place, { row: { ...row, row: '' }, texts: [textOf(keyed.stay)] });
  }
  for (const { row, texts } of standing.values()) rows.push({ ...row, told: JSON.stringify(['stays', ...texts]) });
  return rows;
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
    const known = Math.max(lastInstantOf(content.base), ...[...carried.values()].map(({ knownAt }) => knownAt));
    const told = { key, content, carried, changedAt: known };
    const state = content.base.find((element) => element.knownUntil === FOREVER && stands(element));
    if (state !== undefined) for (const target of placesOf(state)) visits.push({ ...told, target, state });
    else if (content.base.some(stands)) away.push(told);
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

interface KeyedStay {
  readonly key: string;
  readonly stay: Stay;
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

/** Whether it replaced what was live, or is about to. */
const stands = ({ status, kind, sha }: BaseElement): boolean =>
  (status === 'succeeded' || status === 'in_progress') && kind !== 'flag' && sha !== '';

const placesOf = ({ targets }: BaseElement): readonly string[] => (targets.length === 0 ? [''] : [...new Set(targets)]);

const instantOf = ({ status, startedAt, finishedAt }: BaseElement): number =>
  status === 'succeeded' ? finishedAt : startedAt;

function lastInstantOf(base: readonly BaseElement[]): number {
  let last = ALWAYS;
  for (const { knownFrom, knownUntil } of base) {
    last = Math.max(last, knownFrom, knownUntil === FOREVER ? ALWAYS : knownUntil);
  }
  return last;
}

function withWhatCameAfter(visits: readonly Visit[]): (Told & { readonly stay: Stood })[] {
  const ordered = visits.toSorted(
    (a, b) => instantOf(a.state) - instantOf(b.state) || compare(a, b, 'deployment') || compare(a, b, 'occurrence'),
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

function compare(a: Visit, b: Visit, member: 'deployment' | 'occurrence'): number {
  const [left, right] = [a.content[member], b.content[member]];
  return left < right ? -1 : left > right ? 1 : 0;
}
