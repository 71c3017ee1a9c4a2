import { isDeepStrictEqual } from 'node:util';
import { ALWAYS, carrierClasses, FOREVER } from '@leadline/tables';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CommitState } from '../../fold/commit.js';
import type { PullRequestState } from '../../fold/pull-request.js';
import type { Timeline } from '../../fold/timeline.js';
import { deriveLinks } from './derive-links.js';
import type { ChainVersion, CommitGraph, LinkMemo, RowLinks } from './facts.js';

/**
 * The definitions again, as plainly as they can be written: for one instant, over the world as it was known then, with
 * no regard to cost. The library's elements, filtered to the instant, must say the same.
 */
interface World {
  readonly commits: readonly Timeline<CommitState>[];
  readonly requests: readonly Timeline<PullRequestState>[];
  readonly chain: readonly ChainVersion[];
  readonly paths?: (changed: readonly string[] | null) => boolean;
}
type Commit = CommitState & { committedAt: number };
type Request = PullRequestState & { mergedAt: number };

function stateAt<S>(timeline: Timeline<S>, at: number): S | undefined {
  return timeline.findLast(({ from }) => from <= at)?.state;
}
const merged1st = (a: Request, b: Request) => a.mergedAt - b.mergedAt || (a.change < b.change ? -1 : 1);
const predecessors = (c: Commit) => c.parents ?? (c.landedAfter === null ? [] : [c.landedAfter]);
const told = (p: Request) => p.commits !== null && p.commits.length > 0;
const named = (p: Request) =>
  [...(told(p) ? (p.commits ?? []) : [p.headSha]), ...p.landed, p.mergeSha].filter((sha) => sha !== null);

class Instant {
  readonly commits = new Map<string, Commit>();
  readonly requests: Request[] = [];
  readonly chain: ChainVersion[];

  constructor(
    readonly world: World,
    at: number,
  ) {
    for (const timeline of world.commits) {
      const state = stateAt(timeline, at);
      if (state !== undefined && state.committedAt !== null) this.commits.set(state.sha, state as Commit);
    }
    for (const timeline of world.requests) {
      const state = stateAt(timeline, at);
      if (state === undefined || state.mergedAt === null || state.mergedAt > at) continue;
      const openedAt = state.openedAt !== null && state.openedAt <= at ? state.openedAt : null;
      this.requests.push({ ...state, mergedAt: state.mergedAt, openedAt });
    }
    this.requests.sort(merged1st);
    this.chain = world.chain
      .filter((v) => v.knownFrom <= at && at < v.knownUntil)
      .toSorted((a, b) => a.finishedAt - b.finishedAt || (a.id < b.id ? -1 : a.id > b.id ? 1 : a.row < b.row ? -1 : 1));
  }

  reach(from: readonly string[], stop: (sha: string) => boolean, found = new Set<string>()): Set<string> {
    for (const sha of from) {
      const commit = this.commits.get(sha);
      if (commit === undefined || found.has(sha) || stop(sha)) continue;
      found.add(sha);
      this.reach(predecessors(commit), stop, found);
    }
    return found;
  }

  takenEarlier(sha: string, p: Request): boolean {
    return this.requests.some((q) => q.change !== p.change && merged1st(q, p) < 0 && named(q).includes(sha));
  }

  originals(p: Request): string[] {
    if (told(p)) return [...(p.commits ?? [])];
    const tip = p.headSha;
    if (tip === null) return [];
    const onto = p.mergeSha === null || p.mergeSha === tip ? undefined : this.commits.get(p.mergeSha)?.parents?.[0];
    const bases = [p.baseSha, onto].filter((sha): sha is string => sha != null && sha !== tip);
    const base = this.reach(bases, () => false);
    const proposed = this.reach([tip], (sha) => base.has(sha) || this.takenEarlier(sha, p));
    return [...proposed].sort((a, b) => this.time(a) - this.time(b));
  }

  time(sha: string): number {
    return this.commits.get(sha)?.committedAt ?? NaN;
  }

  landed(p: Request): readonly string[] {
    return this.rebased(p) ?? (p.landed.length > 0 || p.mergeSha === null ? p.landed : [p.mergeSha]);
  }

  method(p: Request): 'merge' | 'squash' | 'rebase' {
    return this.rebased(p) === null ? this.methodSaid(p) : 'rebase';
  }

  /** The commits before the one that is told, where each has the title of its original. */
  rebased(p: Request): string[] | null {
    if (p.landed.length > 0 || p.mergeSha === null || p.method === 'squash' || this.methodSaid(p) === 'merge')
      return null;
    const proposed = this.originals(p);
    const line: string[] = [p.mergeSha];
    while (line.length < proposed.length) {
      const before = this.commits.get(line[0] ?? '');
      const [only, ...more] = before === undefined ? [] : predecessors(before);
      if (only === undefined || more.length > 0) return null;
      line.unshift(only);
    }
    const titles = (shas: readonly string[]) => shas.map((sha) => this.commits.get(sha)?.title ?? '');
    const isSame = isDeepStrictEqual(titles(line), titles(proposed)) && !titles(line).includes('');
    return proposed.length > 1 && isSame ? line : null;
  }

  methodSaid(p: Request): 'merge' | 'squash' | 'rebase' {
    if (p.method !== null) return p.method;
    const rest = p.landed.length > 1 ? 'rebase' : 'squash';
    if (p.mergeSha === null) return p.landed.length === 0 ? 'merge' : rest;
    if ((this.commits.get(p.mergeSha)?.parents?.length ?? 0) > 1) return 'merge';
    const tip = p.headSha ?? p.commits?.at(-1) ?? null;
    if (tip === null) return rest;
    if (tip === p.mergeSha) return 'merge';
    const merge = this.commits.get(p.mergeSha);
    if (merge === undefined || p.mergeSha === p.baseSha) return rest;
    if (!this.commits.has(tip)) return predecessors(merge).includes(tip) ? 'merge' : rest;
    const found = new Set<string>();
    const climb = (sha: string): void => {
      found.add(sha);
      const commit = this.commits.get(sha);
      if (commit !== undefined && sha !== p.baseSha) for (const next of predecessors(commit)) climb(next);
    };
    climb(p.mergeSha);
    return found.has(tip) ? 'merge' : rest;
  }

  first(p: Request): number | null {
    const times = this.originals(p).filter((sha) => this.commits.has(sha) && !this.takenEarlier(sha, p));
    return times.length === 0 ? null : Math.min(...times.map((sha) => this.time(sha)));
  }

  /** Pull requests a commit is in, given the commits carried with it. */
  requestsOf(sha: string, companions: readonly string[]): Request[] {
    return this.requests.filter((p) => {
      if (named(p).includes(sha)) return true;
      const hint = this.world.requests.find((t) => t[0]?.state.change === p.change) ?? [];
      const mentioned = hint.some(({ state }) => everNamed(state).includes(sha));
      const discovered = named(p).some((other) => companions.includes(other));
      if ((mentioned || discovered) && this.landed(p).includes(sha)) return true;
      return (mentioned || (discovered && !told(p))) && this.originals(p).includes(sha);
    });
  }

  openings(sha: string, companions: readonly string[]) {
    const commit = this.commits.get(sha);
    if (commit === undefined) throw new Error(`unknown ${sha}`);
    const { committedAt } = commit;
    const p = this.requestsOf(sha, companions)[0];
    if (p === undefined) return [committedAt, committedAt, committedAt, committedAt, committedAt, ''] as const;
    const first = this.first(p) ?? committedAt;
    return [committedAt, this.repaired(sha, p), first, p.openedAt ?? first, p.mergedAt, p.change] as const;
  }

  repaired(sha: string, p: Request): number {
    const originals = this.originals(p);
    const own = this.time(sha);
    if (originals.includes(sha) || this.method(p) === 'merge') return own;
    if (this.method(p) === 'squash') return this.first(p) ?? own;
    const landed = this.landed(p);
    if (landed.includes(sha) && landed.length === originals.length) {
      return this.commits.get(originals[landed.indexOf(sha)] ?? '')?.committedAt ?? own;
    }
    const patch = this.commits.get(sha)?.patchId ?? null;
    const twins = originals.filter((o) => patch !== null && this.commits.get(o)?.patchId === patch);
    return twins.length > 0 ? Math.min(...twins.map((o) => this.time(o))) : (this.first(p) ?? own);
  }

  answer(): Map<string, unknown> {
    const carriedBy = new Map<string, number>();
    const carriedOf: string[][] = [];
    const links = this.chain.map((version, position) => {
      const { link, carried } = this.link(version, position, new Set(carriedBy.keys()));
      for (const sha of carried) carriedBy.set(sha, position);
      carriedOf.push(carried);
      return link;
    });
    return new Map(
      this.chain.map((version, position) => [
        version.row,
        {
          link: links[position],
          commits: this.samples(position, carriedOf[position] ?? [], carriedBy),
          changes: this.changes(version, carriedOf[position] ?? []),
        },
      ]),
    );
  }

  link({ sha, listed }: ChainVersion, position: number, before: Set<string>) {
    const none = { basis: 'none', noBaseline: 0, truncated: 0, waiting: [] as string[] };
    if (listed !== null) return this.list(listed, sha, position, before);
    if (sha === null || before.has(sha)) return { link: none, carried: [] };
    const tip = this.commits.get(sha);
    if (tip === undefined) return { link: { ...none, waiting: [sha] }, carried: [] };
    const carried = [...this.reach([sha], (x) => before.has(x))];
    const edge = carried
      .flatMap((x) => predecessors(this.commits.get(x) as Commit))
      .filter((x) => !carried.includes(x));
    const landing = carried.some(
      (x) => this.commits.get(x)?.parents === null && this.commits.get(x)?.landedAfter !== null,
    );
    const alone = tip.parents === null && tip.landedAfter === null;
    const link = {
      basis: landing ? 'landing' : alone ? 'head' : 'ancestry',
      noBaseline: edge.some((x) => before.has(x)) ? 0 : 1,
      truncated: 0,
      waiting: [...new Set(edge.filter((x) => !before.has(x)))].sort(),
    };
    return { link, carried };
  }

  list(listed: readonly string[], head: string | null, position: number, before: Set<string>) {
    const said = [...new Set([...listed, ...(head === null ? [] : [head])])];
    const open = said.filter((x) => !before.has(x));
    const carried = open.filter((x) => this.commits.has(x));
    const known = carried.map((x) => this.commits.get(x) as Commit);
    const edge = [
      ...known.flatMap(predecessors).filter((x) => !said.includes(x)),
      ...said.filter((x) => before.has(x)),
    ];
    const untold = known.some((c) => c.parents === null && c.landedAfter === null);
    const earlier = this.chain.slice(0, position).some((v) => v.sha !== null || v.listed !== null);
    const follows = edge.some((x) => before.has(x)) || (edge.length === 0 && untold && earlier) || carried.length === 0;
    const waiting = open.filter((x) => !this.commits.has(x)).sort();
    return { link: { basis: 'list', noBaseline: follows ? 0 : 1, truncated: 0, waiting }, carried };
  }

  samples(position: number, carried: readonly string[], carriedBy: Map<string, number>) {
    return carried
      .filter((sha) => this.ofService(sha))
      .sort()
      .map((sha) => {
        const commit = this.commits.get(sha) as Commit;
        const own = this.openings(sha, carried);
        const p = this.requestsOf(sha, carried)[0];
        const mates = [...this.commits.values()].filter(
          (c) => c.patchId !== null && c.patchId === commit.patchId && c.sha !== sha,
        );
        const alone =
          commit.patchId === null
            ? [own]
            : [own, this.openings(sha, []), ...mates.map((c) => this.openings(c.sha, []))];
        const least = (i: 0 | 1 | 2 | 3 | 4) => Math.min(...alone.map((o) => o[i]));
        const classes = mates
          .map((c) => carriedBy.get(c.sha))
          .filter((by) => by !== undefined && by < position)
          .map((by) => 1 << carrierClasses.indexOf(this.chain[by as number]?.kindClass ?? 'change'));
        const merge =
          commit.parents === null
            ? p !== undefined && this.method(p) === 'merge' && p.mergeSha === sha && !this.originals(p).includes(sha)
            : commit.parents.length > 1;
        return {
          sha,
          committedAt: own[0],
          repairedAt: own[1],
          firstCommitAt: own[2],
          openedAt: own[3],
          mergedAt: own[4],
          bot: commit.bot ? 1 : 0,
          merge: merge ? 1 : 0,
          head: sha === this.chain[position]?.sha ? 1 : 0,
          patchId: commit.patchId ?? '',
          patchCommittedAt: least(0),
          patchRepairedAt: least(1),
          patchFirstCommitAt: least(2),
          patchOpenedAt: least(3),
          patchMergedAt: least(4),
          patchShipped: classes.reduce((all, bit) => all | bit, 0),
          change: own[5],
        };
      });
  }

  changes(version: ChainVersion, carried: readonly string[]) {
    const direct = carried
      .filter((sha) => this.ofService(sha) && this.requestsOf(sha, carried).length === 0)
      .map((sha) => {
        const c = this.commits.get(sha) as Commit;
        const at = c.committedAt;
        return {
          change: `commit:${sha}`,
          title: c.title,
          url: '',
          firstCommitAt: at,
          openedAt: at,
          mergedAt: at,
          bot: c.bot ? 1 : 0,
          merge: (c.parents?.length ?? 0) > 1 ? 1 : 0,
          head: sha === version.sha ? 1 : 0,
          readyAt: null,
          firstReviewAt: null,
          approvedAt: null,
          pushedAt: c.pushedAt,
        };
      });
    const closed = this.requests.flatMap((p) => {
      const closes = p.mergeSha ?? p.landed.at(-1) ?? this.originals(p).at(-1);
      if (closes === undefined || !carried.includes(closes)) return [];
      if ([closes, ...this.landed(p), ...this.originals(p)].every((sha) => this.takenEarlier(sha, p))) return [];
      const own = this.originals(p).filter((sha) => this.commits.has(sha) && !this.takenEarlier(sha, p));
      const landed = [...new Set([...this.landed(p), closes])].filter((sha) => this.commits.has(sha));
      const ofService = this.method(p) === 'merge' && own.length > 0 ? own : landed;
      if (!ofService.some((sha) => this.ofService(sha))) return [];
      const commits = own.length > 0 ? own : landed;
      const first = Math.min(...commits.map((sha) => this.time(sha)));
      const isHead =
        version.sha !== null &&
        carried.includes(version.sha) &&
        this.requestsOf(version.sha, carried)[0]?.change === p.change;
      const seen = p.reviews.filter(({ at, by, bot }) => at <= p.mergedAt && !bot && by !== p.author);
      return [
        {
          change: p.change,
          title: p.title,
          url: p.url,
          firstCommitAt: first,
          openedAt: p.openedAt ?? first,
          mergedAt: p.mergedAt,
          bot: commits.every((sha) => this.commits.get(sha)?.bot) ? 1 : 0,
          merge: 0,
          head: isHead ? 1 : 0,
          readyAt: p.readyAt ?? p.openedAt,
          firstReviewAt: seen[0]?.at ?? null,
          approvedAt: seen.findLast(({ state }) => state === 'approved')?.at ?? null,
          pushedAt: null,
        },
      ];
    });
    return [...direct, ...closed].sort((a, b) => (a.change < b.change ? -1 : 1));
  }

  ofService(sha: string): boolean {
    const paths = this.commits.get(sha)?.paths ?? null;
    return paths === null || (this.world.paths?.(paths) ?? true);
  }
}

const everNamed = (p: PullRequestState): string[] =>
  [...(p.commits ?? []), ...p.landed, p.mergeSha, p.headSha].filter((sha): sha is string => sha !== null);

/** What the library's elements say at the instant. */
function filtered(rows: ReadonlyMap<string, RowLinks>, at: number): Map<string, unknown> {
  const says = <E extends { knownFrom: number; knownUntil: number }>(elements: readonly E[]) =>
    elements
      .filter(({ knownFrom, knownUntil }) => knownFrom <= at && at < knownUntil)
      .map(({ knownFrom: _from, knownUntil: _until, ...rest }) => rest);
  const entries = [...rows].map(([row, { links, commits, changes }]) => {
    return [row, { link: says(links)[0], commits: says(commits), changes: says(changes) }] as const;
  });
  return new Map(entries.filter(([, { link }]) => link !== undefined));
}

// Small worlds in which everything collides: few commits, few instants, knowledge that arrives late or changes.
const names = ['c0', 'c1', 'c2', 'c3', 'c4', 'c5', 'c6', 'c7'];
const sha = fc.constantFrom(...names);
const instant = fc.oneof(
  { weight: 2, arbitrary: fc.constant(ALWAYS) },
  { weight: 3, arbitrary: fc.integer({ min: 0, max: 8 }) },
);
const maybe = <T>(value: fc.Arbitrary<T>, weight = 2) =>
  fc.oneof({ weight: 1, arbitrary: fc.constant(null) }, { weight, arbitrary: value });

const inOrder = (answers: Iterable<readonly [string, unknown]>): unknown[] =>
  [...answers].toSorted(([a], [b]) => (a < b ? -1 : 1));

function timelineOf<S>(state: fc.Arbitrary<S>): fc.Arbitrary<Timeline<S>> {
  return fc
    .uniqueArray(instant, { minLength: 1, maxLength: 3 })
    .chain((froms) =>
      fc
        .array(state, { minLength: froms.length, maxLength: froms.length })
        .map((states) =>
          froms
            .toSorted((a, b) => a - b)
            .flatMap((from, i) => states.slice(i, i + 1).map((state) => ({ from, state }))),
        ),
    );
}

const commitAt = (index: number): fc.Arbitrary<Timeline<CommitState>> => {
  const older = names.slice(0, index);
  const previous = older.slice(-1);
  return timelineOf(
    fc.record({
      sha: fc.constant(names[index] ?? ''),
      repository: fc.constant('acme/api'),
      committedAt: maybe(fc.constantFrom(index * 3 - 10, index * 3 - 9), 12),
      parents: maybe(
        fc.oneof(
          { weight: 3, arbitrary: fc.constant(previous) },
          { weight: 2, arbitrary: fc.subarray(older, { maxLength: Math.min(2, index) }) },
        ),
        3,
      ),
      landedAfter: older.length === 0 ? fc.constant(null) : maybe(fc.constantFrom(...older)),
      bot: fc.boolean(),
      patchId: maybe(fc.constantFrom('P', 'Q')),
      title: fc.constantFrom('', 'Fix'),
      flags: fc.subarray(['new-cart', 'fast-search']),
      pushedAt: maybe(fc.integer({ min: -3, max: 8 }), 1),
      paths: maybe(fc.constantFrom(['api/a'], ['web/b'], [])),
    }),
  );
};

const review = fc.record({
  at: fc.integer({ min: -3, max: 8 }),
  by: fc.constantFrom('ann', 'bob'),
  bot: fc.boolean(),
  state: fc.constantFrom('approved', 'commented'),
});

const requestAt = (index: number): fc.Arbitrary<Timeline<PullRequestState>> =>
  timelineOf(
    fc.record({
      change: fc.constant(`change:acme/api#${index}`),
      repository: fc.constant('acme/api'),
      number: fc.constant(String(index)),
      commits: maybe(fc.subarray(names, { maxLength: 3 }), 1),
      headSha: maybe(sha),
      baseSha: maybe(sha, 1),
      mergedAt: maybe(fc.integer({ min: -3, max: 8 }), 6),
      mergeSha: maybe(sha, 3),
      landed: fc.oneof(fc.constant([]), fc.subarray(names, { maxLength: 3 })),
      method: maybe(fc.constantFrom('merge', 'squash', 'rebase'), 1),
      openedAt: maybe(fc.integer({ min: -3, max: 8 })),
      readyAt: maybe(fc.integer({ min: -3, max: 8 }), 1),
      title: fc.constantFrom('', 'Add'),
      url: fc.constant(''),
      bot: fc.boolean(),
      author: maybe(fc.constantFrom('ann', 'bob')),
      flags: fc.subarray(['beta']),
      reviews: fc.array(review, { maxLength: 3 }).map((reviews) => reviews.toSorted((a, b) => a.at - b.at)),
    }),
  );

const versionsOf = (row: string): fc.Arbitrary<ChainVersion[]> =>
  fc
    .tuple(
      fc.uniqueArray(fc.integer({ min: 0, max: 8 }), { minLength: 1, maxLength: 4 }),
      fc.boolean(),
      fc.array(
        fc.record({
          sha: maybe(fc.oneof({ weight: 9, arbitrary: sha }, { weight: 1, arbitrary: fc.constant('unknown') }), 20),
          finishedAt: fc.integer({ min: 0, max: 4 }),
          kindClass: fc.constantFrom(...carrierClasses),
          replacedSha: fc.oneof({ weight: 4, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: sha }),
          listed: fc.oneof(
            { weight: 5, arbitrary: fc.constant(null) },
            { weight: 1, arbitrary: fc.subarray([...names, 'unknown'], { maxLength: 3 }) },
          ),
        }),
        { minLength: 2, maxLength: 2 },
      ),
    )
    .map(([ends, open, contents]) => {
      const bounds = ends.sort((a, b) => a - b);
      const version = (i: number, content: (typeof contents)[number] | undefined): ChainVersion[] =>
        bounds[i] === undefined || content === undefined
          ? []
          : [
              {
                row,
                environment: 'production',
                id: row,
                ...content,
                knownFrom: bounds[i],
                knownUntil: bounds[i + 1] ?? FOREVER,
              },
            ];
      return [...version(0, contents[0]), ...version(open ? 1 : 2, contents[1])];
    });

const paths = (changed: readonly string[] | null): boolean => changed?.some((path) => path.startsWith('api/')) ?? true;

const world: fc.Arbitrary<World> = fc
  .record({
    commits: fc.tuple(...names.map((_, index) => commitAt(index))),
    requests: fc.integer({ min: 0, max: 3 }).chain((n) => fc.tuple(...names.slice(0, n).map((_, i) => requestAt(i)))),
    chain: fc
      .integer({ min: 1, max: 5 })
      .chain((n) => fc.tuple(...names.slice(0, n).map((_, i) => versionsOf(`d${i}`)))),
    monorepo: fc.boolean(),
  })
  .map(({ commits, requests, chain, monorepo }) => ({
    commits,
    requests,
    chain: chain.flat(),
    ...(monorepo ? { paths } : {}),
  }));

const graphOf = ({ commits, requests }: World): CommitGraph => ({
  commit: (x) => commits.find((t) => t[0]?.state.sha === x) ?? 'absent',
  changesOf: (x) => requests.filter((t) => t.some(({ state }) => everNamed(state).includes(x))),
  commitsOfPatch: (patchId) =>
    commits.filter((t) => t.some(({ state }) => state.patchId === patchId)).map((t) => t[0]?.state.sha ?? ''),
});

/** Answers only what was asked for before, and nothing else, until the outcome is complete. */
function derive(given: World, memo?: LinkMemo) {
  const whole = graphOf(given);
  const loaded = {
    commits: new Set<string>(),
    changesOf: new Set<string>(),
    patches: new Set<string>(),
    carried: new Set<string>(),
  };
  const graph: CommitGraph = {
    commit: (x) => (loaded.commits.has(x) ? whole.commit(x) : 'not_loaded'),
    changesOf: (x) => (loaded.changesOf.has(x) ? whole.changesOf(x) : 'not_loaded'),
    commitsOfPatch: (x) => (loaded.patches.has(x) ? whole.commitsOfPatch(x) : 'not_loaded'),
  };
  const lazy: LinkMemo | undefined = memo && {
    ...memo,
    carriersOf: (x) => (loaded.carried.has(x) ? memo.carriersOf(x) : 'not_loaded'),
  };
  const options = { maxCommits: 20_000, ...(given.paths && { paths: given.paths }), ...(lazy && { memo: lazy }) };
  for (let round = 0; round < 50; round++) {
    const derived = deriveLinks(given.chain, graph, options);
    if (derived.outcome === 'complete') return derived;
    const before = Object.values(loaded).reduce((sum, { size }) => sum + size, 0);
    for (const kind of ['commits', 'changesOf', 'patches', 'carried'] as const) {
      for (const needed of derived[kind]) loaded[kind].add(needed);
    }
    expect(Object.values(loaded).reduce((sum, { size }) => sum + size, 0)).toBeGreaterThan(before);
  }
  throw new Error('asks for ever more');
}

/** More and others by command: LEADLINE_WORLDS=20000 LEADLINE_SEED=7 npx vitest run libs/tracking/src/derive/links */
const runs = Number(process.env['LEADLINE_WORLDS'] ?? 1500);
const seed = Number(process.env['LEADLINE_SEED'] ?? 20260309);
const timeout = 30_000 + runs * 20;

describe('what was carried, as of any instant', () => {
  it('equals deriving from the world as it was known then', { timeout }, () => {
    fc.assert(
      fc.property(world, (given) => {
        const { rows } = derive(given);
        const instants = Array.from({ length: 12 }, (_, i) => i - 1);
        const found = instants.map((at) => inOrder(filtered(rows, at)));
        const defined = instants.map((at) => inOrder(new Instant(given, at).answer()));
        expect(found).toEqual(defined);
      }),
      { numRuns: runs, seed },
    );
  });

  it('closes an element when its answer changes, and only then', { timeout }, () => {
    fc.assert(
      fc.property(world, (given) => {
        for (const { links, commits, changes, flags } of derive(given).rows.values()) {
          expectSettled(links, () => '');
          expectSettled(commits, (element) => element.sha);
          expectSettled(changes, (element) => element.change);
          expectSettled(flags, (element) => `${element.by} ${element.flag}`);
        }
      }),
      { numRuns: runs, seed },
    );
  });

  it('is the same with the results of an earlier run as without', { timeout }, () => {
    let reusedRows = 0;
    fc.assert(
      fc.property(world, world, step, (given, other, happened) => {
        const stored = derive(given).rows;
        const { now, invalid } = later(given, other, happened, stored);
        const memo: LinkMemo = {
          chainHash: (row) => stored.get(row)?.chainHash,
          carriersOf: (x) =>
            [...stored].flatMap(([row, { carried }]) =>
              carried.filter((each) => each.sha === x).map(({ from, until }) => ({ row, from, until })),
            ),
          invalid,
        };
        const { rows, reused } = derive(now, memo);
        reusedRows += reused.length;
        const all = new Map([...rows, ...reused.map((row) => [row, stored.get(row) as RowLinks] as const)]);
        const afresh = derive(now).rows;
        expect(new Set(all.keys())).toEqual(new Set(afresh.keys()));
        for (const [row, expected] of afresh) {
          const { links, commits, changes, flags, chainHash } = all.get(row) as RowLinks;
          expect({ links, commits, changes, flags, chainHash }, row).toEqual({
            links: expected.links,
            commits: expected.commits,
            changes: expected.changes,
            flags: expected.flags,
            chainHash: expected.chainHash,
          });
        }
      }),
      { numRuns: runs, seed },
    );
    expect(reusedRows).toBeGreaterThan(runs / 5);
  });
});

interface Step {
  readonly what: 'deployed' | 'commit' | 'request' | 'judged anew' | 'corrected';
  readonly pick: number;
  readonly atTheEnd: boolean;
}

const step: fc.Arbitrary<Step> = fc.record({
  what: fc.constantFrom('deployed', 'commit', 'request', 'judged anew', 'corrected'),
  pick: fc.nat({ max: names.length - 1 }),
  atTheEnd: fc.boolean(),
});

/**
 * The world a little later: one more deployment, at the end of the chain or anywhere, or one of which something else
 * is known from an instant on, or another commit or pull request; rows that depend on one of these are invalid.
 */
function later(given: World, other: World, { what, pick, atTheEnd }: Step, stored: ReadonlyMap<string, RowLinks>) {
  const chain = [...given.chain];
  const commits = [...given.commits];
  const requests = [...given.requests];
  const shas = new Set<string>();
  const patches = new Set<string>();
  const source = other.chain[0];
  const concerned = chain[pick % chain.length];
  if (what === 'deployed' && source !== undefined) {
    chain.push({ ...source, row: 'new', id: 'zz', finishedAt: source.finishedAt + (atTheEnd ? 10 : 0) });
  }
  if ((what === 'judged anew' || what === 'corrected') && source !== undefined && concerned?.knownUntil === FOREVER) {
    const { kindClass, finishedAt } = source;
    chain[chain.indexOf(concerned)] = { ...concerned, knownUntil: 9 };
    chain.push({ ...concerned, knownFrom: 9, kindClass, ...(what === 'corrected' && { finishedAt }) });
  }
  if (what === 'commit') {
    for (const each of [commits[pick], other.commits[pick]]) {
      for (const { state } of each ?? []) if (state.patchId !== null) patches.add(state.patchId);
    }
    const changed = other.commits[pick];
    if (changed !== undefined) commits[pick] = changed;
    shas.add(names[pick] ?? '');
  }
  if (what === 'request' && other.requests[0] !== undefined) {
    for (const { state } of [...(requests[0] ?? []), ...other.requests[0]]) {
      for (const each of everNamed(state)) shas.add(each);
    }
    requests[0] = other.requests[0];
  }
  const invalid = [...stored].filter(
    ([, row]) => row.shas.some((x) => shas.has(x)) || row.commits.some(({ patchId }) => patches.has(patchId)),
  );
  return { now: { ...given, commits, requests, chain }, invalid: new Set(invalid.map(([row]) => row)) };
}

function expectSettled<E extends { knownFrom: number; knownUntil: number }>(
  elements: readonly E[],
  keyOf: (element: E) => string,
): void {
  for (const [i, { knownFrom, knownUntil, ...said }] of elements.entries()) {
    expect(knownFrom).toBeLessThan(knownUntil);
    const [own, next] = elements.slice(i, i + 2);
    if (own === undefined || next === undefined || keyOf(next) !== keyOf(own)) continue;
    const { knownFrom: _from, knownUntil: _until, ...after } = next;
    expect({
      isLater: next.knownFrom >= knownUntil,
      isSaidAgain: next.knownFrom === knownUntil && isDeepStrictEqual(after, said),
    }).toEqual({ isLater: true, isSaidAgain: false });
  }
}
